using System.Collections.Immutable;

namespace Meetings.Server.Rooms.Live;

/// <summary>The ladder: how much of a meeting a line carries. Names and numbers are on the wire (docs/protocol.md).</summary>
internal enum Rung
{
    /// <summary>Below 24 kbit/s: pages, floor, chat; no media.</summary>
    Text,

    /// <summary>24-120 kbit/s: the loudest voices, no video.</summary>
    Speech,

    /// <summary>120-300 kbit/s: one small picture, screens as stills.</summary>
    Thumbnail,

    /// <summary>300 kbit/s-1.5 Mbit/s: the speaker's picture of medium size.</summary>
    Small,

    /// <summary>Above: everything that is wished.</summary>
    Full,
}

internal static class Rungs
{
    private const double Margin = 1.25;
    private const int MediumHeight = 360;
    private const int SmallHeight = 180;
    private static readonly long[] From = [0, 24_000, 120_000, 300_000, 1_500_000];

    /// <summary>The rung of an estimate (bit/s); upwards only when it is well above the mark.</summary>
    public static Rung Of(long estimate, Rung before)
    {
        var rung = At(estimate);
        return rung <= before ? rung : (Rung)Math.Max((int)before, (int)At((long)(estimate / Margin)));
    }

    /// <summary>Where a rung begins, bit/s.</summary>
    public static long Begins(Rung rung) => From[(int)rung];

    /// <summary>
    /// What of the wishes a rung carries, the most wanted first. A screen as small as the thumbnail rung allows cannot be read: it comes as
    /// stills.
    /// </summary>
    public static ImmutableArray<Wish> Carried(Rung rung, ImmutableArray<Wish> wishes) => rung switch
    {
        Rung.Full => wishes,
        Rung.Small => [.. wishes.Take(1).Select(w => w with { Height = Math.Min(w.Height, MediumHeight) })],
        Rung.Thumbnail => [.. wishes.Where(w => !w.IsScreen).Take(1).Select(w => w with { Height = SmallHeight })],
        _ => [],
    };

    private static Rung At(long estimate) => (Rung)Array.FindLastIndex(From, from => estimate >= from);
}
