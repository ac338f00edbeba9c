using Meetings.Media.Primitives;
using Meetings.Media.Session;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Outbound;

namespace Meetings.Media.Conference;

/// <summary>Reads a seat's figures.</summary>
internal static class Observation
{
    private static readonly TimeSpan LiveWithin = TimeSpan.FromSeconds(2);

    public static PeerStatistics Of(Instant now, Seat seat)
    {
        PeerSession session = seat.Session;
        return new PeerStatistics
        {
            Peer = seat.Id,
            Connectivity = session.Liveness.State,
            HasKeys = session.Sender.Srtp is not null,
            Address = session.Ice.SendTo,
            RoundTrip = session.Receiver.RoundTrip.Measured,
            LossFromPeer = session.Receiver.Tracks.Select(t => t.Report.LastLoss).DefaultIfEmpty().Max(),
            LossToPeer = session.LossToPeer,
            BitrateFromPeer = session.Receiver.BitsPerSecond(now),
            BitrateToPeer = session.Sender.BitsPerSecond(now),
            Published = [.. session.Receiver.Tracks.Select(t => Of(now, seat, t))],
            Slots = [.. session.Slots.Select(Of)],
        };
    }

    private static PublishedStatistics Of(Instant now, Seat seat, PublishedTrack track) => new(
        track.Source, track.Allowed, seat.IsLive(track, now, LiveWithin), track.Packets, track.Report.Lost, track.Repaired, track.KeyFrameCount);

    private static SlotStatistics Of(OutboundSlot slot) =>
        new(slot.IsAudio, slot.Media.Slot, slot.Shown?.Publisher, slot.Packets, slot.Resent);
}
