using System.Globalization;

namespace Meetings.EndToEnd.Support.Lines;

/// <summary>Figures held against their limits; all of them are looked at before any is complained of.</summary>
internal sealed class Bars
{
    private readonly List<string> _missed = [];

    public void AtMost(string what, double value, double limit) => Note(value <= limit, what, value, "at most", limit);

    public void AtLeast(string what, double value, double limit) => Note(value >= limit, what, value, "at least", limit);

    public void Hold() => Assert.True(_missed.Count == 0, string.Join('\n', _missed));

    private void Note(bool holds, string what, double value, string bound, double limit)
    {
        if (!holds)
        {
            _missed.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:0.###}, {bound} {limit:0.###}"));
        }
    }
}
