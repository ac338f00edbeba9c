using Meetings.Media.Primitives;
using Meetings.Media.Session.Bandwidth;

namespace Meetings.Media.Conference.Allocation;

/// <summary>
/// Whether each packet of sound repeats the frame before it (RFC 2198): where the line loses packets and has room. A lost frame then comes
/// with the next packet, without a round trip.
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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(6);
    private Instant _crowdedSince = Instant.Never;
    private Instant _notBefore = new(long.MinValue / 2);

    public RepeatRule()
    {
    }

    public bool IsOn { get; private set; }

    /// <param name="sound">What sound takes on the wire now, repeated or not, bit/s.</param>
    public void Update(Instant now, PeerLine line, long sound)
    {
        bool hasRoom = line.Estimate >= RoomWanted * sound;
        if (!IsOn)
        {
            IsOn = line.UsualLoss >= OnFrom && hasRoom && line.QueueMilliseconds < LongQueue && now >= _notBefore;
            return;
        }

        bool isCrowded = line.QueueMilliseconds >= LongQueue && !hasRoom;
        _crowdedSince = !isCrowded ? Instant.Never : _crowdedSince == Instant.Never ? now : _crowdedSince;
        if (line.UsualLoss < OffBelow || isCrowded && now - _crowdedSince >= Patience)
        {
            (IsOn, _notBefore, _crowdedSince) = (false, now + Pause, Instant.Never);
        }
    }
}
