using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Meetings.Media.Engine.Dtls;
using Meetings.Media.Engine.Net;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Srtp;
using Meetings.Media.Wire;
using Meetings.Media.Wire.Rtcp;
using Meetings.Media.Wire.Rtp;
using Meetings.Media.Wire.Sdp;
using Meetings.Media.Wire.Stun;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Meetings.Media.Engine.Participant;

/// <summary>
/// A WebRTC participant without a browser: real ICE checks, DTLS, SRTP and RTCP over its own socket, on its own thread unless it is given one to
/// share. It needs only someone to carry its offer and the answer.
/// </summary>
public sealed class HeadlessParticipant : IDisposable
{
    // We always control; a server that would rather do so itself gives way to the higher number (RFC 8445 section 7.3.1.1).
    private const ulong HighestTieBreaker = ulong.MaxValue;

    private readonly DtlsCertificate _certificate = DtlsCertificate.Create("participant");
    private readonly string _ufrag = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 8);
    private readonly string _password = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 24);
    private readonly uint _audioSsrc = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
    private readonly uint _videoSsrc = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
    private readonly int _videoSlots;
    private readonly IMediaSource _source;
    private readonly Publication _publication;
    private readonly IDatagramPort _port;
    private readonly Outbox _outbox = new(512 * 1024, 512);
    private readonly DatagramBatch _batch = new();
    private readonly ConcurrentQueue<byte[]> _dtlsOut = new();
    private readonly BlockingCollection<byte[]> _dtlsIn = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstMedia = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _reading = new();
    private readonly List<(Func<Reception, bool> IsEnough, TaskCompletionSource Done)> _waiters = [];
    private readonly ArrivalFeedback _feedback = new();
    private byte _opus = ParticipantOffer.Opus;
    private byte _repair = ParticipantOffer.Rtx;
    private byte _transportExtension = ParticipantOffer.TransportSequenceExtension;
    private ParticipantAnswer? _answer;
    private TransportAddress _server;
    private SrtpSender? _protect;
    private SrtpReceiver? _unprotect;
    private volatile DtlsClient? _dtls;
    private readonly ParticipantThread? _shared;
    private Thread? _thread;
    private volatile bool _stopping;
    private long _nextCheck;
    private long _nextReport;
    private bool _checked;

    /// <param name="videoSlots">Pictures of others it can receive at once, 0-16.</param>
    /// <param name="overTcp">Connects as where UDP is blocked.</param>
    public HeadlessParticipant(int videoSlots, IMediaSource source, bool overTcp = false)
        : this(videoSlots, source, overTcp, null)
    {
    }

    /// <param name="shared">Drives it together with others; null: its own thread, asleep until something arrives.</param>
    internal HeadlessParticipant(int videoSlots, IMediaSource source, bool overTcp, ParticipantThread? shared)
    {
        _shared = shared;
        _videoSlots = videoSlots;
        _source = source;
        _publication = new Publication(_audioSsrc, _videoSsrc, Send);
        var any = new IPEndPoint(IPAddress.Any, 0);
        _port = overTcp ? Stream = new StreamPort() : LinuxPort.IsSupported ? new LinuxPort(any) : new SocketPort(any);
    }

    internal Reception Reception { get; } = new();

    /// <summary>Its TCP connection; null where it uses UDP.</summary>
    internal StreamPort? Stream { get; }

    /// <summary>Done when the handshake is.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Done when the first packet of somebody else was decrypted.</summary>
    public Task FirstMedia => _firstMedia.Task;

    /// <summary>Holds the microphone and camera back while false.</summary>
    public bool IsPublishing { get; set; } = true;

    /// <summary>Packets that did not decrypt: should stay 0.</summary>
    public long Undecryptable { get; private set; }

    public long KeyFrameRequests { get; private set; }

    public long PacketsSent => _publication.AudioPackets + _publication.VideoPackets;

    public string CreateOffer() => ParticipantOffer.Write(Identity, _audioSsrc, _videoSsrc, _videoSlots);

    /// <summary>An offer that only publishes, for a server of another make.</summary>
    internal string CreatePublisherOffer(bool hasVideo) =>
        ParticipantOffer.WritePublisher(Identity, _audioSsrc, hasVideo ? _videoSsrc : null, OwnAddress);

    /// <summary>Takes all that a server of another make offers, begins to connect, and returns the answer.</summary>
    internal string Answer(string offer)
    {
        if (!SdpParser.TryParse(offer, out var description, out var error))
            throw new InvalidDataException($"the offer is {error}");
        foreach (var media in description.Media)
        {
            _opus = media.Codecs().FirstOrDefault(static c => c.Is("opus"))?.PayloadType ?? _opus;
            _repair = media.Codecs().FirstOrDefault(static c => c.Is("rtx"))?.PayloadType ?? _repair;
            _transportExtension = media.Extensions().FirstOrDefault(static e => e.Uri == SdpExtension.TransportSequence).Id;
        }

        Begin(ParticipantAnswer.Read(description));
        return ParticipantOffer.WriteAnswer(description, Identity, OwnAddress);
    }

    /// <summary>Takes the answer and begins to connect. Loopback is preferred where it is offered: load stays on this machine.</summary>
    public void Accept(string answer) => Begin(ParticipantAnswer.Read(answer));

    // Where a server on this machine sees our packets come from: it tells its own address, not the loopback one.
    private IPEndPoint OwnAddress => new(new MediaServerOptions().AnnouncedAddresses[0], _port.LocalEndPoint.Port);

    private ParticipantIdentity Identity => new(_ufrag, _password, _certificate.FingerprintSha256);

    private void Begin(ParticipantAnswer server)
    {
        _answer = server;
        var candidates = Stream is null ? server.Candidates : server.TcpCandidates;
        var chosen = candidates.FirstOrDefault(static c => IPAddress.IsLoopback(c.Address)) ?? candidates[0];
        _server = chosen.ToTransport();
        Stream?.Connect(chosen);
        if (_shared is not null)
        {
            _shared.Add(this);
            return;
        }

        _thread = new Thread(Run, 256 * 1024) { IsBackground = true, Name = "participant" };
        _thread.Start();
    }

    /// <summary>What was received so far.</summary>
    public ParticipantReading Reading => Read(r => new ParticipantReading(r.AudioPackets, r.VideoPackets, r.Lost, Undecryptable));

    /// <summary>Done when the reception satisfies; looked at after every batch.</summary>
    internal Task UntilAsync(Func<Reception, bool> isEnough)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_reading)
            _waiters.Add((isEnough, waiter));
        return waiter.Task;
    }

    /// <summary>Reads the reception while nothing is written to it.</summary>
    internal T Read<T>(Func<Reception, T> read)
    {
        lock (_reading)
            return read(Reception);
    }

    public void Dispose()
    {
        _stopping = true;
        _shared?.Remove(this);
        _port.Wake();
        _thread?.Join();
        _dtlsIn.CompleteAdding();
        _port.Dispose();
        _certificate.Dispose();
        _protect?.Dispose();
        _unprotect?.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            if (Turn() == 0)
                _port.Wait(TimeSpan.FromSeconds(Math.Clamp(_protect is null || !IsPublishing ? 0.05 : _source.Due, 0, 0.25)));
        }
    }

    /// <summary>Takes what has arrived, without waiting, and sends what is due; returns how many datagrams came.</summary>
    internal int Turn()
    {
        var received = _port.Receive(_batch);
        lock (_reading)
        {
            for (var i = 0; i < received; i++)
                Take(_batch.From[i], _batch.Bytes(i));
            _waiters.RemoveAll(w => w.IsEnough(Reception) && w.Done.TrySetResult());
        }

        if (_protect is null && _dtls?.Keys is { } keys)
        {
            _protect = new SrtpSender(_dtls.Profile, keys.ClientWrite);
            _unprotect = new SrtpReceiver(_dtls.Profile, keys.ServerWrite);
            _connected.TrySetResult();
        }

        SendDue();
        if (_outbox.Count > 0)
            _port.Send(_outbox);
        _outbox.Clear();
        return received;
    }

    private void Take(TransportAddress from, Span<byte> datagram)
    {
        switch (Demultiplexer.Classify(datagram))
        {
            case PacketClass.Stun:
                if (StunMessage.TryParse(datagram, out var message, out _))
                    TakeStun(from, message);
                break;
            case PacketClass.Dtls:
                if (!_dtlsIn.IsAddingCompleted)
                    _dtlsIn.Add(datagram.ToArray());
                break;
            case PacketClass.Rtp:
                TakeRtp(datagram);
                break;
            case PacketClass.Rtcp:
                TakeRtcp(datagram);
                break;
        }
    }

    private void TakeStun(TransportAddress from, in StunMessage message)
    {
        if (!_checked && message.Class == StunClass.SuccessResponse && message.VerifyIntegrity(Encoding.ASCII.GetBytes(_answer!.Password)))
        {
            _checked = true;
            _ = Task.Factory.StartNew(Handshake, TaskCreationOptions.LongRunning);
        }

        // Servers that are not ICE-lite check us too (RFC 8445 section 7.3).
        var own = Encoding.ASCII.GetBytes(_password);
        if (message.Class == StunClass.Request && message.VerifyIntegrity(own) && _outbox.TryReserve(StunWriter.MaxWrittenLength, out var space))
            _outbox.Commit(from, StunWriter.WriteBindingSuccess(space, message.TransactionId, from, own));
    }

    private void TakeRtp(Span<byte> datagram)
    {
        if (_unprotect is null)
            return;
        if (!_unprotect.TryUnprotectRtp(datagram, out var length, out _, out _) || !RtpPacket.TryParse(datagram[..length], out var packet))
        {
            Undecryptable++;
            return;
        }

        _feedback.Note(packet, _transportExtension, length);
        // Without a stamp the end of the payload is media, not a time.
        if (packet.PayloadType == _repair || (_source.IsStamped && packet.Payload.Length < 16))
            return;
        Reception.Take(
            packet, length, packet.PayloadType == _opus, _source.IsStamped ? BinaryPrimitives.ReadInt64BigEndian(packet.Payload[^8..]) : null);
        _firstMedia.TrySetResult();
    }

    private void TakeRtcp(Span<byte> datagram)
    {
        if (_unprotect is null)
            return;
        if (!_unprotect.TryUnprotectRtcp(datagram, out var length, out _))
        {
            Undecryptable++;
            return;
        }

        var reader = new RtcpReader(datagram[..length]);
        while (reader.MoveNext())
        {
            // PLI and FIR (RFC 4585 section 6.3.1, RFC 5104 section 4.3.1).
            if ((reader.Type, reader.Count) is (RtcpType.PayloadFeedback, 1 or 4))
            {
                KeyFrameRequests++;
                _source.WantKeyFrame();
            }
        }
    }

    private void SendDue()
    {
        var now = Stopwatch.GetTimestamp();
        while (_dtlsOut.TryDequeue(out var record))
            Put(record);
        if (now >= _nextCheck)
        {
            // As browsers do: quickly until an answer comes, then to keep the consent fresh (RFC 7675).
            _nextCheck = now + (long)(Stopwatch.Frequency * (_checked ? 2.5 : 0.05));
            SendCheck();
        }

        if (_protect is null)
            return;
        if (IsPublishing && _source.Due <= 0)
            _source.Write(_publication);
        if (now >= _nextReport)
        {
            _nextReport = now + Stopwatch.Frequency;
            SendReport();
        }

        if (_outbox.TryReserve(1_400, out var space) && _feedback.Write(space[..1_200], _audioSsrc) is > 0 and var length)
            _outbox.Commit(_server, _protect.ProtectRtcp(space, length));
    }

    private void SendCheck()
    {
        if (!_outbox.TryReserve(StunWriter.MaxWrittenLength, out var space))
            return;
        var length = StunWriter.WriteBindingRequest(
            space, RandomNumberGenerator.GetBytes(12), Encoding.ASCII.GetBytes($"{_answer!.Ufrag}:{_ufrag}"), 1_853_824_767, HighestTieBreaker, useCandidate: true, Encoding.ASCII.GetBytes(_answer.Password));
        _outbox.Commit(_server, length);
    }

    private void SendReport()
    {
        if (!_outbox.TryReserve(1_400, out var space))
            return;
        var blocks = Reception.Streams.Take(20).Select(static s => new ReportBlock(s.Key, 0, (int)(s.Value.Expected - s.Value.Received), s.Value.Highest, 0, 0, 0)).ToArray();
        var writer = new RtcpWriter(space);
        writer.AddReceiverReport(_audioSsrc, blocks);
        _outbox.Commit(_server, _protect!.ProtectRtcp(space, writer.Length));
    }

    private void Send(Span<byte> packet, int headerLength, int length, long extendedSequence)
    {
        if (!_outbox.TryReserve(length + 32, out var space))
            return;
        packet[..length].CopyTo(space);
        _outbox.Commit(_server, _protect!.ProtectRtp(space, length, headerLength, extendedSequence));
    }

    private void Put(ReadOnlySpan<byte> datagram)
    {
        if (!_outbox.TryReserve(datagram.Length, out var space))
            return;
        datagram.CopyTo(space);
        _outbox.Commit(_server, datagram.Length);
    }

    private void Handshake()
    {
        try
        {
            var client = new DtlsClient(new BcTlsCrypto(), _certificate);
            new DtlsClientProtocol().Connect(client, new ClientWire(this));
            if (!client.ServerFingerprint.AsSpan().SequenceEqual(_answer!.Fingerprint))
                throw new InvalidDataException("the server's certificate is not the answered one");
            _dtls = client;
            _port.Wake();
        }
        catch (Exception exception)
        {
            _connected.TrySetException(exception);
        }
    }

    private sealed class ClientWire(HeadlessParticipant owner) : DatagramTransport
    {
        public int GetReceiveLimit() => 2048;

        public int GetSendLimit() => 1200;

        public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

        public int Receive(Span<byte> buffer, int waitMillis)
        {
            if (!owner._dtlsIn.TryTake(out var datagram, waitMillis))
                return -1;
            datagram.CopyTo(buffer);
            return datagram.Length;
        }

        public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

        public void Send(ReadOnlySpan<byte> buffer)
        {
            owner._dtlsOut.Enqueue(buffer.ToArray());
            owner._port.Wake();
        }

        public void Close()
        {
        }
    }
}
