using System.Buffers.Binary;
using System.Text;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Bandwidth;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Session.Srtp;
using Meetings.Media.Wire;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtcp;
using Meetings.Media.Wire.Rtp;
using Meetings.Media.Wire.Stun;

namespace Meetings.Media.Tests.Simulation;

/// <summary>
/// A browser as the room sees it: a controlling ICE agent, SRTP with given keys, a microphone, a camera and a screen, slots that check
/// what they get, NACKs, reports.
/// </summary>
public sealed class SimulatedBrowser
{
    public const byte MidId = 4, LevelId = 1, SendTimeId = 2, TransportId = 3, RidId = 10, RepairedRidId = 11;
    public const byte Opus = 111, Red = 63, Vp8 = 96, Vp8Rtx = 97, H264 = 102, H264Rtx = 103;

    private readonly byte[] _up, _down;
    private readonly SrtpSender _protect;
    private readonly SrtpReceiver _unprotect;
    private readonly byte[] _buffer = new byte[2048];
    private readonly Dictionary<uint, SlotReception> _bySsrc = [];
    private readonly Dictionary<uint, uint> _mediaOfRtx = [];
    private readonly Dictionary<uint, (uint Middle, long At)> _reports = [];
    private readonly Random _random;
    private readonly TransportArrivals? _arrivals;
    private readonly PacketArrival[] _told = new PacketArrival[512];
    private RateMeter _received;
    private long _stunAt, _reportAt;
    private ushort _transport;
    private int _transaction;

    public SimulatedBrowser(int number, int videoSlots = 2, int audioSlots = 3, SrtpProfile profile = SrtpProfile.AeadAes128Gcm, bool simulcast = false,
        bool arrivals = false, bool red = false, MediaCodec[]? pictures = null)
    {
        Pictures = pictures ?? Pictures;
        TakesRed = red;
        _arrivals = arrivals ? new TransportArrivals() : null;
        Id = new PeerId(number);
        Profile = profile;
        Address = TransportAddress.FromIpv4(0x0a00_0000u + (uint)number, 40_000);
        _random = new Random(number * 977);
        int keyLength = profile == SrtpProfile.AeadAes128Gcm ? 28 : 30;
        _up = Bytes(keyLength);
        _down = Bytes(keyLength);
        _protect = new SrtpSender(profile, _up);
        _unprotect = new SrtpReceiver(profile, _down);
        Microphone = new SimulatedSource(number, true, Ssrc(1), 0, "0");
        Camera = new SimulatedSource(number, false, Ssrc(2), Ssrc(3), "1");
        Screen = new SimulatedSource(number, false, Ssrc(4), Ssrc(5), "2");
        CameraLayers = !simulcast ? [] :
        [
            .. Enumerable.Range(0, 3).Select(i => new SimulatedSource(number, false, Ssrc(6 + 2 * i), Ssrc(7 + 2 * i), "1")
            {
                Rid = Rids[i], Label = number * 10 + i, HasTemporalLayers = true, Height = 180 << i, ClockOffset = 77_777u * (uint)i, PacketsPerFrame = 1 << i,
            }),
        ];
        SendCodec(Pictures[0]);
        AudioSlots = [.. Enumerable.Range(0, audioSlots).Select(_ => new SlotReception(true))];
        VideoSlots = [.. Enumerable.Range(0, videoSlots).Select(_ => new SlotReception(false))];
        Session = MakeSession(Fingerprint);
        for (int i = 0; i < audioSlots; i++)
        {
            _bySsrc[SlotSsrc(true, i)] = AudioSlots[i];
        }

        for (int i = 0; i < videoSlots; i++)
        {
            _bySsrc[SlotSsrc(false, i)] = VideoSlots[i];
            _mediaOfRtx[SlotSsrc(false, i) + 1] = SlotSsrc(false, i);
        }
    }

    public PeerId Id { get; }

    public SrtpProfile Profile { get; }

    public TransportAddress Address { get; set; }

    public NegotiatedSession Session { get; set; }

    public SimulatedSource Microphone { get; }

