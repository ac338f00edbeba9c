using Meetings.Media.Primitives;
using Meetings.Media.Session.Outbound;
using Meetings.Media.Wire.Rtcp;

namespace Meetings.Media.Session.Inbound;

/// <summary>
/// What we tell a publisher about its own streams: missing packets, key-frame wishes, arrival times, reception reports. One reduced-size
/// RTCP datagram (RFC 5506) holds whatever is due.
/// </summary>
internal sealed class PublisherFeedback(uint ownSsrc)
{
    private const int MaxDatagram = 1200;
    private const int TrailerRoom = 32;
    private const int MaxNackAtOnce = 128;
    private const int MaxBlocks = 1 + 2 * LayerTarget.MaxSpatial;
    private const int MaxArrivals = 512;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    private readonly ReportBlock[] _blocks = new ReportBlock[MaxBlocks];
    private readonly ushort[] _missing = new ushort[MaxNackAtOnce];
    private Instant _reportAt;

    public void Write(Instant now, PeerReceiver receiver, PeerSender sender)
    {
        if (!sender.TryReserve(MaxDatagram + TrailerRoom, out Span<byte> buffer))
        {
            return;
        }

        var writer = new RtcpWriter(buffer[..MaxDatagram]);
        AddReport(now, receiver, ref writer);
        AddRepairs(now, receiver, sender, ref writer);
        AddArrivals(now, receiver, ref writer);
        if (writer.Length > 0)
        {
            sender.CommitRtcp(now, buffer, writer.Length);
        }
    }

    private void AddReport(Instant now, PeerReceiver receiver, ref RtcpWriter writer)
    {
        if (now < _reportAt)
        {
            return;
        }

        _reportAt = now + ReportEvery;
        int count = 0;
        for (int i = 0; i < receiver.Tracks.Count; i++)
        {
            List<PublishedLayer> layers = receiver.Tracks[i].Layers;
            for (int l = 0; l < layers.Count && count < MaxBlocks; l++)
            {
                PublishedLayer layer = layers[l];
                if (layer.HasStream)
                {
                    (byte fraction, int lost, uint highest, uint jitter) = layer.Report.Close();
                    uint delay = layer.LastReportMiddle == 0 ? 0 : (uint)((now - layer.LastReportAt).TotalSeconds * 65536);
                    _blocks[count++] = new ReportBlock(layer.Ssrc, fraction, lost, highest, jitter, layer.LastReportMiddle, delay);
                }
            }
        }

        if (count > 0)
        {
            writer.AddReceiverReport(ownSsrc, _blocks.AsSpan(0, count));
        }
    }

    private void AddRepairs(Instant now, PeerReceiver receiver, PeerSender sender, ref RtcpWriter writer)
    {
        for (int i = 0; i < receiver.Tracks.Count; i++)
        {
            List<PublishedLayer> layers = receiver.Tracks[i].Layers;
            for (int l = 0; l < layers.Count; l++)
            {
                if (!receiver.Tracks[i].IsAudio && layers[l].HasStream)
                {
                    AddRepairs(now, layers[l], receiver.RoundTrip.Value, sender, ref writer);
                }
            }
        }
    }

    private void AddRepairs(Instant now, PublishedLayer layer, TimeSpan roundTrip, PeerSender sender, ref RtcpWriter writer)
    {
        int count = layer.Repair.HasMissing ? layer.Repair.CollectDue(now, roundTrip, _missing) : 0;
        if (count > 0)
        {
            writer.AddNack(ownSsrc, layer.Ssrc, _missing.AsSpan(0, count));
            sender.Counters.PacketsRequestedAgain += count;
        }

        if (layer.Repair.GaveUp)
        {
            layer.Repair.GaveUp = false;
            layer.KeyFrames.Want();
        }

        if (layer.KeyFrames.TakeDue(now))
        {
            writer.AddPictureLossIndication(ownSsrc, layer.Ssrc);
            sender.Counters.KeyFrameRequestsSent++;
        }
    }

    private void AddArrivals(Instant now, PeerReceiver receiver, ref RtcpWriter writer)
    {
        TransportArrivals arrivals = receiver.Arrivals;
        if (!arrivals.IsDue(now, receiver.BitsPerSecond(now)))
        {
            return;
        }

        Span<PacketArrival> collected = stackalloc PacketArrival[MaxArrivals];
        int count = arrivals.Collect(collected);
        if (count == 0)
        {
            return;
        }

        int told = writer.AddTransportFeedback(ownSsrc, arrivals.MediaSsrc, arrivals.FeedbackCount, arrivals.Next, collected[..count]);
        if (told > 0)
        {
            arrivals.Told(now, collected[told - 1].Sequence);
        }
    }
}
