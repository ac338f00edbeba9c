namespace Meetings.Server.Kernel;

/// <summary>An id that is a GUID under a name of its own, so that a unit's id can never be passed for a person's.</summary>
/// <remarks>On the wire and in URLs an id is 32 lower-case hexadecimal digits.</remarks>
public interface ITypedId<TSelf>
    where TSelf : struct, ITypedId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

public readonly record struct AccountId(Guid Value) : ITypedId<AccountId>
{
    public static AccountId From(Guid value) => new(value);

    public static bool TryParse(string? text, out AccountId id) => TypedId.TryParse(text, out id);

    public override string ToString() => Value.ToString("N");
}

public readonly record struct UnitId(Guid Value) : ITypedId<UnitId>
{
    public static UnitId From(Guid value) => new(value);

    public static bool TryParse(string? text, out UnitId id) => TypedId.TryParse(text, out id);

    public override string ToString() => Value.ToString("N");
}

public readonly record struct PersonId(Guid Value) : ITypedId<PersonId>
{
    public static PersonId From(Guid value) => new(value);

    public static bool TryParse(string? text, out PersonId id) => TypedId.TryParse(text, out id);

    public override string ToString() => Value.ToString("N");
}

public readonly record struct SiteId(Guid Value) : ITypedId<SiteId>
{
    public static SiteId From(Guid value) => new(value);

    public static bool TryParse(string? text, out SiteId id) => TypedId.TryParse(text, out id);

    public override string ToString() => Value.ToString("N");
}

public readonly record struct MeetingId(Guid Value) : ITypedId<MeetingId>
{
    public static MeetingId From(Guid value) => new(value);

    public static bool TryParse(string? text, out MeetingId id) => TypedId.TryParse(text, out id);

    public override string ToString() => Value.ToString("N");
}

/// <summary>Meetings that recur by one rule.</summary>
public readonly record struct SeriesId(Guid Value) : ITypedId<SeriesId>
{
    public static SeriesId From(Guid value) => new(value);

    public static bool TryParse(string? text, out SeriesId id) => TypedId.TryParse(text, out id);

    public override string ToString() => Value.ToString("N");
}

public readonly record struct TemplateId(Guid Value) : ITypedId<TemplateId>
{
    public static TemplateId From(Guid value) => new(value);

    public static bool TryParse(string? text, out TemplateId id) => TypedId.TryParse(text, out id);

    public override string ToString() => Value.ToString("N");
}

public readonly record struct AgendaItemId(Guid Value) : ITypedId<AgendaItemId>
{
    public static AgendaItemId From(Guid value) => new(value);

    public static bool TryParse(string? text, out AgendaItemId id) => TypedId.TryParse(text, out id);

    public override string ToString() => Value.ToString("N");
}

public readonly record struct DocumentId(Guid Value) : ITypedId<DocumentId>
{
    public static DocumentId From(Guid value) => new(value);

    public static bool TryParse(string? text, out DocumentId id) => TypedId.TryParse(text, out id);

    public override string ToString() => Value.ToString("N");
}

/// <summary>Making and reading typed ids.</summary>
public static class TypedId
{
    /// <summary>A new id that sorts by time of making (UUID version 7, RFC 9562), which keeps database pages together.</summary>
    public static TId New<TId>(TimeProvider time)
        where TId : struct, ITypedId<TId> => TId.From(Guid.CreateVersion7(time.GetUtcNow()));

    public static bool TryParse<TId>(string? text, out TId id)
        where TId : struct, ITypedId<TId>
    {
        var ok = Guid.TryParseExact(text, "N", out var guid);
        id = ok ? TId.From(guid) : default;
        return ok;
    }
}
