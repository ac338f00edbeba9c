using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// Everybody's line in one room: the rung each stands on, what they pinned, how speakers pack their voice, and the board of those who watch
/// over the lines. Never calls back under its lock.
/// </summary>
internal sealed class RoomLines(LineMemory memory, Mention mention)
{
    /// <summary>Weight of one reading in what is remembered: a minute's worth of them.</summary>
    private const double Weight = 0.04;
    /// <summary>Taken for a line nobody knows, until the engine has measured it, bit/s.</summary>
    private const long Start = 300_000;
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
            return _ladders.GetValueOrDefault(conn)?.Shown ?? Rung.Full;
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

    /// <summary>What the connection pinned; null leaves it to the line.</summary>
    public Rung? PinOf(int conn)
    {
        lock (_gate)
        {
            return _ladders.GetValueOrDefault(conn)?.Pinned;
        }
    }

    /// <summary>Media was negotiated: a line that is known starts from what it carried last.</summary>
    /// <returns>That figure in bit/s, the first time and where there is one.</returns>
    public async Task<long?> SeatAsync(Connection connection, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Of(connection.Conn).Estimate is not null)
            {
                return null;
            }
        }

        var key = LineMemory.KeyOf(connection);
        var carried = key is null ? null : await memory.RecallAsync(key, cancellationToken);
        lock (_gate)
        {
            var ladder = Of(connection.Conn);
            ladder.Key = key;
            ladder.Estimate = carried ?? Start;
            ladder.Rung = Rungs.Of(ladder.Estimate.Value);
        }

        TellAgain(connection.Conn);
        return carried;
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
    public void Pin(int conn, Rung? ceiling)
    {
        object?[] news;
        lock (_gate)
        {
            var ladder = Of(conn);
            ladder.Pinned = ceiling;
            news = News(ladder);
        }

        mention(conn, "rung", news);
    }

    /// <summary>Takes fresh readings of all that are seated; called every second or two.</summary>
    /// <returns>Those who now get more or less than before.</returns>
    public IReadOnlyList<int> Read(IReadOnlyList<PeerStatistics> peers, TimeSpan now, DateTimeOffset wall)
    {
        var news = new List<(int? Conn, string Kind, object?[] Args)>();
        var moved = new List<int>();
        Dictionary<string, long>? remembered = null;
        lock (_gate)
        {
            var readings = new List<LineReading>();
            foreach (var peer in peers.Where(p => p.HasKeys))
            {
                var conn = peer.Peer.Value;
                var ladder = Of(conn);
                var quality = LineQuality.Of(peer);
                if (quality == 0)
                {
                    _voice.Remove(conn);
                }
                else if (ladder.Estimate is not null && Measure(ladder, peer))
                {
                    moved.Add(conn);
                    news.Add((conn, "rung", News(ladder)));
                }

                if (ladder.Told != quality)
                {
                    ladder.Told = quality;
                    news.Add((null, "line", [conn, quality]));
                }

                readings.Add(ReadingOf(peer, ladder, quality));
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

        return moved;
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

    /// <returns>True when the connection has moved on the ladder.</returns>
    private bool Measure(Ladder ladder, PeerStatistics peer)
    {
        var estimate = peer.EstimateToPeer;
        ladder.Estimate = estimate;
        if (ladder.Pinned == Rung.Text)
        {
            _voice.Remove(peer.Peer.Value); // hears nobody
        }
        else
        {
            _voice.Set(peer.Peer.Value, estimate);
        }

        if (peer.IsEstimateMeasured)
        {
            ladder.Average = ladder.Average is { } average ? average + ((estimate - average) * Weight) : estimate;
        }

        var before = ladder.Shown;
        ladder.Rung = peer.Rung;
        return ladder.Shown != before;
    }

    private static LineReading ReadingOf(PeerStatistics peer, Ladder ladder, int quality) => new(
        peer.Peer.Value,
        quality,
        (int)ladder.Shown,
        (ladder.Estimate ?? 0) / 1000,
        (int)Math.Round(Math.Max(peer.LossFromPeer, peer.LossToPeer) * 100),
        peer.RoundTrip is { } roundTrip ? (int)roundTrip.TotalMilliseconds : null,
        IsTcp: peer.Address is { Connection: > 0 });

    private static object?[] News(Ladder ladder) => [(int)ladder.Shown, (ladder.Estimate ?? 0) / 1000];

    private static Dictionary<string, long> Averages(IEnumerable<Ladder> ladders) => ladders
        .Where(ladder => ladder is { Key: not null, Average: not null })
        .GroupBy(ladder => ladder.Key!)
        .ToDictionary(line => line.Key, line => (long)line.Max(ladder => ladder.Average!.Value));

    private Ladder Of(int conn) => _ladders.TryGetValue(conn, out var known) ? known : _ladders[conn] = new Ladder();

    private sealed class Ladder
    {
        /// <summary>What the engine gives it.</summary>
        public Rung Rung { get; set; } = Rung.Full;

        public Rung? Pinned { get; set; }

        /// <summary>What is given: the line's rung, or the pinned one when that is lower.</summary>
        public Rung Shown => Pinned is { } pinned && pinned < Rung ? pinned : Rung;

        /// <summary>What the line is taken to carry, bit/s; null before media was negotiated.</summary>
        public long? Estimate { get; set; }

        /// <summary>Under which its line is remembered; null for guests.</summary>
        public string? Key { get; set; }

        /// <summary>The estimate over the last minute, bit/s; null before the line itself has told anything.</summary>
        public double? Average { get; set; }

        /// <summary>The quality everybody was told last.</summary>
        public int Told { get; set; } = -1;
    }
}
