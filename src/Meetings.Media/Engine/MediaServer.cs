using System.Net;
using System.Net.Sockets;
using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Engine.Dtls;
using Meetings.Media.Engine.Net;
using Meetings.Media.Engine.Tcp;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;

namespace Meetings.Media.Engine;

/// <summary>
/// The media engine at work: one UDP port for every peer of every room, some media threads, the threads of DTLS handshakes and one
/// for notices.
/// </summary>
public sealed class MediaServer : IAsyncDisposable
{
    private readonly MediaThread[] _threads;
    private readonly DtlsCertificate _certificate = DtlsCertificate.Create();
    private readonly DtlsAcceptor _acceptor;
    private readonly List<MediaRoom> _rooms = [];
    private readonly Lock _gate = new();
    private readonly List<IPEndPoint> _candidates;
    private readonly int _audioSlots;
    private readonly long[] _dtlsDrops = new long[Enum.GetValues<DropReason>().Length];
    private RoomTotals _retired;
    private bool _disposed;

    private MediaServer(MediaServerOptions options, bool isCounted, Action<string>? log)
    {
        if (options.Threads is < 1 or > 64)
            throw new ArgumentOutOfRangeException(nameof(options), "1 to 64 media threads");
        if (options.LongestRest < TimeSpan.Zero || options.LongestRest > TimeSpan.FromMilliseconds(5))
            throw new ArgumentOutOfRangeException(nameof(options), "0 to 5 ms of rest");
        if (options.BusyFrom is <= 0 or > 1)
            throw new ArgumentOutOfRangeException(nameof(options), "busy from a share above 0, up to 1");
        _audioSlots = options.AudioSlots;
        Limits = new NegotiationLimits(options.AudioSlots, options.MaxVideoSlots);
        Log = log;
        Notices = new NoticeDispatcher(log);
        Connections = new MediaConnections(Directory, log);
        _acceptor = new DtlsAcceptor(_certificate, log);

        var isBatched = LinuxPort.IsSupported && !options.ForcePlainSockets;
        IDatagramPort[] ports = isBatched ? LinuxPort.OpenShared(options.Bind, options.Threads) : [new SocketPort(options.Bind)];
        LocalEndPoint = ports[0].LocalEndPoint;
        _threads = [.. ports.Select((port, number) => new MediaThread(port, Directory, Connections, number, options, log))];

        var announcedPort = options.AnnouncedPort ?? LocalEndPoint.Port;
        _candidates = [.. options.AnnouncedAddresses.Select(address => new IPEndPoint(address, announcedPort))];
        Metrics = isCounted ? new EngineMetrics(this) : null;
    }

    public IPEndPoint LocalEndPoint { get; }

    internal NegotiationLimits Limits { get; }

    internal AddressDirectory Directory { get; } = new();

    internal Action<string>? Log { get; }

    internal NoticeDispatcher Notices { get; }

    /// <summary>Null for a server that only warms the process up.</summary>
    internal EngineMetrics? Metrics { get; }

    internal MediaConnections Connections { get; }

    /// <summary>
    /// Where clients whose network blocks UDP may connect by TCP, best first: the addresses of whoever calls <see cref="ServeAsync"/>.
    /// Empty until set; answers given before do not name them.
    /// </summary>
    public IReadOnlyList<IPEndPoint> TcpCandidates { get; set; } = [];

    /// <summary>Binds the port and starts the threads; the first handshake's compilation is paid here.</summary>
    public static MediaServer Start(MediaServerOptions options, Action<string>? log = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = new MediaServer(options, isCounted: true, log);
        Warmup.Run();
        return server.StartThreads();
    }

    /// <summary>A server that is in no metrics.</summary>
    internal static MediaServer StartUncounted(MediaServerOptions options) => new MediaServer(options, isCounted: false, log: null).StartThreads();

    /// <summary>
    /// Carries media over a TCP connection that began as <see cref="Wire.Tcp.StreamOpening"/> says, until either side ends it
    /// (RFC 6544). It belongs to nobody, and costs little, until an integrity-checked STUN binding came over it.
    /// </summary>
    /// <param name="input">What arrives, from the first byte on.</param>
    /// <param name="output">The connection's socket; it is only written to, and not disposed of.</param>
    /// <param name="remote">Where the connection comes from.</param>
    public Task ServeAsync(Stream input, Socket output, IPEndPoint remote, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(remote);
        return Connections.ServeAsync(input, output, remote, cancellationToken);
    }

    /// <summary>
    /// Whether every media thread leaves out all it can and is still too busy: whoever opens rooms should refuse new ones until it is over.
    /// Rooms that are open go on; their sound is never touched.
    /// </summary>
    public bool IsOverloaded => _threads.All(static t => t.SheddingLevel == Shedding.Most);

