using System.Collections.Immutable;
using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Engine;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Sdp;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <summary>Tells what the media engine noticed: to one connection, or to all when <paramref name="conn"/> is null.</summary>
internal delegate void Mention(int? conn, string kind, object?[] args);

/// <summary>
/// The media of one room: who sends what, who sees what, who speaks. Everybody enters muted: nothing is forwarded before a
/// connection has said that it sends. Never calls back under its lock.
/// </summary>
internal sealed class RoomMedia(MediaHost host, RoomLines lines, RoomStills stills, Mention mention, Action<int, int> spoke) : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private const int BeatsOfLines = 2;

    // Media runs in the network's time, not the meeting's clock, which a test may hold.
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, MediaPeer> _peers = [];
    private readonly Dictionary<int, int> _sources = [];
    private readonly SpeechStretches _speech = new();
    private readonly List<int> _recentSpeakers = [];
    private readonly SortedSet<int> _speaking = [];
    private RoomState _state = RoomState.Empty;
    private MediaRoom? _room;
    private ITimer? _timer;
    private bool _speakingTold = true;
    private int _beats;
    private int _reading;
    private bool _closed;

    public async Task<Outcome<string>> NegotiateAsync(int conn, string packedOffer, RoomMode? mode, int? slots, CancellationToken cancellationToken)
    {
        if (!SdpTransport.TryUnpack(packedOffer, out var offer))
        {
            return Refusal.Invalid("offer_malformed");
        }

        MediaRoom room;
        lock (_gate)
        {
            if (_closed || _state.Find(conn) is not { IsIn: true })
            {
                return Refusal.Forbidden("in_lobby");
            }

            room = _room ??= host.Server.OpenRoom(OnNotice);
            _timer ??= _clock.CreateTimer(_ => OnBeat(), null, Beat, Beat);
        }

        var result = await room.NegotiateAsync(new PeerId(conn), offer, cancellationToken);
        if (result.AnswerSdp is not { } answer)
        {
            return Refusal.Invalid(result.RefusalCode ?? "offer_malformed");
        }

        Connection seated;
        lock (_gate)
        {
            // Removed while negotiating: nothing may flow.
            if (_closed || _state.Find(conn) is not { IsIn: true })
            {
                room.Remove(new PeerId(conn));
                return Refusal.Forbidden("in_lobby");
            }

            var peer = _peers.TryGetValue(conn, out var known) ? known : _peers[conn] = new MediaPeer();
            peer.Mode = mode ?? peer.Mode;
            peer.VideoSlots = Math.Clamp(slots ?? CountVideoSlots(answer), 0, 16);
            Allow(conn);
            SendWishes(conn, peer, always: true);
            seated = _state.Find(conn)!;
        }

        if (await lines.SeatAsync(seated, cancellationToken) is { } carried)
        {
            room.SetStartEstimate(new PeerId(conn), carried);
        }

        room.SetCeiling(new PeerId(conn), lines.PinOf(conn) ?? Rung.Full);
        return SdpTransport.Pack(answer);
    }

    public int SourcesOf(int conn)
    {
        lock (_gate)
        {
            return _sources.GetValueOrDefault(conn);
        }
    }

    /// <summary>The connection says what it sends now.</summary>
    public void SetSources(int conn, int bits)
    {
        lock (_gate)
        {
            if (_state.Find(conn) is not { IsIn: true } || _sources.GetValueOrDefault(conn) == bits)
            {
                return;
            }

            _sources[conn] = bits;
            Allow(conn);
            SendAllWishes();
        }

        mention(null, "sources", [conn, bits]);
    }

    /// <param name="video">Null leaves the choice to the server.</param>
    public void SetWishes(int conn, RoomMode mode, ImmutableArray<Wish>? video)
    {
        lock (_gate)
        {
            if (!_peers.TryGetValue(conn, out var peer))
            {
                _peers[conn] = peer = new MediaPeer();
            }

            peer.Mode = mode;
            peer.Chosen = video;
            SendWishes(conn, peer);
        }
    }

    /// <param name="ceiling">The highest rung the connection wants, or null.</param>
    public void Pin(int conn, Rung? ceiling)
    {
        lines.Pin(conn, ceiling);
        lock (_gate)
        {
            _room?.SetCeiling(new PeerId(conn), ceiling ?? Rung.Full);
        }

        WishAgain([conn]);
    }

    /// <summary>Follows the facts of the room: who is gone, muted, has the floor.</summary>
    public void Follow(RoomState state, IReadOnlyList<NumberedEvent> facts)
    {
        var muted = new List<(int Conn, int Bits)>();
        lock (_gate)
        {
            _state = state;
            foreach (var fact in facts)
            {
                switch (fact.Event)
                {
                    case Removed gone:
                        Forget(gone.Conn);
                        break;
                    case Left gone:
                        Forget(gone.Conn);
                        break;
                    case MutedByChair { Conn: var conn }:
                        _sources[conn] = _sources.GetValueOrDefault(conn) & ~Sources.Microphone;
                        Allow(conn);
                        muted.Add((conn, _sources[conn]));
                        break;
                    case Closed:
                        Close();
                        return;
                }
            }

            if (facts.Any(f => f.Event is FloorGiven or Removed or Left or Dropped or Returned))
            {
                SendAllWishes();
            }
        }

        foreach (var (conn, bits) in muted)
        {
            mention(null, "sources", [conn, bits]);
        }
    }

    /// <summary>Tells a connection that has come back what is in its slots, since its own memory may be of another PeerConnection.</summary>
    public object?[] SlotsOf(int conn)
    {
        lock (_gate)
        {
            return _peers.TryGetValue(conn, out var peer) ? peer.Slots() : [Array.Empty<object?>(), Array.Empty<object?>()];
        }
    }

    /// <summary>Tells a connection that has come back which of its layers are watched and in which codec: the news of it may have been lost.</summary>
    public void TellAgain(int conn)
    {
        (string Kind, object?[] Args)[] told;
        lock (_gate)
        {
            told = _peers.TryGetValue(conn, out var peer) ? [.. peer.Told.Values] : [];
        }

        foreach (var (kind, args) in told)
        {
            mention(conn, kind, args);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private void Close()
    {
        _closed = true;
        _timer?.Dispose();
        _ = _room?.DisposeAsync().AsTask();
        _room = null;
        _peers.Clear();
        _sources.Clear();
    }

    private void Forget(int conn)
    {
        _peers.Remove(conn);
        _sources.Remove(conn);
        _speaking.Remove(conn);
        _recentSpeakers.Remove(conn);
        _room?.Remove(new PeerId(conn));
        lines.Forget(conn);
    }

    private void Allow(int conn)
    {
        var bits = _sources.GetValueOrDefault(conn);
        var peer = new PeerId(conn);
        _room?.Allow(peer, SourceKind.Microphone, (bits & Sources.Microphone) != 0);
        _room?.Allow(peer, SourceKind.Camera, (bits & Sources.Camera) != 0);
        _room?.Allow(peer, SourceKind.Screen, (bits & Sources.Screen) != 0);
    }

    private void SendAllWishes()
    {
        foreach (var (conn, peer) in _peers)
        {
            SendWishes(conn, peer);
        }
    }

    private void SendWishes(int conn, MediaPeer peer, bool always = false)
    {
        var wishes = peer.Mode == RoomMode.Audio ? []
            : peer.Chosen is { } chosen ? [.. chosen.Where(w => w.Conn != conn && _state.Find(w.Conn) is { IsIn: true })]
            : DefaultWishes.For(conn, peer.Mode, peer.VideoSlots, _state, _sources, _recentSpeakers);
        wishes = RungWishes.Carried(lines.RungOf(conn), wishes);
        if (always || !wishes.SequenceEqual(peer.Sent))
        {
            peer.Sent = wishes;
            _room?.SetWishes(
                new PeerId(conn),
                [.. wishes.Select(w => new VideoWish(new PeerId(w.Conn), w.IsScreen ? SourceKind.Screen : SourceKind.Camera, w.Height))]);
        }
    }

    private void OnNotice(RoomNotice notice)
    {
        switch (notice)
        {
            case SlotChanged slot:
                OnSlot(slot);
                break;
            case LayersWanted { Source: var kind } wanted:
                var source = kind == SourceKind.Screen ? "screen" : "camera";
                Tell(wanted.Peer.Value, source, "layers", [source, wanted.Layers]);
                break;
            case CodecWanted wanted:
                Tell(wanted.Peer.Value, "codec", "codec", [wanted.Codec == MediaCodec.H264 ? "h264" : "vp8"]);
                break;
            case SpeakingChanged speaking:
                OnSpeaking(speaking.Peer.Value, speaking.Speaking);
                break;
        }
    }

    private void OnSlot(SlotChanged changed)
    {
        object?[] slots;
        lock (_gate)
        {
            if (!_peers.TryGetValue(changed.Peer.Value, out var peer))
            {
                return;
            }

            peer.Put(changed);
            slots = peer.Slots();
        }

        mention(changed.Peer.Value, "slots", slots);
    }

    /// <summary>Tells a connection of the pictures it sends, and remembers it for <see cref="TellAgain"/>.</summary>
    private void Tell(int conn, string about, string kind, object?[] args)
    {
        lock (_gate)
        {
            if (!_peers.TryGetValue(conn, out var peer))
            {
                return;
            }

            peer.Told[about] = (kind, args);
        }

        mention(conn, kind, args);
    }

    private void OnSpeaking(int conn, bool speaking)
    {
        lock (_gate)
        {
            if (!_state.Connections.ContainsKey(conn))
            {
                return;
            }

            _speech.Mark(conn, speaking, Now());
            _speakingTold &= !(speaking ? _speaking.Add(conn) : _speaking.Remove(conn));
            if (speaking && _recentSpeakers.FirstOrDefault() != conn)
            {
                _recentSpeakers.Remove(conn);
                _recentSpeakers.Insert(0, conn);
            }
        }
    }

    private void OnBeat()
    {
        int[]? speaking = null;
        List<(int Conn, int Seconds)> ended;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            ended = _speech.TakeEnded(Now());
            if (!_speakingTold)
            {
                _speakingTold = true;
                speaking = [.. _speaking];
                SendAllWishes();
            }
        }

        if (speaking is not null)
        {
            mention(null, "speaking", [.. speaking]);
        }

        foreach (var (conn, seconds) in ended)
        {
            spoke(conn, seconds);
        }

        if (++_beats % BeatsOfLines == 0)
        {
            _ = ReadLinesAsync();
            stills.Follow(StillViewers());
        }
    }

    private void WishAgain(IEnumerable<int> conns)
    {
        lock (_gate)
        {
            foreach (var conn in conns)
            {
                if (_peers.TryGetValue(conn, out var peer))
                {
                    SendWishes(conn, peer);
                }
            }
        }
    }

    /// <summary>One message to the media thread for all, however many they are. Nobody waits for it: what is not read in time is read at the next beat.</summary>
    private async Task ReadLinesAsync()
    {
        MediaRoom? room;
        lock (_gate)
        {
            room = _room;
        }

        if (room is null || Interlocked.Exchange(ref _reading, 1) == 1)
        {
            return;
        }

        try
        {
            WishAgain(lines.Read(await room.ReadPeersAsync().WaitAsync(MediaRoom.QueryLimit), Now(), _clock.GetUtcNow()));
        }
        catch (TimeoutException)
        {
            // A media thread that hangs is told by GET /health/media.
        }
        catch (Exception failed)
        {
            host.Report(failed);
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }

    /// <summary>Stills of a screen, and of the floor holder's camera, for those who get no video of it by the line or by choice.</summary>
    private Dictionary<(int Conn, bool IsScreen), IReadOnlyCollection<int>> StillViewers()
    {
        lock (_gate)
        {
            var viewers = _peers.Where(p => lines.RungOf(p.Key) is var rung && rung >= Rung.Speech && (rung <= Rung.Thumbnail || p.Value.Mode == RoomMode.Audio))
                .Select(p => (Conn: p.Key, SeesVideo: p.Value.Mode != RoomMode.Audio && lines.RungOf(p.Key) == Rung.Thumbnail))
                .Where(v => _state.Find(v.Conn) is { IsIn: true, Line: LineState.Present })
                .ToList();
            var wanted = new Dictionary<(int Conn, bool IsScreen), IReadOnlyCollection<int>>();
            foreach (var (conn, bits) in _sources.Where(s => _state.Find(s.Key) is { IsIn: true, Line: LineState.Present }))
            {
                Add((conn, true), (bits & Sources.Screen) != 0, viewers.Select(v => v.Conn));
                Add((conn, false), (bits & Sources.Camera) != 0 && _state.Floor?.Conn == conn, viewers.Where(v => !v.SeesVideo).Select(v => v.Conn));
            }

            return wanted;

            void Add((int Conn, bool) source, bool sends, IEnumerable<int> conns)
            {
                if (sends && conns.Where(conn => conn != source.Conn).ToList() is { Count: > 0 } list)
                {
                    wanted[source] = list;
                }
            }
        }
    }

    private TimeSpan Now() => _clock.GetElapsedTime(0, _clock.GetTimestamp());

    private static int CountVideoSlots(string answer)
    {
        // m-lines of the convention: microphone, camera, screen, three audio slots, then the video slots.
        var videos = answer.Split('\n').Count(line => line.StartsWith("m=video ", StringComparison.Ordinal));
        return Math.Max(0, videos - 2);
    }
}
