using Meetings.Media.Primitives;
using Meetings.Media.Session.Bandwidth;

namespace Meetings.Media.Conference.Allocation;

/// <summary>
/// How many frames before its own each packet of sound repeats (RFC 2198): where the line loses packets and has room. A lost frame then comes
/// with the next packet, without a round trip; where the next is often lost as well, with one of the two or three that follow.
/// </summary>
internal struct RepeatRule
{
    private const double OnFrom = 0.015;
    private const double OffBelow = 0.005;

    /// <summary>
    /// A frame again costs up to three quarters of what its packet does. It is tried a little before the line is known to carry it: nothing
    /// else is known to help, and a queue takes it back.
    /// </summary>
    private const double RoomWanted = 1.3;
    private const double LongQueue = 200;
    private const int Most = 3;
    private const double Hysteresis = 0.7;

    /// <summary>A second and a third frame go along only where the sound with them is a small part of what the line carries.</summary>
    private const double AmpleRoom = 4;
    private const double LeastRoom = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Doubled when repeats crowd the line again soon after they were begun.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private Instant _crowdedSince = Instant.Never;
    private Instant _notBefore = new(long.MinValue / 2);
    private Instant _begunAt = new(long.MinValue / 2);
    private TimeSpan _pause = ShortestPause;

    public RepeatRule()
    {
    }

    /// <summary>Frames repeated, 0 to 3.</summary>
    public int Times { get; private set; }

    /// <param name="sound">What sound takes on the wire now, repeated or not, bit/s.</param>
    public void Update(Instant now, PeerLine line, long sound)
    {
        bool hasRoom = line.Estimate >= RoomWanted * sound;
        if (Times == 0)
        {
            Times = line.UsualLoss >= OnFrom && hasRoom && line.QueueMilliseconds < LongQueue && now >= _notBefore ? 1 : 0;
            _begunAt = Times == 1 ? now : _begunAt;
            return;
        }

        bool isCrowded = line.QueueMilliseconds >= LongQueue && !hasRoom;
        _crowdedSince = !isCrowded ? Instant.Never : _crowdedSince == Instant.Never ? now : _crowdedSince;
        if (line.UsualLoss < OffBelow || isCrowded && now - _crowdedSince >= Patience)
        {
            _pause = now - _begunAt > Soon ? ShortestPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
            (Times, _notBefore, _crowdedSince) = (0, now + _pause, Instant.Never);
            return;
        }

        Times = Times > 1 && (line.Estimate < LeastRoom * sound || line.UsualLoss < MoreFrom(Times) * Hysteresis) ? Times - 1
            : Times < Most && line.Estimate >= AmpleRoom * sound && line.UsualLoss >= MoreFrom(Times + 1) && line.QueueMilliseconds < LongQueue ? Times + 1
            : Times;
    }

    /// <summary>Usual loss from which a frame is repeated so many times: what then is lost for good stays below two in a hundred.</summary>
    private static double MoreFrom(int times) => times switch
    {
        2 => 0.12,
        _ => 0.22,
    };
}
