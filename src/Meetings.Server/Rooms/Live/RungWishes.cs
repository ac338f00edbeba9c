using System.Collections.Immutable;
using Meetings.Media.Conference.Allocation;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// What of its wishes somebody on a rung is shown as video. How much of each picture fits, the engine decides by the line; here is only what
/// comes as stills instead.
/// </summary>
internal static class RungWishes
{
    private const int SmallHeight = 180;

    /// <summary>A screen as small as the thumbnail rung allows cannot be read: it comes as stills.</summary>
    public static ImmutableArray<Wish> Carried(Rung rung, ImmutableArray<Wish> wishes) => rung switch
    {
        >= Rung.Small => wishes,
        Rung.Thumbnail => [.. wishes.Where(w => !w.IsScreen).Take(1).Select(w => w with { Height = SmallHeight })],
        _ => [],
    };
}
