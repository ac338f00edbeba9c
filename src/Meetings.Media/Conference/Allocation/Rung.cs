namespace Meetings.Media.Conference.Allocation;

/// <summary>The ladder: how much of a meeting a line carries to somebody, in wire bits per second.</summary>
public enum Rung
{
    /// <summary>Below 24 kbit/s: texts only; sound goes on unless the person pinned this rung.</summary>
    Text = 0,

    /// <summary>24 to 120 kbit/s: the loudest voices, no picture.</summary>
    Speech = 1,

    /// <summary>120 to 300 kbit/s: the first picture, small.</summary>
    Thumbnail = 2,

    /// <summary>300 kbit/s to 1.5 Mbit/s: the first picture medium, few others.</summary>
    Small = 3,

    /// <summary>Above: everything that is wished and fits.</summary>
    Full = 4,
}

/// <summary>Where rungs begin, and when a line moves between them.</summary>
public static class Rungs
{
    private const double UpMargin = 1.15;
    private const double DownMargin = 0.95;

    // A switch instead of a table: read on the media thread every 100 ms a peer.
    /// <summary>Least bits per second of a rung.</summary>
    public static long Begins(Rung rung) => rung switch
    {
        Rung.Text => 0,
        Rung.Speech => 24_000,
        Rung.Thumbnail => 120_000,
        Rung.Small => 300_000,
        Rung.Full or _ => 1_500_000,
    };

    /// <summary>Most bits per second of video a rung allows whoever pinned it: none on the lower two, else up to where the next begins.</summary>
    public static long VideoCeiling(Rung rung) => rung switch
    {
        Rung.Text or Rung.Speech => 0,
        Rung.Full => long.MaxValue,
        _ => Begins(rung + 1),
    };

    /// <summary>The rung of an estimate without a past.</summary>
    public static Rung Of(long bitsPerSecond)
    {
        Rung rung = Rung.Full;
        while (rung > Rung.Text && bitsPerSecond < Begins(rung))
        {
            rung--;
        }

        return rung;
    }

    /// <summary>The rung of an estimate for somebody who stands on one: a twentieth below its mark leads down, a seventh above leads up.</summary>
    public static Rung Of(long bitsPerSecond, Rung before)
    {
        Rung down = Of((long)(bitsPerSecond / DownMargin));
        Rung up = Of((long)(bitsPerSecond / UpMargin));
        return down < before ? down : up > before ? up : before;
    }
}
