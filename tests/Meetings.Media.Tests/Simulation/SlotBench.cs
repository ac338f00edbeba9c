using System.Text;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Session.Outbound;
using Meetings.Media.Session.Srtp;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Tests.Simulation;

/// <summary>One published source, one slot that shows it, and what its receiver gets: for what a room decides by itself.</summary>
internal sealed class SlotBench : IDisposable
{
    private readonly byte[] _key = new byte[28];
    private readonly Outbox _outbox = new(1 << 20, 1024);
    private readonly PeerSender _sender = new(new RoomCounters(), 50_000_000);
    private readonly SrtpReceiver _unprotect;
    private readonly byte[] _packet = new byte[2048];

    public SlotBench(NegotiatedMedia published, NegotiatedMedia slot)
    {
        Track = new PublishedTrack(new PeerId(1), published);
        Slot = new OutboundSlot(slot, new SlotSeed(100, 5000, 32_760, 900));
        Reception = new SlotReception(slot.IsAudio);
        _sender.Srtp = new SrtpSender(SrtpProfile.AeadAes128Gcm, _key);
        _unprotect = new SrtpReceiver(SrtpProfile.AeadAes128Gcm, _key);
        Slot.Show(Track);
    }

    public PublishedTrack Track { get; }

    public OutboundSlot Slot { get; }

    public SlotReception Reception { get; }

    public Instant Now { get; set; } = Instant.FromMilliseconds(10_000);

    /// <summary>Every packet the receiver got, in order of sending: payload type, marker, sequence number, timestamp, payload.</summary>
    public List<(byte Type, bool Marker, ushort Sequence, uint Timestamp, byte[] Payload)> Got { get; } = [];

    public static NegotiatedMedia Media(bool published, params NegotiatedCodec[] codecs) => new()
    {
        Mid = "1",
        IsAudio = codecs[0].Codec is MediaCodec.Opus or MediaCodec.Red,
        IsPublished = published,
        Source = codecs[0].Codec is MediaCodec.Opus or MediaCodec.Red ? SourceKind.Microphone : SourceKind.Camera,
        Slot = published ? -1 : 0,
        IsActive = true,
        Codecs = codecs,
        ClockRate = codecs[0].Codec is MediaCodec.Opus or MediaCodec.Red ? 48_000 : 90_000,
        SlotSsrc = published ? 0 : 7u,
        SlotRtxSsrc = published ? 0 : 8u,
    };

    /// <summary>The publisher's packet arrives; <see cref="Flush"/> forwards.</summary>
    public DropReason Arrive(long sequence, uint timestamp, bool marker, byte[] payload, byte payloadType, bool repaired = false)
    {
        var writer = new RtpHeaderWriter(_packet, marker, payloadType, (ushort)sequence, timestamp, 0x1234);
        int header = writer.Finish();
        payload.CopyTo(_packet, header);
        Assert.True(RtpPacket.TryParse(_packet.AsSpan(0, header + payload.Length), out RtpPacket packet));
        PublishedLayer layer = Track.Layers[0];
        NegotiatedCodec codec = Track.Media.ByPayloadType(payloadType, out _)!;
        layer.BindStream(0x1234, sequence, payloadType, codec.Codec);
        return layer.Accept(Now, layer.LineOf(sequence), packet, packet.Payload, repaired, new RoundTrip());
    }

    public void Flush()
    {
        _sender.Open(_outbox, default);
        Slot.Forward(Now, _sender);
        Deliver();
        Track.Layers[0].ClearPending();
    }

    public DropReason Resend(ushort sequence)
    {
        _sender.Open(_outbox, default);
        DropReason reason = Slot.Resend(Now, sequence, TimeSpan.FromMilliseconds(20), _sender);
        Deliver();
        return reason;
    }

    public void Dispose()
    {
        _sender.Srtp?.Dispose();
        _unprotect.Dispose();
    }

    private void Deliver()
    {
        for (int i = 0; i < _outbox.Count; i++)
        {
            Span<byte> bytes = _outbox[i].Bytes;
            Assert.True(_unprotect.TryUnprotectRtp(bytes, out int length, out _, out DropReason reason), reason.ToString());
            Assert.True(RtpPacket.TryParse(bytes[..length], out RtpPacket packet));
            Got.Add((packet.PayloadType, packet.Marker, packet.SequenceNumber, packet.Timestamp, packet.Payload.ToArray()));
            if (packet.PayloadType != 96)
            {
                continue;
            }

            Reception.Take(Now.Nanoseconds, packet.SequenceNumber, packet, packet.Payload, repaired: false);
        }

        _outbox.Clear();
    }
}
