using System.Collections.Immutable;

namespace Meetings.Server.Rooms.Live;

/// <summary>How much a connection wants to receive.</summary>
internal enum RoomMode
{
    /// <summary>Sound and papers: no video either way.</summary>
    Audio,

    /// <summary>Sound and the speaker's picture.</summary>
    Speaker,

    Full,
}

/// <summary>One wanted picture; the height is in pixels, at most.</summary>
internal readonly record struct Wish(int Conn, bool IsScreen, int Height);

/// <summary>What a connection gets to see when it does not say.</summary>
internal static class DefaultWishes
{
    private const int LargeHeight = 720;
    private const int SmallHeight = 180;

    /// <param name="sources">Bits of every connection that sends: microphone 1, camera 2, screen 4.</param>
    /// <param name="recentSpeakers">The latest to speak first.</param>
    public static ImmutableArray<Wish> For(
        int self, RoomMode mode, int slots, RoomState state, IReadOnlyDictionary<int, int> sources, IReadOnlyList<int> recentSpeakers)
    {
        var wanted = mode switch
        {
            RoomMode.Audio => 0,
            RoomMode.Speaker => Math.Min(1, slots),
            RoomMode.Full => slots,
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
        };
        if (wanted == 0)
        {
            return [];
        }

        var floor = state.Floor?.Conn ?? 0;
        var byImportance = sources.Keys
            .Where(conn => conn != self && state.Find(conn) is { IsIn: true, Line: LineState.Present })
            .OrderByDescending(conn => conn == floor)
            .ThenBy(conn => recentSpeakers.Index().Where(s => s.Item == conn).Select(s => s.Index).DefaultIfEmpty(int.MaxValue).First())
            .ThenBy(conn => conn)
            .ToList();
        var screens = byImportance.Where(conn => (sources[conn] & Sources.Screen) != 0).Select(conn => new Wish(conn, IsScreen: true, LargeHeight));
        var cameras = byImportance.Where(conn => (sources[conn] & Sources.Camera) != 0)
            .Select((conn, index) => new Wish(conn, IsScreen: false, index == 0 ? LargeHeight : SmallHeight));
        return [.. screens.Concat(cameras).Take(wanted)];
    }
}

/// <summary>What a connection sends, as bits on the wire.</summary>
internal static class Sources
{
    public const int Microphone = 1;
    public const int Camera = 2;
    public const int Screen = 4;
}
