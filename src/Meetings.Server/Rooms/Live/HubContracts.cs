using System.Collections.Immutable;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <summary>A refusal as hub methods answer it.</summary>
internal sealed record HubRefusal(string Code, IReadOnlyDictionary<string, string>? Args)
{
    public static HubRefusal? From(Refusal? refusal) => refusal is null ? null : new HubRefusal(refusal.Code, refusal.Args);
}

internal sealed record HubAnswer(HubRefusal? Refusal = null)
{
    public static HubAnswer From(Refusal? refusal) => new(HubRefusal.From(refusal));
}

/// <param name="Resume">Secret of a page: of one that was here before, or its own from the first Enter on.</param>
/// <param name="Since">Number of the last event the device knows.</param>
/// <param name="Offer">base64(deflate-raw(SDP)).</param>
/// <param name="Slots">Video slots of the offer.</param>
/// <param name="Attempt">Grows with every Enter of the page; one that a later one has overtaken is thrown away.</param>
internal sealed record EnterInput(
    string Device, RoomMode Mode, string? Resume = null, long? Since = null, string? Offer = null, int? Slots = null, long? Attempt = null);

/// <param name="SnapshotNeeded">What was missed is too much to send one by one.</param>
internal sealed record EnterAnswer(
    int Conn, string Resume, EntryState State, long Number, string? Answer, IReadOnlyList<int> Seats, bool? SnapshotNeeded,
    HubRefusal? MediaRefusal);

internal sealed record NegotiateAnswer(string? Answer = null, HubRefusal? Refusal = null);

internal sealed record SourcesInput(bool Mic, bool Cam, bool Screen);

internal sealed record WishesInput(RoomMode Mode, ImmutableArray<WishInput>? Video = null);

internal sealed record WishInput(int Conn, WishedSource Source, int Height);

internal enum WishedSource
{
    Camera,
    Screen,
}

internal sealed record BoardAnswer(IReadOnlyList<object?[]>? Rows = null, HubRefusal? Refusal = null);

internal sealed record SitDownInput(ImmutableArray<SitterInput> People);

internal sealed record SitterInput(PersonId? PersonId = null, string? Name = null, string? Position = null);

internal sealed record RevisionAnswer(int? Revision = null, HubRefusal? Refusal = null);

internal sealed record EventOnWire(long Number, long At, string Kind, object?[] Args)
{
    public static EventOnWire From(NumberedEvent fact) =>
        new(fact.Number, fact.At.ToUnixTimeMilliseconds(), RoomEventJson.KindOf(fact.Event), RoomWire.Args(fact.Event));
}

internal sealed record SinceAnswer(IReadOnlyList<EventOnWire>? Events = null, bool? SnapshotNeeded = null, HubRefusal? Refusal = null);
