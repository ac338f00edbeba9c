using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Engine.Dtls;
using Meetings.Media.Engine.Recording;
using Meetings.Media.Engine.Tcp;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Engine;

/// <summary>
/// A room of the media server as the rest of the application sees it. Any thread may call it; the room itself lives on its media
/// thread and hears by mailbox.
/// </summary>
public sealed class MediaRoom : IAsyncDisposable
{
    /// <summary>How long a reading is waited for.</summary>
    public static readonly TimeSpan QueryLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecordingLimit = TimeSpan.FromSeconds(10);
    private readonly MediaServer _server;
    private readonly Room _room;
    private readonly Action<RoomNotice> _onNotice;
    private readonly Lock _gate = new();
    private readonly Dictionary<PeerId, NegotiatedPeer> _peers = [];
    private RoomRecording? _recording;
    private int _seenNotices;
    private int _pending;
    private bool _touched = true;
    private bool _closed;

    internal MediaRoom(MediaServer server, MediaThread thread, Room room, Action<RoomNotice> onNotice)
    {
        _server = server;
        Thread = thread;
        _room = room;
        _room.Claim = (now, address) => server.Directory.TryClaim(now, address, this);
        _onNotice = onNotice;
    }

    internal MediaThread Thread { get; }

    internal RoomCounters Counters => _room.Counters;

    internal int PeerCount => _room.PeerCount;

    internal Instant Deadline { get; private set; }

    /// <summary>Datagrams the next flush may write.</summary>
    internal int PendingWrites => _pending * Math.Max(1, _room.PeerCount);

    /// <summary>
    /// Answers an offer; seats the peer, or re-negotiates it. Credentials, certificate and streams of the answer stay for later
    /// offers of the same PeerConnection, so a client may restart ICE against an old answer; an offer with another certificate is a
    /// new PeerConnection and replaces the old.
    /// </summary>
    public ValueTask<NegotiationResult> NegotiateAsync(PeerId peer, string offerSdp, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(offerSdp);
        cancellationToken.ThrowIfCancellationRequested();
        if (!SdpParser.TryParse(offerSdp, out var offer, out var error))
            return Refused(error == SdpError.Malformed ? OfferRefusal.Malformed : OfferRefusal.TooLarge);
        if (!RemoteTransport.TryRead(offer, out var transport, out var refusal))
            return Refused(refusal);

        lock (_gate)
        {
            if (_closed)
                return Refused("room_closed");
            var before = _peers.GetValueOrDefault(peer);
            var isSame = before is not null && before.Session.RemoteFingerprintSha256.Span.SequenceEqual(transport.Fingerprint);
            var identity = isSame ? before!.Identity : _server.NewIdentity();
            var picture = Common().For(before?.Session);
            var limits = _server.Limits with { PreferredVideo = picture };
            var session = Negotiator.Negotiate(offer, identity, limits, isSame ? before!.Session : null, Entropy.NextUInt32, out refusal);
            if (session is null)
                return Refused(refusal);

            var next = isSame
                ? before! with { Session = session, Version = before.Version + 1, Picture = picture }
                : new NegotiatedPeer(identity, session, 1, _server.OpenDtls(this, peer, transport.Fingerprint), new AudioStreams(), picture);
            next.Sound.Set(session);
            if (!isSame)
            {
                before?.Dtls.Close();
                if (before is not null)
                    _server.Directory.Remove(before.Identity.Ufrag);
                _server.Directory.TryAdd(identity.Ufrag, this);
            }

            _peers[peer] = next;
            Send(new JoinPeer(peer, session, Entropy.Bytes(32)));
            Send(new ExpectCodec(peer, picture));
            TellOtherCodecs(peer);
            return ValueTask.FromResult(NegotiationResult.Accepted(AnswerWriter.Write(offer, session, identity, next.Version)));
        }

        static ValueTask<NegotiationResult> Refused(string code) => ValueTask.FromResult(NegotiationResult.Refused(code));
    }

    public void Remove(PeerId peer)
    {
        lock (_gate)
        {
            if (!_peers.Remove(peer, out var gone))
                return;
            gone.Dtls.Close();
            _server.Directory.Remove(gone.Identity.Ufrag);
            Send(new RemovePeer(peer));
            TellOtherCodecs(peer);
        }
    }

    /// <summary>What the peer wants in its video slots, in order of slots.</summary>
    public void SetWishes(PeerId peer, IReadOnlyList<VideoWish> wishes) => Send(new SetWishes(peer, [.. wishes]));

    /// <summary>
    /// Gives the peer no more than this rung, whatever its line carries: <see cref="Rung.Speech"/> pauses all pictures,
    /// <see cref="Rung.Full"/> leaves it to the line. For a peer that has negotiated.
    /// </summary>
    public void SetCeiling(PeerId peer, Rung ceiling) => Send(new SetCeiling(peer, ceiling));

    /// <summary>What the peer's line is known to have carried lately, bit/s on the wire; call it right after its first negotiation.</summary>
    public void SetStartEstimate(PeerId peer, long bitsPerSecond) => Send(new SetStartEstimate(peer, bitsPerSecond));

    /// <summary>Forwards a peer's microphone, camera or screen, or does not, whatever it sends.</summary>
    public void Allow(PeerId peer, SourceKind source, bool allowed) => Send(new AllowSource(peer, source, allowed));

