using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms;

/// <summary>How facts are written in the log: a kind, which is also the kind on the wire, and JSON. Old logs must stay readable.</summary>
internal static class RoomEventJson
{
    private static readonly FrozenDictionary<string, Type> Types = new Dictionary<string, Type>
    {
        ["opened"] = typeof(Opened),
        ["begun"] = typeof(Begun),
        ["paused"] = typeof(Paused),
        ["resumed"] = typeof(Resumed),
        ["closed"] = typeof(Closed),
        ["arrived"] = typeof(Arrived),
        ["admitted"] = typeof(Admitted),
        ["entryRefused"] = typeof(EntryRefused),
        ["removed"] = typeof(Removed),
        ["dropped"] = typeof(Dropped),
        ["returned"] = typeof(Returned),
        ["left"] = typeof(Left),
        ["seated"] = typeof(Seated),
        ["unseated"] = typeof(Unseated),
        ["hand"] = typeof(HandRaised),
        ["floor"] = typeof(FloorGiven),
        ["muted"] = typeof(MutedByChair),
        ["spoke"] = typeof(Spoke),
        ["itemBegun"] = typeof(ItemBegun),
        ["itemEnded"] = typeof(ItemEnded),
        ["shown"] = typeof(PageShown),
        ["hidden"] = typeof(PageHidden),
        ["chat"] = typeof(ChatSaid),
        ["chatMarked"] = typeof(ChatMarked),
        ["note"] = typeof(NoteWritten),
        ["conclusion"] = typeof(ConclusionWritten),
        ["noteRemoved"] = typeof(NoteRemoved),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, string> Kinds = Types.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // The log is read by people too; it is never put into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new TypedIdJson(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string KindOf(RoomEvent fact) => Kinds[fact.GetType()];

    public static string Write(RoomEvent fact) => JsonSerializer.Serialize(fact, fact.GetType(), Options);

    public static RoomEvent Read(string kind, string json) =>
        Types.TryGetValue(kind, out var type)
            ? (RoomEvent)(JsonSerializer.Deserialize(json, type, Options) ?? throw new JsonException("An event is not null."))
            : throw new JsonException($"The log holds an event of the unknown kind {kind}; it was written by a newer version.");
}
