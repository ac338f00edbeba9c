using System.Globalization;

namespace Meetings.Server.Scheduling;

/// <summary>The numbers readers see: 1, 2, 2.1, 2.2, 3.</summary>
internal static class Numbering
{
    /// <summary>The deepest level; more than two are not read out in a meeting.</summary>
    public const int MaxDepth = 1;

    /// <param name="depths">Of all items, in the order of the agenda.</param>
    public static IReadOnlyList<string> Labels(IEnumerable<int> depths)
    {
        var (item, part) = (0, 0);
        return [.. depths.Select(depth =>
        {
            // A part that nothing precedes is an item: such a plan is refused, but a label must always be there.
            if (depth == 0 || item == 0)
            {
                (item, part) = (item + 1, 0);
                return item.ToString(CultureInfo.InvariantCulture);
            }

            part++;
            return string.Create(CultureInfo.InvariantCulture, $"{item}.{part}");
        })];
    }
}
