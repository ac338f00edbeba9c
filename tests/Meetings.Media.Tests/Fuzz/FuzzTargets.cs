using Meetings.Media.Engine.Dtls;
using Meetings.Media.Session.Srtp;
using Meetings.Media.Tests.Srtp;
using Meetings.Media.Wire;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtcp;
using Meetings.Media.Wire.Rtp;
using Meetings.Media.Wire.Sdp;
using Meetings.Media.Wire.Stun;
using Meetings.Media.Wire.Tcp;

namespace Meetings.Media.Tests.Fuzz;

/// <summary>Every parser that reads bytes from the network. A new parser is added here, nowhere else.</summary>
public static class FuzzTargets
{
    private static readonly SrtpReceiver s_gcm = Receiver(SrtpProfile.AeadAes128Gcm);
    private static readonly SrtpReceiver s_counterMode = Receiver(SrtpProfile.AesCm128HmacSha1Tag80);
    private static readonly byte[] s_scratch = new byte[70_000];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("demultiplexer", bytes => Demultiplexer.Classify(bytes), [.. SeedCorpus.Stun, .. SeedCorpus.Rtp, .. SeedCorpus.Rtcp]),
        new("stun", Stun, SeedCorpus.Stun),
        new("framing", Framing, SeedCorpus.Framed),
        new("stream-opening", bytes => StreamOpening.Classify(bytes), SeedCorpus.Framed),
        new("rtp", Rtp, SeedCorpus.Rtp),
        new("rtcp", Rtcp, SeedCorpus.Rtcp),
        new("vp8", Vp8, SeedCorpus.Vp8),
        new("h264", H264Fuzz.Run, H264Fuzz.Seeds),
        new("opus", bytes => OpusToc.TryParse(bytes, out _), SeedCorpus.Opus),
        new("red", Red, SeedCorpus.Red),
        new("dtls-records", Dtls, SeedCorpus.Dtls),
        // A forged GCM packet costs one exception in 4096 packets where the runtime's cipher serves (RuntimeGcmSeal).
        new("srtp-gcm", bytes => Unprotect(s_gcm, bytes), SeedCorpus.Srtp(SrtpProfile.AeadAes128Gcm), 8 * 1024),
        new("srtp-aes-cm", bytes => Unprotect(s_counterMode, bytes), SeedCorpus.Srtp(SrtpProfile.AesCm128HmacSha1Tag80), 8 * 1024),
        // What a peer that is let in may send: allocations are those of the simulation around the room.
        new("room", new RoomUnderFire().Take, [.. SeedCorpus.Rtp, .. SeedCorpus.Rtcp], 64 * 1024),
        new("sdp", SdpExercise.Read, SeedCorpus.Sdp, SdpExercise.MaxAllocated) { MaxInput = SdpParser.MaxLength + 1, MaxTime = TimeSpan.FromMilliseconds(50), Mutations = 600 },
        new("sdp-transport", SdpExercise.Unpack, SeedCorpus.PackedSdp, 1024 * 1024) { MaxInput = SdpTransport.MaxPacked + 1, MaxTime = TimeSpan.FromMilliseconds(50), Mutations = 3_000 },
    ];

    public static FuzzTarget Named(string name) => All.Single(t => t.Name == name);

    private static void Framing(ReadOnlySpan<byte> bytes)
    {
        var stream = s_scratch.AsSpan(0, bytes.Length);
        bytes.CopyTo(stream);
        while (PacketFraming.Read(stream, 2048, out var packet, out var consumed) == FrameStatus.Complete)
        {
            if (consumed != packet.Length + PacketFraming.HeaderLength || packet.Length > 2048)
                throw new InvalidOperationException("a frame of a wrong size");
            stream = stream[consumed..];
        }
    }

    private static void Stun(ReadOnlySpan<byte> bytes)
    {
        if (!StunMessage.TryParse(bytes, out var message, out _))
            return;
        _ = (message.Class, message.Method, message.Priority, message.UseCandidate, message.FirstUnknownRequired, message.ErrorCode);
        _ = message.ReceiverUfrag.Length + message.SenderUfrag.Length + message.Software.Length + message.TransactionId.Length;
        message.TryGetIceControlled(out _);
        message.TryGetIceControlling(out _);
        message.TryGetXorMappedAddress(out _);
        message.VerifyIntegrity("VOkJxbRl1RmTxUk/WvJxBt"u8);
    }

    private static void Rtp(ReadOnlySpan<byte> bytes)
    {
        if (!RtpPacket.TryParse(bytes, out var packet))
            return;
        for (var id = 0; id < 256; id++)
        {
            if (!packet.TryGetExtension((byte)id, out var value))
                continue;
            _ = AudioLevel.TryParse(value, out _);
            RtpExtensions.TryReadAbsSendTime(value, out _);
            RtpExtensions.TryReadTransportSequence(value, out _);
        }

        Rtx.TryUnwrap(packet.Payload, out _, out _);
        Vp8(packet.Payload);
        _ = OpusToc.TryParse(packet.Payload, out _);
    }

    private static void Rtcp(ReadOnlySpan<byte> bytes)
    {
        var reader = new RtcpReader(bytes);
        while (reader.MoveNext())
        {
            // Whatever the type says, every body reader sees every body.
            if (SenderReport.TryParse(reader.Body, reader.Count, out var sr))
                Walk(sr.Blocks);
            if (ReceiverReport.TryParse(reader.Body, reader.Count, out var rr))
                Walk(rr.Blocks);
            if (SourceDescription.TryParse(reader.Body, reader.Count, out var sdes))
                sdes.TryGetCanonicalName(0x1234_5678, out _);
            if (Goodbye.TryParse(reader.Body, reader.Count, out var bye) && bye.Count > 0)
                _ = bye[bye.Count - 1] + (uint)bye.Reason.Length;
            if (Nack.TryParse(reader.Body, out var nack))
            {
                var count = 0;
                foreach (var _ in nack)
                    count++;
                if (count != nack.PacketCount)
                    throw new InvalidOperationException("a NACK counts otherwise than it enumerates");
            }

            _ = PictureLossIndication.TryParse(reader.Body, out _);
            if (FullIntraRequest.TryParse(reader.Body, out var fir))
                _ = fir[fir.Count - 1];
            if (ReceiverEstimatedMaximumBitrate.TryParse(reader.Body, out var remb) && remb.SsrcCount > 0)
                remb.Ssrc(remb.SsrcCount - 1);
            if (TransportFeedback.TryParse(reader.Body, out var feedback))
            {
                foreach (var _ in feedback)
                {
                }
            }
        }
    }

    private static void Walk(ReportBlocks blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
            _ = blocks[i];
    }

    private static void Vp8(ReadOnlySpan<byte> bytes)
    {
        if (!Vp8Descriptor.TryParse(bytes, out var descriptor))
            return;
        descriptor.TryGetKeyFrameSize(bytes, out _, out _);
        var copy = s_scratch.AsSpan(0, bytes.Length);
        bytes.CopyTo(copy);
        descriptor.Rewrite(copy, 0x7fff, 0xff);
        Span<byte> wide = stackalloc byte[Vp8Descriptor.MaxLength];
        if (descriptor.Write(wide, 0x7fff, 0xff) != descriptor.WideLength)
            throw new InvalidOperationException("a VP8 descriptor is written longer than it says");
    }

    private static void Red(ReadOnlySpan<byte> bytes)
    {
        if (!RedPayload.TryFindPrimary(bytes, out var primary))
            return;
        var copy = s_scratch.AsSpan(0, bytes.Length);
        bytes.CopyTo(copy);
        RedPayload.SetPayloadType(copy, 63);
        if (bytes[primary].IsEmpty || !RedPayload.TryFindPrimary(copy, out var again) || !again.Equals(primary))
            throw new InvalidOperationException("another frame is the newest once the types are set");
    }

    private static void Dtls(ReadOnlySpan<byte> bytes)
    {
        if (DtlsRecords.BeginsHandshake(bytes) && !DtlsRecords.IsAcceptable(bytes))
            throw new InvalidOperationException("a handshake begins with records that are refused");
    }

    private static void Unprotect(SrtpReceiver receiver, ReadOnlySpan<byte> bytes)
    {
        var copy = s_scratch.AsSpan(0, bytes.Length);
        bytes.CopyTo(copy);
        receiver.TryUnprotectRtp(copy, out _, out _, out _);
        bytes.CopyTo(copy);
        receiver.TryUnprotectRtcp(copy, out _, out _);
    }

    private static SrtpReceiver Receiver(SrtpProfile profile) => new(profile, SrtpSamples.MasterKey(profile));
}
