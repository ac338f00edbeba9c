using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Conference.Taps;

/// <summary>Sound: every packet is a frame of its own. A late one is waited for briefly, a lost one is a gap.</summary>
internal sealed class SoundTap(PublishedTrack track, ITapSink sink, TapClock clock) : SourceTap(track, sink, clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Packets of a source that has just begun which are taken though they came before it was seen.</summary>
    private const int Behind = 8;

    private PublishedLayer Layer => Track.Layers[0];

    public override void Read(Instant now)
    {
        if (!Layer.HasStream || !Track.Allowed)
        {
            return;
        }

        Next = Math.Max(Next < 0 ? Layer.Highest - Behind : Next, Layer.DiscontinuityAt);
        while (Next <= Layer.Highest)
        {
            if (Layer.Has(Next, out StoredPacket packet))
            {
                Give(now, packet);
            }
            else if (MayWait(now, Patience))
            {
                return;
            }
            else
            {
                MarkGap();
            }

            WaitingSince = Instant.Never;
            Next++;
        }
    }

    public override void Skip()
    {
        base.Skip();
        if (Layer.HasStream)
        {
            Next = Layer.Highest + 1;
        }
    }

    private void Give(Instant now, in StoredPacket packet)
    {
        ReadOnlySpan<byte> frame = packet.Payload;
        if ((packet.Mark & PacketMark.Red) != 0)
        {
            frame = RedPayload.TryFindPrimary(frame, out Range primary) ? frame[primary] : default; // the copies were said before
        }

        if (!frame.IsEmpty)
        {
            Give(now, Layer, packet.Timestamp, isKeyFrame: true, new TapFormat(MediaCodec.Opus), frame);
        }
    }
}