    /// <param name="onNotice">Called on one thread for all rooms, in order; must not block for long.</param>
    public MediaRoom OpenRoom(Action<RoomNotice> onNotice)
    {
        ArgumentNullException.ThrowIfNull(onNotice);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var thread = _threads.MinBy(static t => (t.SheddingLevel, t.RoomCount))!;
            thread.RoomCount++;
            var room = new MediaRoom(this, thread, new Room(new RoomOptions { AudibleSpeakers = _audioSlots }), onNotice);
            _rooms.Add(room);
            thread.Post(_ => thread.Adopt(room));
            return room;
        }
    }

    public MediaServerStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                var totals = _retired;
                foreach (var room in _rooms)
                    totals.Add(room);
                return new MediaServerStatistics
                {
                    Rooms = _rooms.Count,
                    Peers = _rooms.Sum(static room => room.PeerCount),
                    ValidatedAddresses = Directory.AddressCount,
                    Connections = Connections.Count,
                    DatagramsReceived = totals.DatagramsReceived,
                    BytesReceived = totals.BytesReceived,
                    PacketsForwarded = totals.PacketsForwarded,
                    PacketsResent = totals.PacketsResent,
                    SoundRepeated = totals.SoundRepeated,
                    PacketsRequestedAgain = totals.PacketsRequestedAgain,
                    PacketsRepaired = totals.PacketsRepaired,
                    KeyFrameRequestsSent = totals.KeyFrameRequestsSent,
                    DatagramsSent = totals.DatagramsSent,
                    BytesSent = totals.BytesSent,
                    SendsRefused = _threads.Sum(static t => t.SendsRefused),
                    DtlsThreads = _acceptor.Threads,
                    HandshakesCompleted = _acceptor.HandshakesCompleted,
                    HandshakesFailed = _acceptor.HandshakesFailed,
                    Faults = _threads.Sum(static t => t.Faults),
                    Drops = Drops(totals),
                    Threads = [.. _threads.Select(static t => t.Statistics)],
                };
            }
        }
    }

    /// <summary>A reading of every peer of every room, fetched from the media threads; rooms that do not answer in a second are left out.</summary>
    public IReadOnlyList<PeerStatistics> ReadPeers()
    {
        MediaRoom[] rooms;
        lock (_gate)
            rooms = [.. _rooms];
        // All are asked before any answer is waited for.
        return [.. rooms.Select(static room => room.ReadPeersAsync()).ToArray().SelectMany(static reading => reading.Wait(MediaRoom.QueryLimit) ? reading.Result : [])];
    }

    public async ValueTask DisposeAsync()
    {
        List<MediaRoom> rooms;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            rooms = [.. _rooms];
        }

        foreach (var room in rooms)
            await room.DisposeAsync();
        Connections.Dispose();
        foreach (var thread in _threads)
            thread.Dispose();
        _acceptor.Dispose();
        Notices.Dispose();
        Metrics?.Dispose();
        _certificate.Dispose();
    }

    private MediaServer StartThreads()
    {
        foreach (var thread in _threads)
            thread.Start();
        return this;
    }

    internal AnswererIdentity NewIdentity() => new()
    {
        Ufrag = Entropy.IceText(AddressDirectory.UfragLength),
        Password = Entropy.IceText(24),
        FingerprintSha256 = _certificate.FingerprintSha256,
        Candidates = _candidates,
        TcpCandidates = TcpCandidates,
        SessionId = BitConverter.ToUInt64(Entropy.Bytes(8)) >> 2,
    };

    internal DtlsSession OpenDtls(MediaRoom room, PeerId peer, ReadOnlySpan<byte> fingerprint) =>
        _acceptor.Open(peer, fingerprint, room.Send);

    internal void CountDtlsDrop(DropReason reason) => Interlocked.Increment(ref _dtlsDrops[(int)reason]);

    internal void Close(MediaRoom room)
    {
        Directory.RemoveAll(room);
        // After the peers' removals that were posted before.
        room.Thread.Post(_ =>
        {
            room.Thread.Abandon(room);
            Directory.RemoveAll(room);
        });
        lock (_gate)
        {
            if (!_rooms.Remove(room))
                return;
            room.Thread.RoomCount--;
            _retired.Add(room);
        }
    }

    private Dictionary<DropReason, long> Drops(RoomTotals totals)
    {
        var drops = new Dictionary<DropReason, long>();
        foreach (var reason in Enum.GetValues<DropReason>())
        {
            var count = totals.Drops(reason) + Volatile.Read(ref _dtlsDrops[(int)reason]) + _threads.Sum(t => t.Drops(reason)) + Connections.Drops(reason);
            if (count > 0)
                drops[reason] = count;
        }

        return drops;
    }
}