    public SimulatedSource Camera { get; }

    public SimulatedSource Screen { get; }

    /// <summary>The camera in three sizes, smallest first; empty without simulcast. Labelled ten times the browser's number plus 0 to 2.</summary>
    public IReadOnlyList<SimulatedSource> CameraLayers { get; }

    /// <summary>RIDs of the layers, smallest first.</summary>
    public static IReadOnlyList<string> Rids { get; } = ["q", "h", "f"];

    public IReadOnlyList<SlotReception> AudioSlots { get; }

    public IReadOnlyList<SlotReception> VideoSlots { get; }

    public TimeSpan StunEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether it asks again for what it misses.</summary>
    public bool Nacks { get; set; } = true;

    /// <summary>Nominates with every check, as Chromium does on its chosen path against an ICE-lite server.</summary>
    public bool Nominates { get; set; } = true;

    public bool Checks { get; set; } = true;

    public bool SendsMid { get; set; } = true;

    /// <summary>Whether its sound slots understand repeated frames (RFC 2198); said when it negotiates.</summary>
    public bool TakesRed { get; }

    /// <summary>Codecs of pictures that it sends and receives; it sends the first until told.</summary>
    public IReadOnlyList<MediaCodec> Pictures { get; } = [MediaCodec.Vp8];

    public int StunAnswers { get; private set; }

    public long LastStunAnswerAt { get; private set; }

    public int StunErrors { get; private set; }

    public int KeyFrameRequests { get; private set; }

    public int NacksReceived { get; private set; }

    public int FeedbackReceived { get; private set; }

    public int PacketsInFeedback { get; private set; }

    public int ReceiverReports { get; private set; }

    public int SenderReports { get; private set; }

    public int Datagrams { get; private set; }

    public long LastMediaAt { get; private set; } = -1;

    public int RtxPackets { get; private set; }

    /// <summary>Packets of padding only, by which the room tries what the line carries.</summary>
    public int ProbePackets { get; private set; }

    /// <summary>What it says its line carries (REMB), every second, bit/s; 0 to say nothing.</summary>
    public ulong Remb { get; set; }

    /// <summary>Wire bits received over the last half second.</summary>
    public long ReceivedBitsPerSecond(Instant now) => _received.BitsPerSecond(now);

    /// <summary>Wire bytes received.</summary>
    public long ReceivedBytes { get; private set; }

    public int Undecryptable { get; private set; }

    public List<(long At, ulong Ntp, uint Rtp, uint Ssrc)> Reports { get; } = [];

    public byte[] Fingerprint { get; set; } = new byte[32];

    public JoinPeer Join => new(Id, Session, Bytes(32));

    public DtlsEstablished Keys => new(Id, Profile, _up, _down);

    public string LocalUfrag => "clnt" + Id.Value;

    /// <summary>SSRC of a slot as the answer announces it; its repair stream is one more.</summary>
    public uint SlotSsrc(bool isAudio, int slot) => (uint)(Id.Value * 1000 + (isAudio ? 100 : 500) + slot * 2);

    public NegotiatedSession MakeSession(byte[] fingerprint, string? ufrag = null) => SimulatedOffer.Of(this, _arrivals is not null, fingerprint, ufrag);

