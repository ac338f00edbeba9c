using Meetings.Server.Kernel;

namespace Meetings.Server.Notifications.Contracts;

/// <summary>Tells people something in the application: the bell and its list, live in every open window.</summary>
public interface INotifier
{
    /// <summary>
    /// Writes into the caller's transaction (the same scoped database context, saved by the caller); open clients hear of it after
    /// the commit. A key told to the same addressee before is passed over, so that a job may run twice.
    /// </summary>
    Task TellAsync(IReadOnlyCollection<Notice> notices, CancellationToken cancellationToken);
}

/// <param name="Kind">The client's text is "notice.KIND" in both catalogues, e.g. "invited" for "notice.invited".</param>
/// <param name="Key">What this is about, at most 200 characters; unique with the addressee.</param>
/// <param name="Link">Path in the application, e.g. "/meetings/ID".</param>
/// <param name="Args">Values of the text's placeholders. An instant as ISO 8601 in UTC under a name ending in "At" is shown as a local time.</param>
/// <param name="Rings">Sounds and stands before everything until it is answered: an urgent meeting (họp đột xuất).</param>
/// <param name="ExpiresAt">No longer worth showing from then on.</param>
public sealed record Notice(
    Addressee To,
    string Kind,
    string Key,
    string Link,
    IReadOnlyDictionary<string, string> Args,
    bool Rings = false,
    DateTimeOffset? ExpiresAt = null);

/// <summary>Whoever is told: a person or a site, whichever account they use, or an account that is neither.</summary>
public readonly record struct Addressee
{
    private Addressee(string value) => Value = value;

    /// <summary>"p" person, "s" site or "a" account, and 32 hexadecimal digits.</summary>
    public string Value { get; }

    public static Addressee Of(PersonId person) => new("p" + person);

    public static Addressee Of(SiteId site) => new("s" + site);

    public static Addressee Of(AccountId account) => new("a" + account);
}
