namespace Meetings.Server.Kernel;

/// <summary>Whoever does something that is written down.</summary>
public interface IActor
{
    AccountId AccountId { get; }

    string DisplayName { get; }
}

/// <summary>Notes who did what. The entry goes into the caller's transaction: no change without its entry, no entry without its change.</summary>
public interface IAudit
{
    /// <param name="by">Null when the server itself did it.</param>
    /// <param name="action">"unit.created", "account.signed_out": record and past participle.</param>
    /// <param name="target">Id of the record.</param>
    /// <param name="details">What was set, small and without secrets; stored as JSON.</param>
    void Note(IActor? by, string action, string target, object? details = null);
}