    /// <summary>Does everything that is due: checks, media, reports, requests.</summary>
    public void Tick(Instant now, Action<byte[]> send)
    {
        if (Checks && now.Nanoseconds >= _stunAt)
        {
            _stunAt = now.Nanoseconds + StunEvery.Ticks * 100;
            send(Check(Nominates));
        }

        if (StunAnswers == 0)
        {
            return;
        }

        foreach (SimulatedSource source in Sources)
        {
            foreach ((byte[] payload, bool marker) in source.Due(now))
            {
                send(Packet(source, payload, marker));
            }
        }

        if (now.Nanoseconds >= _reportAt)
        {
            _reportAt = now.Nanoseconds + 1_000_000_000;
            send(Report(now));
            if (Remb > 0)
            {
                send(Rtcp((ref RtcpWriter writer) => writer.AddReceiverEstimatedMaximumBitrate(1, Remb, [])));
            }
        }

        if (_arrivals is not null && _arrivals.IsDue(now, _received.BitsPerSecond(now)) && _arrivals.Collect(_told) is > 0 and int count)
        {
            send(Rtcp((ref RtcpWriter writer) =>
            {
                int told = writer.AddTransportFeedback(1, _arrivals.MediaSsrc, _arrivals.FeedbackCount, _arrivals.Next, _told.AsSpan(0, count));
                _arrivals.Told(now, _told[told - 1].Sequence);
            }));
        }

        foreach ((uint ssrc, SlotReception slot) in _bySsrc)
        {
            if (Nacks && ssrc % 1000 >= 500 && slot.DueNacks(now.Nanoseconds) is { Length: > 0 } due)
            {
                send(Rtcp((ref RtcpWriter writer) => writer.AddNack(1, ssrc, due)));
            }

            if (Nacks && (slot.Decoder?.TakeRequest(now.Nanoseconds) ?? slot.LacksKeyFrame && now.Nanoseconds % 500_000_000 == 0))
            {
                send(Rtcp((ref RtcpWriter writer) => writer.AddPictureLossIndication(1, ssrc)));
            }
        }
    }

    public byte[] Check(bool useCandidate, string? ufrag = null, string? password = null)
    {
        var id = new byte[12];
        BitConverter.TryWriteBytes(id, ++_transaction);
        id[11] = (byte)Id.Value;
        int length = StunWriter.WriteBindingRequest(
            _buffer, id, Encoding.ASCII.GetBytes($"{ufrag ?? Session.LocalUfrag}:{LocalUfrag}"), 100, 7, useCandidate,
            Encoding.ASCII.GetBytes(password ?? Session.LocalPassword));
        return _buffer[..length];
    }

    public byte[] Packet(SimulatedSource source, ReadOnlySpan<byte> payload, bool marker)
    {
        long sequence = source.Sequence++;
        byte payloadType = source.IsAudio ? Opus : source.IsH264 ? H264 : Vp8;
        int header = Header(source, marker, payloadType, (ushort)sequence, source.Ssrc);
        payload.CopyTo(_buffer.AsSpan(header));
        source.Remember((ushort)sequence, [(byte)((marker ? 1 : 0) | (source.IsH264 ? 2 : 0)), .. BitConverter.GetBytes(source.Timestamp), .. payload]);
        int length = _protect.ProtectRtp(_buffer, header + payload.Length, header, sequence);
        return _buffer[..length];
    }

    public byte[] Rtcp(RtcpBuilder build)
    {
        var writer = new RtcpWriter(_buffer);
        build(ref writer);
        int length = _protect.ProtectRtcp(_buffer, writer.Length);
        return _buffer[..length];
    }

    public delegate void RtcpBuilder(ref RtcpWriter writer);

    /// <summary>Any bytes as RTCP of its own.</summary>
    public byte[] Protected(ReadOnlySpan<byte> rtcp)
    {
        rtcp.CopyTo(_buffer);
        return _buffer[.._protect.ProtectRtcp(_buffer, rtcp.Length)];
    }

