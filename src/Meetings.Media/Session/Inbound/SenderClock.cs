using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Inbound;

/// <summary>NTP-format time on the engine's monotonic clock, so that streams of different publishers share one time line in our reports.</summary>
internal static class NtpTime
{
    // Any fixed origin does: receivers only compare sender reports with one another (RFC 3550 section 6.4.1).
    private const ulong OriginSeconds = 3_900_000_000;

    public static ulong From(Instant at)
    {
        ulong seconds = (ulong)(at.Nanoseconds / 1_000_000_000);
        ulong rest = (ulong)(at.Nanoseconds % 1_000_000_000);
        return OriginSeconds + seconds << 32 | (rest << 32) / 1_000_000_000;
    }

    /// <summary>The middle 32 bits, as used in LSR and DLSR (units of 1/65536 s).</summary>
    public static uint Middle(ulong ntp) => (uint)(ntp >> 16);

    /// <summary>Signed distance in nanoseconds; meaningful for distances below 68 years.</summary>
    public static long Nanoseconds(ulong laterNtp, ulong earlierNtp)
    {
        long difference = (long)(laterNtp - earlierNtp);
        return (long)(difference / 4.294967296);
    }

    public static ulong Add(ulong ntp, long nanoseconds) => ntp + (ulong)(long)(nanoseconds * 4.294967296);
}

/// <summary>
/// How one publisher's NTP clock stands to ours, shared by all its sources: the smallest seen difference between arrival and the
/// report's time, so that sound and picture of one person move by the same offset and lip sync survives (RFC 3550 section 6.4.1).
/// </summary>
internal sealed class SenderClock
{
    private long _offset;
    private bool _known;

    /// <summary>Notes a sender report's NTP time on its arrival.</summary>
    public void Note(Instant now, ulong reportNtp)
    {
        long offset = NtpTime.Nanoseconds(NtpTime.From(now), reportNtp);
        if (!_known || offset < _offset || offset - _offset > 2_000_000_000)
        {
            _offset = offset; // a new minimum, or the sender's clock was stepped
            _known = true;
        }
        else
        {
            _offset += Math.Min(offset - _offset, 1_000_000); // follow clock drift upwards, 1 ms a report at most
        }
    }

    /// <summary>The sender's time on our line.</summary>
    public ulong ToOurs(ulong senderNtp) => NtpTime.Add(senderNtp, _offset);
}
