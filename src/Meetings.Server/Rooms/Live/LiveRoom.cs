using System.Collections.Immutable;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// The sockets of a room in this process and the last events told to them. The grain tells facts in order after they are
/// committed; an attaching socket gets what it missed and everything newer without a gap.
/// </summary>
internal sealed class LiveRoom : IDisposable
{
    private readonly Func<RoomCommand, Task<RoomAnswer>> _ask;
    private readonly TimeProvider _time;
    private readonly RoomOptions _options;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, RoomSocket> _sockets = [];
    private readonly Queue<NumberedEvent> _recent = new();
    private readonly Dictionary<int, ITimer> _dropTimers = [];
    private readonly Dictionary<AccountId, Guid> _links = [];
    private readonly Dictionary<(AccountId Account, string Page), long> _attempts = [];
    private RoomState _state = RoomState.Empty;
    private ITimer? _floorTimer;

    public LiveRoom(Func<RoomCommand, Task<RoomAnswer>> ask, MediaHost media, LineMemory memory, TimeProvider time, RoomOptions options)
    {
        _ask = ask;
        _time = time;
        _options = options;
        Lines = new RoomLines(memory, Mention);
        Stills = new RoomStills(Mention);
        Media = new RoomMedia(media, Lines, Stills, Mention, (conn, seconds) => _ = ask(new NoteSpeech(conn, seconds)));
    }

    public RoomMedia Media { get; }

    public RoomLines Lines { get; }

    public RoomStills Stills { get; }

    /// <summary>The state as it was last told.</summary>
    public RoomState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    public ImmutableHashSet<int> Attached()
    {
        lock (_gate)
        {
            return [.. _sockets.Keys];
        }
    }

    /// <summary>The grain has folded the log (again).</summary>
    public void Restore(RoomState state, IReadOnlyList<NumberedEvent> facts)
    {
        lock (_gate)
        {
            var told = _state.Number;
            _recent.Clear();
            foreach (var fact in facts.TakeLast(_options.MostMissedEvents))
            {
                _recent.Enqueue(fact);
            }

            _state = state;
            List<NumberedEvent> untold = [.. facts.Where(f => f.Number > told && told > 0)];
            foreach (var fact in untold)
            {
                Deliver(fact);
            }

            Media.Follow(state, untold);

            WatchFloor();
        }
    }

    public void Tell(RoomState state, IReadOnlyList<NumberedEvent> facts)
    {
        lock (_gate)
        {
            _state = state;
            foreach (var fact in facts)
            {
                _recent.Enqueue(fact);
                Deliver(fact);
            }

            Media.Follow(state, facts);
            while (_recent.Count > _options.MostMissedEvents)
            {
                _recent.Dequeue();
            }

            WatchFloor();
        }
    }

    /// <summary>Whether a later Enter of the same page was noted.</summary>
    public bool IsOvertaken(EnterAttempt? attempt)
    {
        lock (_gate)
        {
            return attempt is not null && attempt.Number < _attempts.GetValueOrDefault((attempt.Account, attempt.Page), attempt.Number);
        }
    }

    /// <summary>Notes an Enter that was let in; false when a later one came before it.</summary>
    public bool Note(EnterAttempt? attempt)
    {
        lock (_gate)
        {
            if (attempt is null)
            {
                return true;
            }

            if (IsOvertaken(attempt))
            {
                return false;
            }

            _attempts[(attempt.Account, attempt.Page)] = attempt.Number;
            return true;
        }
    }

    /// <summary>
    /// Binds a socket to its connection. It hears everything after <paramref name="from"/>; false when that is too long ago,
    /// then it hears only what is new and needs a snapshot.
    /// </summary>
    public bool Attach(RoomSocket socket, long from)
    {
        bool complete;
        bool lostInTheLog;
        lock (_gate)
        {
            if (IsOvertaken(socket.Attempt))
            {
                socket.End("replaced");
                return true;
            }

            if (_dropTimers.Remove(socket.Conn, out var timer))
            {
                timer.Dispose();
            }

            if (_sockets.Remove(socket.Conn, out var older))
            {
                older.End("replaced");
            }

            if (_state.Find(socket.Conn) is not { } connection)
            {
                socket.End(_state.Status == Scheduling.Contracts.MeetingStatus.Closed ? "closed" : "removed");
                return true;
            }

            _sockets[socket.Conn] = socket;
            socket.IsIn = connection.IsIn;
            lostInTheLog = connection.Line == LineState.Dropped;
            complete = Reaches(from);
            foreach (var fact in _recent.Where(f => complete && f.Number > from && (socket.IsIn || Concerns(f.Event, socket.Conn))))
            {
                socket.Tell(fact);
            }
        }

        if (lostInTheLog)
        {
            // The line was given up between the answer to Enter and now.
            _ = _ask(new RegainLine(socket.Conn));
        }

        return complete;
    }