    /// <summary>
    /// Records every allowed source of everybody into files of its own in this directory, as it arrives, without transcoding: Opus and VP8
    /// in WebM, H.264 in Matroska. One recording a room: a later one ends the one before. Who may start it, and that all are told, is the
    /// caller's care.
    /// </summary>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public RoomRecording StartRecording(string directory) => StartRecording(directory, RoomRecording.OpenNew);

    internal RoomRecording StartRecording(string directory, OpenFile open)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var recording = new RoomRecording(this, directory, open, _server.Log);
            _recording = recording;
            Send(new StartTap(recording));
            return recording;
        }
    }

    /// <summary>A reading of one peer, fetched from the media thread; null when it is not seated.</summary>
    public PeerStatistics? Statistics(PeerId peer)
    {
        var reading = new TaskCompletionSource<PeerStatistics?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread.Post(_ => reading.TrySetResult(_room.Statistics(peer)));
        return reading.Task.Wait(QueryLimit) ? reading.Task.Result : null;
    }

    /// <summary>A reading of every peer, made on the media thread by one message; does not end when that thread hangs (<see cref="QueryLimit"/>).</summary>
    public Task<IReadOnlyList<PeerStatistics>> ReadPeersAsync()
    {
        var reading = new TaskCompletionSource<IReadOnlyList<PeerStatistics>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread.Post(_ => reading.TrySetResult(_room.AllStatistics()));
        return reading.Task;
    }

    public async ValueTask DisposeAsync()
    {
        RoomRecording? recording;
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            recording = _recording;
            if (recording is not null)
                Send(new StopTap(recording));
            foreach (var peer in _peers)
            {
                peer.Value.Dtls.Close();
                Send(new RemovePeer(peer.Key));
            }

            _peers.Clear();
        }

        _server.Close(this);
        // The files are to be whole before the process may end; a disk that hangs does not hold it up for ever.
        if (recording is not null)
            await Task.WhenAny(recording.Ended, Task.Delay(RecordingLimit));
    }

    private CommonVideo Common() => CommonVideo.Of(_peers.Values.Select(static p => p.Session));

    /// <summary>Who came or went may change what everybody else can decode: those who send another codec are told.</summary>
    private void TellOtherCodecs(PeerId changed)
    {
        var common = Common();
        foreach (var (peer, known) in _peers)
        {
            var picture = common.For(known.Session);
            if (peer == changed || picture == known.Picture || !CommonVideo.Knows(known.Session, picture))
                continue;
            known.Picture = picture;
            Send(new ExpectCodec(peer, picture));
            _server.Notices.Post(_onNotice, new CodecWanted(peer, picture));
        }
    }

    internal void Send(RoomCommand command) => Thread.Post(now => Thread.Apply(this, now, command));

    internal void Receive(Instant now, TransportAddress from, Span<byte> datagram, Outbox outbox)
    {
        _touched = true;
        _pending++;
        _seenNotices = outbox.Notices.Count;
        _room.Receive(now, from, datagram, outbox);
        Tell(outbox);
    }

    internal void Apply(Instant now, RoomCommand command, Outbox outbox)
    {
        _touched = true;
        _seenNotices = outbox.Notices.Count;
        _room.Apply(now, command, outbox);
        Tell(outbox);
    }

    internal void Shed(Shedding shedding) => _room.Shedding = shedding;

    internal bool IsDue(Instant now) => _touched || Deadline <= now;

    internal void Flush(Instant now, Outbox outbox)
    {
        _seenNotices = outbox.Notices.Count;
        // Set before the call: a room that throws is not called again in a circle.
        var due = Deadline <= now;
        (_touched, _pending, Deadline) = (false, 0, now + TimeSpan.FromMilliseconds(100));
        if (due)
            _room.Tick(now, outbox);
        Deadline = _room.Flush(now, outbox);
        Tell(outbox);
    }

    private void Tell(Outbox outbox)
    {
        for (; _seenNotices < outbox.Notices.Count; _seenNotices++)
        {
            var notice = outbox.Notices[_seenNotices];
            switch (notice)
            {
                case DtlsReceived dtls:
                    Feed(dtls);
                    break;
                case AddressValidated validated:
                    Prove(validated);
                    break;
                case AddressReleased released:
                    _server.Directory.Release(released.Address, this);
                    _server.Connections.Release(released.Address);
                    break;
                default:
                    _server.Notices.Post(_onNotice, notice);
                    break;
            }
        }
    }

    private void Prove(AddressValidated validated)
    {
        if (validated.Address.Connection == 0)
            return;
        lock (_gate)
        {
            if (_peers.TryGetValue(validated.Peer, out var peer))
                _server.Connections.Prove(validated.Address, this, validated.Peer, peer.Sound);
        }
    }

    private void Feed(DtlsReceived received)
    {
        DtlsSession? session;
        lock (_gate)
            session = _peers.GetValueOrDefault(received.Peer)?.Dtls;
        if (session is not null && session.Feed(received.Record) is var drop and not DropReason.None)
            _server.CountDtlsDrop(drop);
    }

    private sealed record NegotiatedPeer(
        AnswererIdentity Identity, NegotiatedSession Session, int Version, DtlsSession Dtls, AudioStreams Sound, MediaCodec Picture)
    {
        /// <summary>The codec of its pictures, as last answered or told.</summary>
        public MediaCodec Picture { get; set; } = Picture;
    }
}
