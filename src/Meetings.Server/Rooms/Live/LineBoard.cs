namespace Meetings.Server.Rooms.Live;

/// <summary>How somebody's line is now, as the media engine measured it.</summary>
/// <param name="Quality">0 (nothing arrives) to 4 (good): <see cref="LineQuality"/>.</param>
/// <param name="Rung">Rung of the ladder, 0 (text) to 4 (full).</param>
/// <param name="Kilobits">What the line carries to them, kbit/s.</param>
/// <param name="LossPercent">Lost on the worse way.</param>
/// <param name="RoundTripMs">Null before the first measurement.</param>
/// <param name="IsTcp">Media goes through TCP because UDP does not get through.</param>
internal sealed record LineReading(int Conn, int Quality, int Rung, long Kilobits, int LossPercent, int? RoundTripMs, bool IsTcp);

/// <summary>The lines of a meeting for those who watch over them: one row a connection, and of later readings only the rows that matter. Pure.</summary>
internal sealed class LineBoard
{
    private readonly Dictionary<int, (LineReading Reading, long Since)> _rows = [];

    /// <summary>Every row: conn, quality, rung, kbit/s, loss, round trip, TCP 0|1, since when quality and rung are so (Unix ms).</summary>
    public IReadOnlyList<object?[]> Rows => [.. _rows.Values.OrderBy(row => row.Reading.Conn).Select(Row)];

    public void Remove(int conn) => _rows.Remove(conn);

    /// <returns>The rows worth telling: another quality, rung or way, or figures that moved by a fifth.</returns>
    public IReadOnlyList<object?[]> Update(IEnumerable<LineReading> readings, long nowMs)
    {
        var changed = new List<object?[]>();
        foreach (var reading in readings)
        {
            var known = _rows.TryGetValue(reading.Conn, out var before);
            var turned = !known || before.Reading.Quality != reading.Quality || before.Reading.Rung != reading.Rung || before.Reading.IsTcp != reading.IsTcp;
            if (!turned && !Moved(before.Reading, reading))
            {
                continue;
            }

            _rows[reading.Conn] = (reading, turned ? nowMs : before.Since);
            changed.Add(Row(_rows[reading.Conn]));
        }

        return changed;
    }

    private static bool Moved(LineReading before, LineReading now) =>
        Math.Abs(before.LossPercent - now.LossPercent) >= 2
        || ByAFifth(before.Kilobits, now.Kilobits, least: 20)
        || ByAFifth(before.RoundTripMs ?? 0, now.RoundTripMs ?? 0, least: 50);

    private static bool ByAFifth(long before, long now, long least) => Math.Abs(before - now) >= Math.Max(least, before / 5);

    private static object?[] Row((LineReading Reading, long Since) row)
    {
        var (conn, quality, rung, kilobits, loss, roundTrip, isTcp) = row.Reading;
        return [conn, quality, rung, kilobits, loss, roundTrip, isTcp ? 1 : 0, row.Since];
    }
}
