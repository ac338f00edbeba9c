using System.Collections.Concurrent;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Engine.Net;
using Meetings.Media.Engine.Tcp;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine;

/// <summary>
/// Owns some rooms and one socket. Takes a batch of datagrams, gives each to its room, flushes the rooms that were touched or are
/// due, sends, and waits for the next datagram, command or deadline. Nothing in it blocks on anything else.
/// </summary>
internal sealed class MediaThread : IDisposable
{
    /// <summary>Datagrams a flush may write at most before the outbox is sent: half of what it holds.</summary>
    private const int FlushBudget = 6_000;

    private static readonly TimeSpan LoadEvery = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan FaultEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    /// <summary>Share of a processor from which a thread takes no rests.</summary>
    private const double NoRestFrom = 0.5;

    /// <summary>Datagrams to be expected in a rest that is worth one.</summary>
    private const double LeastInRest = 1.5;

    private readonly TimeSpan _longestRest;
    private readonly IDatagramPort _port;
    private readonly AddressDirectory _directory;
    private readonly MediaConnections _connections;
    private readonly Action<string>? _log;
    private readonly ConcurrentQueue<Action<Instant>> _mailbox = new();
    private readonly HandoverRing _handover = new();
    private readonly HashSet<MediaThread> _toWake = [];
    private readonly DatagramBatch _batch = new();
    private readonly byte[] _taken = GC.AllocateUninitializedArray<byte>(DatagramBatch.SlotBytes, pinned: true);
    private readonly Outbox _outbox = new();
    private readonly List<MediaRoom> _rooms = [];
    private readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];
    private readonly Thread _thread;
    private volatile bool _stopping;
    private int _sleeping;
    private ThreadClock? _clock;
    private long _turns;
    private long _receives;
    private long _received;
    private long _handedOver;
    private long _lastTurn;
    private OverloadRule _overload;
    private Instant _loadAt;
    private TimeSpan _loadCpu;
    private long _loadReceived;
    private TimeSpan _rest;
    private int _shedding;
    private Instant _faultTold;

    public MediaThread(IDatagramPort port, AddressDirectory directory, MediaConnections connections, int number, MediaServerOptions options, Action<string>? log)
    {
        Number = number;
        _longestRest = options.LongestRest;
        _overload = new OverloadRule(options.BusyFrom);
        _port = port;
        _directory = directory;
        _connections = connections;
        _log = log;
        _thread = new Thread(Run) { IsBackground = true, Name = $"media-{number}", Priority = ThreadPriority.AboveNormal };
    }

    public int Number { get; }

    public long SendsRefused { get; private set; }

    public long Faults { get; private set; }

    /// <summary>Rooms given to this thread, for balancing; written by the server's facade.</summary>
    public int RoomCount;

    /// <summary>What its rooms leave out because it has too much to do. Any thread.</summary>
    public int SheddingLevel => Volatile.Read(ref _shedding);

    public long Drops(DropReason reason) => Volatile.Read(ref _drops[(int)reason]);

    /// <summary>What the thread has done so far. Any thread; every figure is a recent one.</summary>
    public MediaThreadStatistics Statistics
    {
        get
        {
            var sent = _port.Sent;
            return new MediaThreadStatistics(
                Number, RoomCount, _clock?.Elapsed, Volatile.Read(ref _turns), Volatile.Read(ref _receives), Volatile.Read(ref _received),
                sent.Calls, sent.Messages, sent.Datagrams, MonotonicClock.Now - new Instant(Volatile.Read(ref _lastTurn)), SheddingLevel,
                Volatile.Read(ref _handedOver));
        }
    }

    public void Start() => _thread.Start();

    /// <summary>Runs something on this thread, in order of posting. Any thread.</summary>
    public void Post(Action<Instant> work)
    {
        _mailbox.Enqueue(work);
        WakeIfSleeping();
    }

    /// <summary>Takes a packet that came by TCP for one of this thread's rooms; false when it is behind. Any thread.</summary>
    public bool TryHandOver(TransportAddress from, MediaRoom room, ReadOnlySpan<byte> packet)
    {
        if (!_handover.TryPut(from, room, packet))
            return false;
        WakeIfSleeping();
        return true;
    }

    public void Adopt(MediaRoom room)
    {
        room.Shed(_overload.Shedding);
        _rooms.Add(room);
    }

    public void Abandon(MediaRoom room) => _rooms.Remove(room);

    public void Dispose()
    {
        _stopping = true;
        _port.Wake();
        if (_thread.IsAlive)
            _thread.Join(TimeSpan.FromSeconds(5));
        _port.Dispose();
    }

    private void WakeIfSleeping()
    {
        if (Interlocked.Exchange(ref _sleeping, 0) == 1)
            _port.Wake();
    }

    private void Run()
    {
        _clock = ThreadClock.OfThisThread();
        ThreadUrgency.Raise();
        _loadAt = MonotonicClock.Now;
        while (!_stopping)
        {
            var received = _port.Receive(_batch);
            var now = MonotonicClock.Now;
            Count(now, received);
            if (now - _loadAt >= LoadEvery)
                WatchLoad(now);
            RunMailbox(now);
            for (var i = 0; i < received; i++)
                Route(now, _batch.From[i], _batch.Bytes(i));
            while (_handover.TryTake(_taken, out var from, out var room, out var length))
                Give(room!, now, from, _taken.AsSpan(0, length));
            foreach (var other in _toWake)
                other.WakeIfSleeping();
            _toWake.Clear();

            var next = FlushRooms(MonotonicClock.Now);
            SendOutbox();
            if (received < DatagramBatch.Capacity)
                Sleep(next);
        }
    }

    private void Count(Instant now, int received)
    {
        Volatile.Write(ref _turns, _turns + 1);
        Volatile.Write(ref _lastTurn, now.Nanoseconds);
        if (received == 0)
            return;
        Volatile.Write(ref _receives, _receives + 1);
        Volatile.Write(ref _received, _received + received);
    }

    /// <summary>Where the system does not tell a thread's time it never rests, and nothing is ever shed.</summary>
    private void WatchLoad(Instant now)
    {
        var span = now - _loadAt;
        var received = _received - _loadReceived;
        (_loadAt, _loadReceived) = (now, _received);
        if (_clock?.Elapsed is not { } cpu)
            return;
        var share = (cpu - _loadCpu) / span;
        _loadCpu = cpu;
        _rest = Rest(_longestRest, received / span.TotalSeconds, share);
        if (!_overload.Note(now, share))
            return;
        Volatile.Write(ref _shedding, _overload.Shedding.Level);
        _log?.Invoke($"media thread {Number} is {share:P0} busy: sheds at level {_overload.Shedding.Level} of {Shedding.Most}");
        foreach (var room in _rooms)
            room.Shed(_overload.Shedding);
    }

    private void RunMailbox(Instant now)
    {
        while (_mailbox.TryDequeue(out var work))
        {
            try
            {
                work(now);
            }
            catch (Exception exception)
            {
                Fault(exception);
            }

            // Posted answers must not pile up in front of the outbox's limits.
            if (_outbox.Count > FlushBudget)
                SendOutbox();
        }
    }

    private void Route(Instant now, TransportAddress from, Span<byte> datagram)
    {
        try
        {
            var reason = PacketRouting.Find(_directory, from, datagram, out var room);
            if (reason != DropReason.None)
                Drop(reason);
            else if (room!.Thread == this)
                Give(room, now, from, datagram);
            else
                HandOver(room, from, datagram);
        }
        catch (Exception exception)
        {
            Fault(exception);
        }
    }

    private void HandOver(MediaRoom room, TransportAddress from, Span<byte> datagram)
    {
        if (!room.Thread._handover.TryPut(from, room, datagram))
        {
            Drop(DropReason.RingFull);
            return;
        }

        Volatile.Write(ref _handedOver, _handedOver + 1);
        _toWake.Add(room.Thread);
    }

    private void Give(MediaRoom room, Instant now, TransportAddress from, Span<byte> datagram)
    {
        try
        {
            room.Receive(now, from, datagram, _outbox);
            // A flush writes at most one datagram a receiver for each received: large rooms are flushed within the batch.
            if (room.PendingWrites > FlushBudget)
            {
                room.Flush(now, _outbox);
                SendOutbox();
            }
        }
        catch (Exception exception)
        {
            Fault(exception);
        }
    }

    private Instant FlushRooms(Instant now)
    {
        var next = Instant.Never;
        for (var i = 0; i < _rooms.Count; i++)
        {
            var room = _rooms[i];
            try
            {
                if (room.IsDue(now))
                {
                    room.Flush(now, _outbox);
                    if (_outbox.Count > FlushBudget)
                        SendOutbox();
                }
            }
            catch (Exception exception)
            {
                Fault(exception);
            }

            next = Instant.Min(next, room.Deadline);
        }

        return next;
    }

    public void Apply(MediaRoom room, Instant now, Conference.RoomCommand command) => room.Apply(now, command, _outbox);

    private void SendOutbox()
    {
        _connections.SendFrom(_outbox);
        if (_outbox.Count > 0)
            SendsRefused += _port.Send(_outbox);
        _outbox.Clear();
    }

    /// <summary>
    /// How long what arrives is left to pile up, so that more of it leaves together: only where something does come in that time, and the less
    /// the busier the thread is, for then packets pile up by themselves and would wait for both.
    /// </summary>
    internal static TimeSpan Rest(TimeSpan longest, double datagramsPerSecond, double share)
    {
        var rest = longest * Math.Clamp(1 - share / NoRestFrom, 0, 1);
        return datagramsPerSecond * rest.TotalSeconds >= LeastInRest ? rest : TimeSpan.Zero;
    }

    private void Sleep(Instant next)
    {
        var wait = next == Instant.Never ? LongestWait : next - MonotonicClock.Now;
        if (wait <= TimeSpan.Zero)
            return;
        Volatile.Write(ref _sleeping, 1);
        Interlocked.MemoryBarrier();
        // Whoever posted before the flag was seen did not wake us, so look once more.
        if (_mailbox.IsEmpty && _handover.IsEmpty && !_stopping)
            _port.Wait(wait < LongestWait ? wait : LongestWait, _rest);

        Volatile.Write(ref _sleeping, 0);
    }

    private void Drop(DropReason reason) => _drops[(int)reason]++;

    /// <summary>A room that fails does so again with the next packet: all are counted, one in ten seconds is told.</summary>
    private void Fault(Exception exception)
    {
        Faults++;
        var now = MonotonicClock.Now;
        if (Faults > 1 && now - _faultTold < FaultEvery)
            return;
        _faultTold = now;
        _log?.Invoke($"a media room failed ({Faults} failures on media thread {Number} so far): {exception}");
    }
}