    /// <summary>The socket is gone; the others are told if it does not come back soon.</summary>
    public void Detach(RoomSocket socket)
    {
        socket.Stop();
        lock (_gate)
        {
            if (_sockets.GetValueOrDefault(socket.Conn) != socket)
            {
                return;
            }

            _sockets.Remove(socket.Conn);
            if (_state.Find(socket.Conn) is not null)
            {
                _dropTimers[socket.Conn] = _time.CreateTimer(_ => LoseLine(socket.Conn), null, _options.DropAfter, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Events after the number; null when that is too long ago.</summary>
    public IReadOnlyList<NumberedEvent>? Since(long number)
    {
        lock (_gate)
        {
            return Reaches(number) ? [.. _recent.Where(f => f.Number > number)] : null;
        }
    }

    /// <summary>Unnumbered news to one connection, or to all that are in when <paramref name="conn"/> is null.</summary>
    public void Mention(int? conn, string kind, object?[] args)
    {
        lock (_gate)
        {
            foreach (var socket in _sockets.Values.Where(s => s.IsIn && (conn is null || s.Conn == conn)))
            {
                socket.Mention(kind, args);
            }
        }
    }

    /// <summary>The link by which a guest came, so that revoking it ends what it opened, also while the guest's line is lost.</summary>
    public void RememberGuest(AccountId guest, Guid link)
    {
        lock (_gate)
        {
            _links[guest] = link;
        }
    }

    /// <summary>Sends out everybody who came by the link.</summary>
    public void SendAwayGuests(Guid link) => SendAway(account => _links.TryGetValue(account, out var own) && own == link, "removed");

    /// <summary>
    /// Ends the connections of those accounts, sockets and media, because they have lost the right to be here. Not only the
    /// sockets: a PeerConnection lives on without one.
    /// </summary>
    public void SendAway(Func<AccountId, bool> whom, string reason)
    {
        List<int> gone;
        lock (_gate)
        {
            gone = [.. _state.Here.Where(c => whom(c.Arrival.Account)).Select(c => c.Conn)];
            foreach (var conn in gone)
            {
                _sockets.GetValueOrDefault(conn)?.End(reason);
            }
        }

        foreach (var conn in gone)
        {
            _ = _ask(new Leave(conn));
        }
    }

    private void Deliver(NumberedEvent fact)
    {
        foreach (var socket in _sockets.Values)
        {
            if (fact.Event is Admitted admitted && admitted.Conn == socket.Conn)
            {
                socket.IsIn = true;
            }

            if (socket.IsIn || Concerns(fact.Event, socket.Conn))
            {
                socket.Tell(fact);
            }
        }

        switch (fact.Event)
        {
            case Removed removed:
                Forget(removed.Conn)?.End("removed");
                break;
            case EntryRefused refused:
                Forget(refused.Conn)?.End("refused");
                break;
            case Left left:
                Forget(left.Conn);
                break;
            case Closed:
                foreach (var socket in _sockets.Values)
                {
                    socket.End("closed");
                }

                break;
        }
    }

    private RoomSocket? Forget(int conn)
    {
        _sockets.Remove(conn, out var socket);
        return socket;
    }

    /// <summary>The only facts a connection in the lobby hears.</summary>
    private static bool Concerns(RoomEvent fact, int conn) => fact switch
    {
        Admitted admitted => admitted.Conn == conn,
        EntryRefused refused => refused.Conn == conn,
        Closed => true,
        _ => false,
    };

    private bool Reaches(long number) =>
        number >= _state.Number || (_recent.TryPeek(out var oldest) && oldest.Number <= number + 1);

    private void LoseLine(int conn)
    {
        lock (_gate)
        {
            if (_dropTimers.Remove(conn, out var timer))
            {
                timer.Dispose();
            }

            if (_sockets.ContainsKey(conn))
            {
                return;
            }
        }

        _ = _ask(new LoseLine(conn));
    }

    private void WatchFloor()
    {
        _floorTimer?.Dispose();
        _floorTimer = _state.Floor is { StoppedAt: { } stopped }
            ? _time.CreateTimer(
                _ => _ = _ask(new EndFloorGrace()), null, Positive(stopped + _options.FloorGrace - _time.GetUtcNow()), Timeout.InfiniteTimeSpan)
            : null;
    }

    private static TimeSpan Positive(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    public void Dispose()
    {
        lock (_gate)
        {
            _floorTimer?.Dispose();
            foreach (var timer in _dropTimers.Values)
            {
                timer.Dispose();
            }

            _dropTimers.Clear();
        }

        Media.Dispose();
    }
}
