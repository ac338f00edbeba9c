using System.Globalization;

namespace Meetings.Load.Attend;

/// <summary>How many simulated communes attend, where, and for how long.</summary>
/// <param name="MeetingId">Null: the meeting of today that is nearest to starting.</param>
/// <param name="Minutes">Null: until Ctrl+C or the end of the meeting.</param>
internal sealed record AttendOptions(int Count, Uri Server, string? MeetingId, double? Minutes)
{
    private const int Most = 12;

    /// <summary>Null when the words make no sense.</summary>
    public static AttendOptions? Parse(IReadOnlyList<string> words)
    {
        var options = new AttendOptions(Most, new Uri("http://localhost:5080"), null, null);
        for (var i = 0; i < words.Count; i++)
        {
            var next = i + 1 < words.Count ? words[i + 1] : "";
            AttendOptions? made = words[i] switch
            {
                "--server" when Uri.TryCreate(next, UriKind.Absolute, out var server) => options with { Server = server },
                "--meeting" when next.Length > 0 => options with { MeetingId = next },
                "--minutes" when double.TryParse(next, CultureInfo.InvariantCulture, out var minutes) && minutes > 0 => options with { Minutes = minutes },
                _ => null,
            };
            if (made is not null)
                i++;
            else if (int.TryParse(words[i], CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Most)
                made = options with { Count = count };
            if (made is null)
                return null;
            options = made;
        }

        return options;
    }
}