    /// <summary>Any bytes with an RTP header as the source's next packet; false when they have none.</summary>
    public bool TryProtect(SimulatedSource source, ReadOnlySpan<byte> rtp, out byte[] packet)
    {
        packet = [];
        rtp.CopyTo(_buffer);
        if (!RtpPacket.TryGetHeaderLength(rtp, out int header))
        {
            return false;
        }

        long sequence = source.Sequence++;
        RtpHeader.SetSequenceNumber(_buffer, (ushort)sequence);
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(8), source.Ssrc);
        packet = _buffer[.._protect.ProtectRtp(_buffer, rtp.Length, header, sequence)];
        return true;
    }

    public void Receive(Instant now, byte[] datagram, Action<byte[]> send)
    {
        Datagrams++;
        switch (Demultiplexer.Classify(datagram))
        {
            case PacketClass.Stun:
                Assert.True(StunMessage.TryParse(datagram, out StunMessage answer, out _));
                StunAnswers += answer.Class == StunClass.SuccessResponse ? 1 : 0;
                StunErrors += answer.Class == StunClass.ErrorResponse ? 1 : 0;
                LastStunAnswerAt = now.Nanoseconds;
                break;
            case PacketClass.Rtp:
                ReceiveRtp(now, datagram);
                break;
            case PacketClass.Rtcp:
                ReceiveRtcp(now, datagram, send);
                break;
        }
    }

    private IEnumerable<SimulatedSource> Sources => [Microphone, Camera, Screen, .. CameraLayers];

    /// <summary>Does what the room asked: sends these layers of the camera and no others; what begins again begins with a key frame.</summary>
    public void SendLayers(int mask)
    {
        for (int i = 0; i < CameraLayers.Count; i++)
        {
            bool on = (mask >> i & 1) != 0;
            CameraLayers[i].WantsKeyFrame |= on && !CameraLayers[i].On;
            CameraLayers[i].On = on;
        }
    }

    /// <summary>Goes on in this codec, as a browser does that was answered so: with a key frame of each picture.</summary>
    public void SendCodec(MediaCodec codec)
    {
        foreach (SimulatedSource source in Sources.Where(s => !s.IsAudio))
        {
            (source.IsH264, source.WantsKeyFrame) = (codec == MediaCodec.H264, true);
        }
    }

    private void ReceiveRtp(Instant now, byte[] datagram)
    {
        if (!_unprotect.TryUnprotectRtp(datagram, out int length, out _, out _))
        {
            Undecryptable++;
            return;
        }

        Assert.True(RtpPacket.TryParse(datagram.AsSpan(0, length), out RtpPacket packet));
        LastMediaAt = now.Nanoseconds;
        Assert.True(packet.TryGetExtension(MidId, out _));
        _received.Add(now, datagram.Length + 28);
        ReceivedBytes += datagram.Length + 28;
        if (_arrivals is not null && packet.TryGetExtension(TransportId, out ReadOnlySpan<byte> number))
        {
            _arrivals.Note(now, BinaryPrimitives.ReadUInt16BigEndian(number), packet.Ssrc);
        }

        if (packet.Payload.IsEmpty && _mediaOfRtx.ContainsKey(packet.Ssrc))
        {
            ProbePackets++;
            return;
        }

        if (_mediaOfRtx.TryGetValue(packet.Ssrc, out uint media))
        {
            RtxPackets++;
            Assert.True(Rtx.TryUnwrap(packet.Payload, out ushort original, out ReadOnlySpan<byte> payload));
            _bySsrc[media].Take(now.Nanoseconds, original, packet, payload, repaired: true);
        }
        else if (packet.PayloadType == Red)
        {
            Assert.True(RedPayload.TryFindPrimary(packet.Payload, out Range primary));
            _bySsrc[packet.Ssrc].TakeEarlier(now.Nanoseconds, packet.Payload);
            _bySsrc[packet.Ssrc].Take(now.Nanoseconds, packet.SequenceNumber, packet, packet.Payload[primary], repaired: false);
        }
        else
        {
            _bySsrc[packet.Ssrc].Take(now.Nanoseconds, packet.SequenceNumber, packet, packet.Payload, repaired: false);
        }
    }

    private void ReceiveRtcp(Instant now, byte[] datagram, Action<byte[]> send)
    {
        if (!_unprotect.TryUnprotectRtcp(datagram, out int length, out _))
        {
            Undecryptable++;
            return;
        }

        var reader = new RtcpReader(datagram.AsSpan(0, length));
        while (reader.MoveNext())
        {
            if (reader.Type == RtcpType.SenderReport && SenderReport.TryParse(reader.Body, reader.Count, out SenderReport report))
            {
                SenderReports++;
                _reports[report.Ssrc] = (report.CompactNtp, now.Nanoseconds);
                Reports.Add((now.Nanoseconds, report.Ntp, report.RtpTimestamp, report.Ssrc));
            }
            else if (reader.Type == RtcpType.ReceiverReport)
            {
                ReceiverReports++;
            }
            else if (reader.Type == RtcpType.PayloadFeedback && PictureLossIndication.TryParse(reader.Body, out PictureLossIndication pli))
            {
                KeyFrameRequests++;
                Sources.Single(s => s.Ssrc == pli.MediaSsrc).WantsKeyFrame = true;
            }
            else if (reader.Type == RtcpType.TransportFeedback && reader.Count == 1 && Nack.TryParse(reader.Body, out Nack nack))
            {
                NacksReceived++;
                uint wanted = nack.MediaSsrc;
                foreach (ushort sequence in nack)
                {
                    Resend(Sources.Single(s => s.Ssrc == wanted), sequence, send);
                }
            }
            else if (reader.Type == RtcpType.TransportFeedback && TransportFeedback.TryParse(reader.Body, out TransportFeedback feedback))
            {
                FeedbackReceived++;
                foreach (TransportFeedback.Status status in feedback)
                {
                    PacketsInFeedback += status.IsReceived ? 1 : 0;
                }
            }
        }
    }

    private void Resend(SimulatedSource source, ushort sequence, Action<byte[]> send)
    {
        if (source.Recall(sequence) is not { } plain)
        {
            return;
        }

        uint now = source.Timestamp;
        source.Timestamp = BitConverter.ToUInt32(plain, 1);
        long own = source.RtxSequence++;
        int header = Header(source, (plain[0] & 1) != 0, (plain[0] & 2) != 0 ? H264Rtx : Vp8Rtx, (ushort)own, source.RtxSsrc);
        source.Timestamp = now;
        Rtx.WriteHeader(_buffer.AsSpan(header), sequence);
        plain.AsSpan(5).CopyTo(_buffer.AsSpan(header + 2));
        int length = _protect.ProtectRtp(_buffer, header + 2 + plain.Length - 5, header, own);
        send(_buffer[..length]);
    }

    private int Header(SimulatedSource source, bool marker, byte payloadType, ushort sequence, uint ssrc)
    {
        var writer = new RtpHeaderWriter(_buffer, marker, payloadType, sequence, source.Timestamp, ssrc);
        if (SendsMid)
        {
            writer.Add(MidId, Encoding.ASCII.GetBytes(source.Mid));
        }

        if (source.Rid is { } rid)
        {
            writer.Add(ssrc == source.RtxSsrc ? RepairedRidId : RidId, Encoding.ASCII.GetBytes(rid));
        }

        if (source.IsAudio)
        {
            writer.Add(LevelId, new[] { source.Level });
        }

        int transport = writer.Reserve(TransportId, 2);
        int length = writer.Finish();
        RtpExtensions.WriteTransportSequence(_buffer.AsSpan(transport), _transport++);
        return length;
    }

    private byte[] Report(Instant now) => Rtcp((ref RtcpWriter writer) =>
    {
        // The browser's clock runs an arbitrary 1,000,000 s ahead of ours.
        ulong ntp = (ulong)((now.Nanoseconds / 1e9 + 1_000_000) * 4294967296.0);
        bool sent = false;
        foreach (SimulatedSource source in Sources.Where(s => s.On))
        {
            uint drift = (uint)((now - source.LastFrameAt).TotalSeconds * (source.IsAudio ? 48000 : 90000));
            writer.AddSenderReport(source.Ssrc, ntp, source.Timestamp + drift, (uint)source.Packets, 0, sent ? [] : Blocks(now));
            sent = true;
        }

        if (!sent)
        {
            writer.AddReceiverReport(1, Blocks(now));
        }
    });

    private ReportBlock[] Blocks(Instant now) =>
    [
        .. _reports.Select(r => new ReportBlock(r.Key, 0, 0, 0, 0, r.Value.Middle, (uint)((now.Nanoseconds - r.Value.At) / 1e9 * 65536))),
    ];

    private uint Ssrc(int n) => (uint)(0x1000_0000 + Id.Value * 16 + n);

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
