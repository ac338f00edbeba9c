namespace Meetings.Server.Kernel;

/// <summary>What a use case answers: a value, or a refusal the user can read and act on. Bugs are exceptions, never outcomes.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, Refusal? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    public Refusal? Refusal { get; }

    public bool IsRefused => Refusal is not null;

    /// <summary>The value; throws when refused, because the caller forgot to ask.</summary>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    public TResult Match<TResult>(Func<T, TResult> ok, Func<Refusal, TResult> refused) =>
        Refusal is null ? ok(_value!) : refused(Refusal);

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>The value of a use case that has nothing to say but that it is done.</summary>
public readonly record struct Done
{
    public static readonly Done Instance;
}

/// <summary>A clear no. <see cref="Code"/> is a key of the client's catalogues ("refusal.CODE"), which say what is wrong and what to do.</summary>
/// <param name="Code">Lower case words joined by "_", e.g. "meeting_already_closed".</param>
/// <param name="Kind">Decides the HTTP status.</param>
/// <param name="Args">Values for the placeholders of the text, e.g. "max" -> "50".</param>
public sealed record Refusal(string Code, RefusalKind Kind = RefusalKind.Invalid, IReadOnlyDictionary<string, string>? Args = null)
{
    public static Refusal Invalid(string code, params (string Key, string Value)[] args) => new(code, RefusalKind.Invalid, ToArgs(args));

    public static Refusal Conflict(string code, params (string Key, string Value)[] args) => new(code, RefusalKind.Conflict, ToArgs(args));

    public static Refusal NotFound(string code = "not_found") => new(code, RefusalKind.NotFound);

    public static Refusal Forbidden(string code = "forbidden") => new(code, RefusalKind.Forbidden);

    private static Dictionary<string, string>? ToArgs((string Key, string Value)[] args) =>
        args.Length == 0 ? null : args.ToDictionary(a => a.Key, a => a.Value);
}

public enum RefusalKind
{
    /// <summary>400: the input is wrong.</summary>
    Invalid,

    /// <summary>401: sign in first.</summary>
    NotSignedIn,

    /// <summary>403: known, but not allowed.</summary>
    Forbidden,

    /// <summary>404: not there, or not to be seen by this caller.</summary>
    NotFound,

    /// <summary>409: right in itself, but not in this state.</summary>
    Conflict,

    /// <summary>413: larger than the limit.</summary>
    TooLarge,

    /// <summary>429: wait a while.</summary>
    TooMany,

    /// <summary>503: try again later.</summary>
    Unavailable,
}
