using System.Collections.Immutable;
using Meetings.Media.Primitives;

namespace Meetings.Server.Rooms.Live;

/// <summary>What a room remembers of one connection's media: what it wants, what is in its slots, what it was told of its own pictures.</summary>
internal sealed class MediaPeer
{
    private readonly List<int?> _audio = [null, null, null];
    private readonly List<object[]?> _video = [];

    public RoomMode Mode { get; set; } = RoomMode.Full;

    public int VideoSlots { get; set; }

    /// <summary>What it was last told of the pictures it sends: the layers watched of each, and the codec. The kind of news and its arguments.</summary>
    public Dictionary<string, (string Kind, object?[] Args)> Told { get; } = [];

    public ImmutableArray<Wish>? Chosen { get; set; }

    public ImmutableArray<Wish> Sent { get; set; } = [];

    public void Put(SlotChanged changed)
    {
        if (changed.IsAudio)
        {
            Grow(_audio, changed.Slot);
            _audio[changed.Slot] = changed.Publisher?.Value;
        }
        else
        {
            Grow(_video, changed.Slot);
            var source = changed.Source == SourceKind.Screen ? "screen" : "camera";
            _video[changed.Slot] = changed.Publisher is not { } publisher ? null
                : changed.IsUndecodable ? [publisher.Value, source, 1] : [publisher.Value, source];
        }
    }

    public object?[] Slots() => [_audio.Select(conn => (object?)conn).ToArray(), _video.ToArray()];

    private static void Grow<T>(List<T?> slots, int slot)
    {
        while (slots.Count <= slot)
        {
            slots.Add(default);
        }
    }
}
