using Meetings.Media.Conference;
using Meetings.Media.Engine;
using Meetings.Media.Primitives;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// Everybody's line in one room: the rung each stands on, what they pinned, how speakers pack their voice, and the board of those who watch
/// over the lines. Never calls back under its lock.
/// </summary>
internal sealed class RoomLines(LineMemory memory, Mention mention)
{
    /// <summary>Weight of one reading in what is remembered: a minute's worth of them.</summary>
    private const double Weight = 0.04;
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Ladder> _ladders = [];
    private readonly HashSet<int> _watchers = [];
    private readonly VoiceCeiling _voice = new();
    private readonly LineBoard _board = new();
    private TimeSpan _writtenAt;

    /// <summary>Somebody looks at the board.</summary>
    public bool IsWatched
    {
        get
        {
            lock (_gate)
            {
                return _watchers.Count > 0;
            }
        }
    }

    public Rung RungOf(int conn)
    {
        lock (_gate)
        {
            return _ladders.GetValueOrDefault(conn)?.Rung ?? Rung.Full;
        }
    }

    /// <summary>What the line carries to that connection, bit/s; null before the first estimate.</summary>
    public long? EstimateOf(int conn)
    {
        lock (_gate)
        {
            return _ladders.GetValueOrDefault(conn)?.Estimate;
        }
    }

    /// <summary>
    /// Media was negotiated: what was pinned holds on the new connection, too, and a line that is known starts from what it carried last.
    /// </summary>
    public async Task SeatAsync(Connection connection, MediaRoom room, CancellationToken cancellationToken)
    {
        var key = LineMemory.KeyOf(connection);
        Rung? pinned;
        bool isNew;
        lock (_gate)
        {
            var ladder = Of(connection.Conn);
            isNew = ladder.Key is null && ladder.Estimate is null;
            (pinned, ladder.Key) = (ladder.Pinned, key);
        }

        var peer = new PeerId(connection.Conn);
        if (pinned is { } ceiling)
        {
            room.SetCeiling(peer, ceiling);
        }

        if (isNew && key is not null && await memory.RecallAsync(key, cancellationToken) is { } carried)
        {
            room.SetStartEstimate(peer, carried);
        }
    }

    /// <summary>Tells a client that has come back where it stands: mentions of the time between were told to nobody.</summary>
    public void TellAgain(int conn)
    {
        object?[]? rung;
        object?[] voice;
        lock (_gate)
        {
            rung = _ladders.GetValueOrDefault(conn) is { Estimate: not null } ladder ? News(ladder) : null;
            voice = [(int)_voice.Form];
        }

        mention(conn, "voice", voice);
        if (rung is not null)
        {
            mention(conn, "rung", rung);
        }
    }

    /// <param name="ceiling">Not above this; null leaves it to the line.</param>
    public void Pin(int conn, Rung? ceiling, MediaRoom? room)
    {
        lock (_gate)
        {
            Of(conn).Pinned = ceiling;
        }

        room?.SetCeiling(new PeerId(conn), ceiling ?? Rung.Full);
    }

    /// <summary>The engine has moved a receiver on the ladder.</summary>
    public void Move(int conn, Rung rung, long estimate)
    {
        object?[] news;
        lock (_gate)
        {
            var ladder = Of(conn);
            (ladder.Rung, ladder.Estimate) = (rung, estimate);
            news = News(ladder);
        }

        mention(conn, "rung", news);
    }

    /// <summary>Takes fresh readings of all that are seated; called every few seconds.</summary>
    public void Read(IReadOnlyList<PeerStatistics> peers, TimeSpan now, DateTimeOffset wall)
    {
        var news = new List<(int? Conn, string Kind, object?[] Args)>();
        Dictionary<string, long>? remembered = null;
        lock (_gate)
        {
            var readings = new List<LineReading>();
            foreach (var peer in peers.Where(p => p.HasKeys))
            {
                var ladder = Of(peer.Peer.Value);
                var reading = ReadingOf(peer, ladder);
                readings.Add(reading);
                if (reading.Quality == 0)
                {
                    _voice.Remove(reading.Conn);
                }
                else if (ladder.Estimate is { } estimate)
                {
                    _voice.Set(reading.Conn, estimate);
                    ladder.Average = ladder.Average is { } average ? average + ((estimate - average) * Weight) : estimate;
                }

                if (ladder.Told != reading.Quality)
                {
                    ladder.Told = reading.Quality;
                    news.Add((null, "line", [reading.Conn, reading.Quality]));
                }
            }

            var rows = _board.Update(readings, wall.ToUnixTimeMilliseconds());
            if (rows.Count > 0)
            {
                news.AddRange(_watchers.Select(watcher => ((int?)watcher, "board", rows.ToArray<object?>())));
            }

            if (_voice.Settle(now))
            {
                news.Add((null, "voice", [(int)_voice.Form]));
            }

            if (now - _writtenAt >= WriteEvery)
            {
                _writtenAt = now;
                remembered = Averages(_ladders.Values);
            }
        }

        if (remembered is not null)
        {
            _ = memory.RememberAsync(remembered);
        }

        foreach (var (conn, kind, args) in news)
        {
            mention(conn, kind, args);
        }
    }

    /// <summary>Begins or ends telling a connection the rows of the board.</summary>
    /// <returns>The rows as they stand.</returns>
    public IReadOnlyList<object?[]> Watch(int conn, bool on)
    {
        lock (_gate)
        {
            _ = on ? _watchers.Add(conn) : _watchers.Remove(conn);
            return on ? _board.Rows : [];
        }
    }

    public void Forget(int conn)
    {
        lock (_gate)
        {
            if (_ladders.Remove(conn, out var ladder))
            {
                _ = memory.RememberAsync(Averages([ladder]));
            }

            _watchers.Remove(conn);
            _voice.Remove(conn);
            _board.Remove(conn);
        }
    }

    private static Dictionary<string, long> Averages(IEnumerable<Ladder> ladders) => ladders
        .Where(ladder => ladder is { Key: not null, Average: not null })
        .GroupBy(ladder => ladder.Key!)
        .ToDictionary(line => line.Key, line => (long)line.Max(ladder => ladder.Average!.Value));

    private static LineReading ReadingOf(PeerStatistics peer, Ladder ladder) => new(
        peer.Peer.Value,
        LineQuality.Of(peer),
        (int)ladder.Rung,
        (ladder.Estimate ?? 0) / 1000,
        (int)Math.Round(Math.Max(peer.LossFromPeer, peer.LossToPeer) * 100),
        peer.RoundTrip is { } roundTrip ? (int)roundTrip.TotalMilliseconds : null,
        IsTcp: false);

    private static object?[] News(Ladder ladder) => [(int)ladder.Rung, (ladder.Estimate ?? 0) / 1000];

    private Ladder Of(int conn) => _ladders.TryGetValue(conn, out var known) ? known : _ladders[conn] = new Ladder();

    private sealed class Ladder
    {
        public Rung Rung { get; set; } = Rung.Full;

        public long? Estimate { get; set; }

        public Rung? Pinned { get; set; }

        /// <summary>Under which its line is remembered; null for guests.</summary>
        public string? Key { get; set; }

        /// <summary>The estimate over the last minute, bit/s.</summary>
        public double? Average { get; set; }

        /// <summary>The quality everybody was told last.</summary>
        public int Told { get; set; } = -1;
    }
}
