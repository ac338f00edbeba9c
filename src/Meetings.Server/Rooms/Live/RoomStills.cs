using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <param name="Number">Counts up with each new one of the same source.</param>
internal sealed record Still(byte[] Bytes, string ContentType, int Number, DateTimeOffset At);

/// <summary>
/// Single pictures of a shared screen or of the speaker's camera, for those whose line does not carry video. A publisher makes them only
/// while somebody wants them; they live in memory as long as that lasts.
/// </summary>
internal sealed class RoomStills(Mention mention)
{
    public const int MostBytes = 64 * 1024;
    private const int ScreenSeconds = 4;
    private const int CameraSeconds = 10;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<(int Conn, bool IsScreen), HashSet<int>> _viewers = [];
    private readonly Dictionary<(int Conn, bool IsScreen), Still> _stills = [];
    private int _last;

    /// <summary>Who wants stills of what from now on. Publishers are told when that begins and ends, newcomers what there is.</summary>
    public void Follow(IReadOnlyDictionary<(int Conn, bool IsScreen), IReadOnlyCollection<int>> viewers)
    {
        var news = new List<(int Conn, string Kind, object?[] Args)>();
        lock (_gate)
        {
            foreach (var source in _viewers.Keys.Where(source => !viewers.ContainsKey(source)).ToList())
            {
                _viewers.Remove(source);
                _stills.Remove(source);
                news.Add((source.Conn, "stillWanted", [Name(source.IsScreen), 0]));
            }

            foreach (var (source, now) in viewers)
            {
                var before = _viewers.GetValueOrDefault(source);
                if (before is null)
                {
                    news.Add((source.Conn, "stillWanted", [Name(source.IsScreen), source.IsScreen ? ScreenSeconds : CameraSeconds]));
                }

                if (_stills.TryGetValue(source, out var still))
                {
                    news.AddRange(now.Where(conn => before?.Contains(conn) != true).Select(conn => (conn, "still", News(source, still))));
                }

                _viewers[source] = [.. now];
            }
        }

        Tell(news);
    }

    /// <summary>What a publisher is asked for, told again to one that has come back.</summary>
    public void TellAgain(int conn)
    {
        List<(int Conn, string Kind, object?[] Args)> news;
        lock (_gate)
        {
            news =
            [
                .. _viewers.Keys.Where(source => source.Conn == conn)
                    .Select(source => (conn, "stillWanted", (object?[])[Name(source.IsScreen), source.IsScreen ? ScreenSeconds : CameraSeconds])),
                .. _stills.Where(s => _viewers[s.Key].Contains(conn)).Select(s => (conn, "still", News(s.Key, s.Value))),
            ];
        }

        Tell(news);
    }

    public Outcome<Still> Put(int conn, bool isScreen, byte[] bytes, DateTimeOffset now)
    {
        if (bytes.Length > MostBytes)
        {
            return new Refusal("still_too_large", RefusalKind.TooLarge, new Dictionary<string, string> { ["max"] = $"{MostBytes}" });
        }

        if (ImageType.Of(bytes) is not { } type)
        {
            return Refusal.Invalid("still_format");
        }

        var source = (conn, isScreen);
        Still still;
        List<(int Conn, string Kind, object?[] Args)> news;
        lock (_gate)
        {
            if (!_viewers.TryGetValue(source, out var viewers))
            {
                return Refusal.Conflict("still_unwanted");
            }

            if (_stills.TryGetValue(source, out var before) && now - before.At < Between)
            {
                return new Refusal("too_many_requests", RefusalKind.TooMany);
            }

            still = _stills[source] = new Still(bytes, type, ++_last, now);
            news = [.. viewers.Select(viewer => (viewer, "still", News(source, still)))];
        }

        Tell(news);
        return still;
    }

    /// <summary>The latest still, for somebody who was told of it; null when there is none for them.</summary>
    public Still? Find(int conn, bool isScreen, int viewer)
    {
        lock (_gate)
        {
            return _viewers.TryGetValue((conn, isScreen), out var viewers) && viewers.Contains(viewer)
                ? _stills.GetValueOrDefault((conn, isScreen))
                : null;
        }
    }

    public static string Name(bool isScreen) => isScreen ? "screen" : "camera";

    private static object?[] News((int Conn, bool IsScreen) source, Still still) =>
        [source.Conn, Name(source.IsScreen), still.Number, still.At.ToUnixTimeMilliseconds()];

    private void Tell(List<(int Conn, string Kind, object?[] Args)> news)
    {
        foreach (var (conn, kind, args) in news)
        {
            mention(conn, kind, args);
        }
    }
}

/// <summary>Pictures that browsers can make and show, told by their first bytes and by nothing the sender says.</summary>
internal static class ImageType
{
    /// <returns>The media type; null for anything else.</returns>
    public static string? Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', (byte)'f', ..] => "image/avif",
        _ => null,
    };
}
