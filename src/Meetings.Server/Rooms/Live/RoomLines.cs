using Meetings.Media.Conference;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// Everybody's line in one room: the rung each stands on, what they pinned, how speakers pack their voice, and the board of those who watch
/// over the lines. Never calls back under its lock.
/// </summary>
internal sealed class RoomLines(LineMemory memory, Mention mention)
{
    /// <summary>Weight of one reading in what is remembered: a minute's worth of them.</summary>
    private const double Weight = 0.04;
    private const long Start = 500_000;
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
            return _ladders.GetValueOrDefault(conn)?.Line?.Estimate;
        }
    }

    /// <summary>Media was negotiated: a line that is known starts from what it carried last.</summary>
    public async Task SeatAsync(Connection connection, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Of(connection.Conn).Line is not null)
            {
                return;
            }
        }

        var key = LineMemory.KeyOf(connection);
        var carried = key is null ? null : await memory.RecallAsync(key, cancellationToken);
        lock (_gate)
        {
            var ladder = Of(connection.Conn);
            ladder.Key = key;
            ladder.Line = new LineEstimator(carried ?? Start);
            ladder.Rung = Rungs.Of(ladder.Line.Estimate, Rung.Text);
        }

        TellAgain(connection.Conn);
    }

    /// <summary>Tells a client that has come back where it stands: mentions of the time between were told to nobody.</summary>
    public void TellAgain(int conn)
    {
        object?[]? rung;
        object?[] voice;
        lock (_gate)
        {
            rung = _ladders.GetValueOrDefault(conn) is { Line: not null } ladder ? News(ladder) : null;
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
                else if (ladder.Line is { } line && Measure(line, ladder, peer, now))
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
    private bool Measure(LineEstimator line, Ladder ladder, PeerStatistics peer, TimeSpan now)
    {
        line.Read(now, peer.BitrateToPeer, peer.LossToPeer, peer.RoundTrip);
        _voice.Set(peer.Peer.Value, line.Estimate);
        ladder.Average = ladder.Average is { } average ? average + ((line.Estimate - average) * Weight) : line.Estimate;
        var before = ladder.Shown;
        ladder.Rung = Rungs.Of(line.Estimate, ladder.Rung);
        return ladder.Shown != before;
    }

    private static LineReading ReadingOf(PeerStatistics peer, Ladder ladder, int quality) => new(
        peer.Peer.Value,
        quality,
        (int)ladder.Shown,
        (ladder.Line?.Estimate ?? 0) / 1000,
        (int)Math.Round(Math.Max(peer.LossFromPeer, peer.LossToPeer) * 100),
        peer.RoundTrip is { } roundTrip ? (int)roundTrip.TotalMilliseconds : null,
        IsTcp: false);

    private static object?[] News(Ladder ladder) => [(int)ladder.Shown, (ladder.Line?.Estimate ?? 0) / 1000];

    private static Dictionary<string, long> Averages(IEnumerable<Ladder> ladders) => ladders
        .Where(ladder => ladder is { Key: not null, Average: not null })
        .GroupBy(ladder => ladder.Key!)
        .ToDictionary(line => line.Key, line => (long)line.Max(ladder => ladder.Average!.Value));

    private Ladder Of(int conn) => _ladders.TryGetValue(conn, out var known) ? known : _ladders[conn] = new Ladder();

    private sealed class Ladder
    {
        /// <summary>What the line alone allows.</summary>
        public Rung Rung { get; set; } = Rung.Full;

        public Rung? Pinned { get; set; }

        /// <summary>What is given: the line's rung, or the pinned one when that is lower.</summary>
        public Rung Shown => Pinned is { } pinned && pinned < Rung ? pinned : Rung;

        public LineEstimator? Line { get; set; }

        /// <summary>Under which its line is remembered; null for guests.</summary>
        public string? Key { get; set; }

        /// <summary>The estimate over the last minute, bit/s.</summary>
        public double? Average { get; set; }

        /// <summary>The quality everybody was told last.</summary>
        public int Told { get; set; } = -1;
    }
}
