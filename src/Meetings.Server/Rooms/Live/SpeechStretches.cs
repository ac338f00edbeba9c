namespace Meetings.Server.Rooms.Live;

/// <summary>Turns beginnings and ends of sound into stretches of speech worth recording; short breaths do not end one.</summary>
internal sealed class SpeechStretches
{
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(3);
    private readonly Dictionary<int, (TimeSpan From, TimeSpan? To)> _open = [];

    /// <summary>True while some stretch may still end.</summary>
    public bool IsWaiting => _open.Count > 0;

    /// <param name="now">Any clock that only goes forward.</param>
    public void Mark(int conn, bool speaking, TimeSpan now)
    {
        if (speaking)
        {
            _open[conn] = _open.TryGetValue(conn, out var open) ? (open.From, null) : (now, null);
        }
        else if (_open.TryGetValue(conn, out var open))
        {
            _open[conn] = (open.From, now);
        }
    }

    /// <summary>Takes out the stretches that are over; those shorter than 3 s are forgotten.</summary>
    public List<(int Conn, int Seconds)> TakeEnded(TimeSpan now)
    {
        var ended = _open.Where(o => o.Value.To is { } to && now - to >= Breath).ToList();
        foreach (var (conn, _) in ended)
        {
            _open.Remove(conn);
        }

        return [.. ended
            .Where(o => o.Value.To - o.Value.From >= Shortest)
            .Select(o => (o.Key, (int)Math.Round((o.Value.To!.Value - o.Value.From).TotalSeconds)))];
    }
}
