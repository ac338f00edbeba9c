using Meetings.Media.Primitives;
using Meetings.Media.Session.Bandwidth;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Outbound;
using Meetings.Media.Wire.Rtcp;

namespace Meetings.Media.Session;

/// <summary>Reads one peer's authenticated RTCP: as publisher its sender reports and goodbyes, as receiver its reports and requests.</summary>
internal sealed class RtcpIntake(PeerReceiver receiver, ResendQueue resends, PeerLine line, RoomCounters counters)
{
    /// <summary>
    /// Transport-wide feedbacks read of one compound: each may name 65,535 packets in 40 bytes, and a browser sends one, or a few after a
    /// long silence.
    /// </summary>
    private const int MostFeedbacks = 4;

    /// <summary>The slots the peer receives in.</summary>
    public List<OutboundSlot> Slots { get; set; } = [];

    /// <summary>Fraction lost of what we sent, as last reported, 0 to 1; the worst of the slots.</summary>
    public double LossToPeer { get; private set; }

    public DropReason Receive(Instant now, ReadOnlySpan<byte> compound)
    {
        var reader = new RtcpReader(compound);
        int feedbacks = 0;
        while (reader.MoveNext())
        {
            switch (reader.Type)
            {
                case RtcpType.SenderReport when SenderReport.TryParse(reader.Body, reader.Count, out SenderReport report):
                    receiver.Streams.MediaOf(report.Ssrc)?.NoteReport(now, report.Ntp, report.RtpTimestamp, receiver.Clock);
                    NoteBlocks(now, report.Blocks);
                    break;
                case RtcpType.ReceiverReport when ReceiverReport.TryParse(reader.Body, reader.Count, out ReceiverReport report):
                    NoteBlocks(now, report.Blocks);
                    break;
                case RtcpType.TransportFeedback when reader.Count == TransportFeedbackFormat.Nack && Nack.TryParse(reader.Body, out Nack nack):
                    QueueResends(now, nack);
                    break;
                case RtcpType.TransportFeedback when reader.Count == TransportFeedbackFormat.TransportWideCongestionControl
                    && TransportFeedback.TryParse(reader.Body, out TransportFeedback feedback):
                    if (++feedbacks > MostFeedbacks)
                    {
                        counters.Drop(DropReason.FeedbackLimited);
                        break;
                    }

                    line.Receive(now, feedback, receiver.RoundTrip.Value);
                    break;
                case RtcpType.PayloadFeedback when reader.Count == PayloadFeedbackFormat.ApplicationLayerFeedback
                    && ReceiverEstimatedMaximumBitrate.TryParse(reader.Body, out ReceiverEstimatedMaximumBitrate remb):
                    line.ReceiveRemb(now, remb.BitsPerSecond);
                    break;
                case RtcpType.PayloadFeedback when reader.Count == PayloadFeedbackFormat.PictureLossIndication
                    && PictureLossIndication.TryParse(reader.Body, out PictureLossIndication pli):
                    RequestKeyFrame(now, pli.MediaSsrc);
                    break;
                case RtcpType.PayloadFeedback when reader.Count == PayloadFeedbackFormat.FullIntraRequest
                    && FullIntraRequest.TryParse(reader.Body, out FullIntraRequest fir):
                    for (int i = 0; i < fir.Count; i++)
                    {
                        RequestKeyFrame(now, fir[i].Ssrc);
                    }

                    break;
                default:
                    break; // descriptions are of no use to forwarding
            }
        }

        return reader.IsMalformed ? DropReason.RtcpMalformed : DropReason.None;
    }

    private void NoteBlocks(Instant now, ReportBlocks blocks)
    {
        double worst = 0;
        double jitter = 0;
        bool ours = false;
        for (int i = 0; i < blocks.Count; i++)
        {
            ReportBlock block = blocks[i];
            if (SlotOf(block.Ssrc) is not { } slot)
            {
                continue;
            }

            ours = true;
            worst = Math.Max(worst, block.FractionLost / 256.0);
            jitter = Math.Max(jitter, block.Jitter * 1000.0 / slot.Media.ClockRate);
            if (block.LastSenderReport != 0)
            {
                int units = (int)(NtpTime.Middle(NtpTime.From(now)) - block.LastSenderReport - block.DelaySinceLastSenderReport);
                receiver.RoundTrip.Sample(TimeSpan.FromSeconds(units / 65536.0));
            }
        }

        if (ours)
        {
            LossToPeer = worst;
            line.ReceiveReport(now, worst, jitter);
        }
    }

    private void QueueResends(Instant now, in Nack nack)
    {
        OutboundSlot? slot = SlotOf(nack.MediaSsrc);
        if (slot is null)
        {
            counters.Drop(DropReason.UnknownStream);
            return;
        }

        foreach (ushort sequence in nack)
        {
            DropReason reason = resends.Want(now, slot, sequence);
            if (reason != DropReason.None)
            {
                counters.Drop(reason);
            }
        }
    }

    private void RequestKeyFrame(Instant now, uint ssrc)
    {
        counters.KeyFrameRequestsReceived++;
        OutboundSlot? slot = SlotOf(ssrc);
        if (slot is null || !slot.RequestKeyFrame(now))
        {
            counters.Drop(slot is null ? DropReason.UnknownStream : DropReason.FeedbackLimited);
        }
    }

    private OutboundSlot? SlotOf(uint ssrc)
    {
        for (int i = 0; i < Slots.Count; i++)
        {
            if (Slots[i].Media.SlotSsrc == ssrc)
            {
                return Slots[i];
            }
        }

        return null;
    }
}
