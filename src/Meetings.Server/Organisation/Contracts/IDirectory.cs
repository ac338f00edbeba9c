using Meetings.Server.Kernel;

namespace Meetings.Server.Organisation.Contracts;

/// <summary>Looks units, people and sites up for the other slices. Unknown ids are left out of the answers.</summary>
public interface IDirectory
{
    Task<IReadOnlyDictionary<UnitId, UnitSummary>> UnitsAsync(IReadOnlyCollection<UnitId> ids, CancellationToken cancellationToken);

    /// <summary>People with their first-ranking position on the given day.</summary>
    Task<IReadOnlyDictionary<PersonId, PersonSummary>> PeopleAsync(
        IReadOnlyCollection<PersonId> ids, DateOnly on, CancellationToken cancellationToken);

    Task<IReadOnlyDictionary<SiteId, SiteSummary>> SitesAsync(IReadOnlyCollection<SiteId> ids, CancellationToken cancellationToken);

    /// <summary>The sites of the given units, each with its unit.</summary>
    Task<IReadOnlyDictionary<SiteId, UnitId>> SitesOfUnitsAsync(IReadOnlyCollection<UnitId> units, CancellationToken cancellationToken);

    /// <summary>Who may go in each person's place on that day, active people only, by given name.</summary>
    Task<ILookup<PersonId, PersonSummary>> DeputiesAsync(IReadOnlyCollection<PersonId> people, DateOnly on, CancellationToken cancellationToken);

    /// <summary>Keeps what a site's line was measured to carry.</summary>
    Task NoteLineAsync(SiteId site, SiteLine line, CancellationToken cancellationToken);

    /// <summary>Whom to tell when a unit is told something: active people with a position in it on that day, and its sites.</summary>
    Task<IReadOnlyDictionary<UnitId, UnitContacts>> ContactsAsync(IReadOnlyCollection<UnitId> units, DateOnly on, CancellationToken cancellationToken);

    /// <summary>Units in which the person holds a position on that day.</summary>
    Task<IReadOnlySet<UnitId>> UnitsOfPersonAsync(PersonId person, DateOnly on, CancellationToken cancellationToken);

    /// <summary>
    /// Units a role of the account reaches: the unit it is held at with its departments and offices, not subordinate communes; an
    /// administrator's the whole subtree. Administrators of the installation get every unit for every role.
    /// </summary>
    Task<IReadOnlySet<UnitId>> UnitsWithRoleAsync(AccountId account, UnitRole role, CancellationToken cancellationToken);
}

public sealed record UnitContacts(IReadOnlyList<PersonSummary> People, IReadOnlyList<SiteSummary> Sites);

/// <param name="Name">Official name inside a sentence, e.g. "UBND xã Mỹ Đông".</param>
/// <param name="Place">Place name of documents (địa danh) without the type word, e.g. "Tháp Mười"; decree 30/2020 annex I, II.4.</param>
public sealed record UnitSummary(UnitId Id, string Name, string ShortName, UnitKind Kind, UnitId? ParentId, string? ParentName, string Place, int Rank);

/// <param name="Honorific">"Ông" or "Bà".</param>
/// <param name="Email">Where invitations go.</param>
/// <param name="IsActive">False for somebody taken out of service: not to be invited any more.</param>
public sealed record PersonSummary(
    PersonId Id, string FullName, string Honorific, string? Position, UnitId? UnitId, string? UnitName, int Rank, string? Email = null, bool IsActive = true);

/// <param name="Technician">Whom to call when the site does not come through.</param>
/// <param name="Line">Null while its line was neither measured nor entered.</param>
public sealed record SiteSummary(
    SiteId Id, string Name, UnitId UnitId, string UnitName, int Capacity, bool IsMain, string? Email = null, SiteLine? Line = null,
    string? Technician = null, string? TechnicianPhone = null);

/// <summary>What a site's line carries.</summary>
/// <param name="Down">kbit/s towards the site, 0 to 1,000,000.</param>
/// <param name="Up">kbit/s from the site, 0 to 1,000,000.</param>
/// <param name="RoundTrip">Milliseconds.</param>
/// <param name="Loss">Packets lost in a thousand, 0 to 1000.</param>
/// <param name="MeasuredAt">Left out when entered by hand.</param>
[WireContract]
public sealed record SiteLine(int Down, int Up, int? RoundTrip = null, int? Loss = null, DateTimeOffset? MeasuredAt = null);

[WireContract]
public enum UnitKind
{
    Province,
    District,
    Commune,
    Department,
    Office,
    Other,
}

[WireContract]
public enum UnitRole
{
    Administrator,
    Secretary,
    Official,
    Technician,
    SiteAccount,
}
