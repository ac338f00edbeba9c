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
    private const int MaxTracks = 3;
    private const int MaxArrivals = 512;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    private readonly PacketArrival[] _arrivals = new PacketArrival[MaxArrivals];
    private readonly ReportBlock[] _blocks = new ReportBlock[MaxTracks];
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
            PublishedTrack track = receiver.Tracks[i];
            if (!track.HasStream || count == MaxTracks)
            {
                continue;
            }

            (byte fraction, int lost, uint highest, uint jitter) = track.Report.Close();
            uint delay = track.LastReportMiddle == 0 ? 0 : (uint)((now - track.LastReportAt).TotalSeconds * 65536);
            _blocks[count++] = new ReportBlock(track.Ssrc, fraction, lost, highest, jitter, track.LastReportMiddle, delay);
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
            PublishedTrack track = receiver.Tracks[i];
            if (track.IsAudio || !track.HasStream)
            {
                continue;
            }

            int count = track.Repair.HasMissing ? track.Repair.CollectDue(now, receiver.RoundTrip.Value, _missing) : 0;
            if (count > 0)
            {
                writer.AddNack(ownSsrc, track.Ssrc, _missing.AsSpan(0, count));
                sender.Counters.PacketsRequestedAgain += count;
            }

            if (track.Repair.GaveUp)
            {
                track.Repair.GaveUp = false;
                track.KeyFrames.Want();
            }

            if (track.KeyFrames.TakeDue(now))
            {
                writer.AddPictureLossIndication(ownSsrc, track.Ssrc);
                sender.Counters.KeyFrameRequestsSent++;
            }
        }
    }

    private void AddArrivals(Instant now, PeerReceiver receiver, ref RtcpWriter writer)
    {
        TransportArrivals arrivals = receiver.Arrivals;
        if (!arrivals.IsDue(now, receiver.BitsPerSecond(now)))
        {
            return;
        }

        int count = arrivals.Collect(_arrivals);
        if (count == 0)
        {
            return;
        }

        int told = writer.AddTransportFeedback(ownSsrc, arrivals.MediaSsrc, arrivals.FeedbackCount, arrivals.Next, _arrivals.AsSpan(0, count));
        if (told > 0)
        {
            arrivals.Told(now, _arrivals[told - 1].Sequence);
        }
    }
}
