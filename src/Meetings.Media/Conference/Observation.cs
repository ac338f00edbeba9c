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
            LossFromPeer = session.Receiver.Tracks.SelectMany(t => t.Layers).Select(l => l.Report.LastLoss).DefaultIfEmpty().Max(),
            LossToPeer = session.LossToPeer,
            EstimateToPeer = session.Sender.Line.Estimate,
            IsEstimateMeasured = session.Sender.Line.IsMeasured,
            Rung = seat.Allotment.Rung,
            JitterToPeer = TimeSpan.FromMilliseconds(session.Sender.Line.JitterMilliseconds),
            JitterFromPeer = TimeSpan.FromSeconds(session.Receiver.Tracks.SelectMany(t => t.Layers).Select(l => l.Report.JitterSeconds).DefaultIfEmpty().Max()),
            QueueToPeer = TimeSpan.FromMilliseconds(session.Sender.Line.QueueMilliseconds),
            BitrateFromPeer = session.Receiver.BitsPerSecond(now),
            BitrateToPeer = session.Sender.BitsPerSecond(now),
            Published = [.. session.Receiver.Tracks.Select(t => Of(now, seat, t))],
            Slots = [.. session.Slots.Select(Of)],
        };
    }

    private static PublishedStatistics Of(Instant now, Seat seat, PublishedTrack track) => new(
        track.Source, track.Allowed, seat.IsLive(track, now, LiveWithin), track.Layers.Sum(l => l.Packets), track.Layers.Sum(l => l.Report.Lost),
        track.Layers.Sum(l => l.Repaired), track.Layers.Sum(l => l.KeyFrameCount))
    {
        Codec = track.Codec,
        Layers = [.. track.Layers.Select(l => Of(now, l))],
    };

    private static LayerStatistics Of(Instant now, PublishedLayer layer) => new(
        layer.Rid, layer.Meter.Height, layer.IsLive(now), layer.Meter.UpTo(now, layer.Meter.TemporalLayers - 1, layer.IsLive(now)),
        layer.Meter.TemporalLayers, layer.Packets);

    private static SlotStatistics Of(OutboundSlot slot) =>
        new(slot.IsAudio, slot.Media.Slot, slot.Shown?.Publisher, slot.Packets, slot.Resent)
        {
            Rid = slot.CurrentLayer?.Rid,
            Height = slot.CurrentLayer?.Meter.Height ?? 0,
            Temporal = slot.CurrentLayer is null ? -1 : slot.CurrentTemporal,
            Target = slot.Target,
        };
}
