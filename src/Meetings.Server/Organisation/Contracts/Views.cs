using Meetings.Server.Kernel;

namespace Meetings.Server.Organisation.Contracts;

/// <param name="ValidTo">First day it is no more.</param>
/// <param name="ParentId">What it hangs below on the day asked for; the heir where the parent has ended.</param>
/// <param name="Predecessors">Units this one came from, by merger, split or renaming.</param>
/// <param name="Successors">Units it became.</param>
[WireContract]
public sealed record UnitView(
    UnitId Id,
    string Name,
    string ShortName,
    UnitKind Kind,
    UnitId? ParentId,
    int Rank,
    DateOnly ValidFrom,
    DateOnly? ValidTo,
    string? Place,
    IReadOnlyList<UnitKin> Predecessors,
    IReadOnlyList<UnitKin> Successors);

/// <summary>A unit's forebear or successor, which need not be in the tree of the day.</summary>
[WireContract]
public sealed record UnitKin(UnitId Id, string Name);

[WireContract]
public enum DirectoryKind
{
    Unit,
    Person,
    Site,
}

/// <param name="Id">Of the unit, person or site.</param>
/// <param name="Detail">Position and unit of a person, unit of a site, parent of a unit.</param>
[WireContract]
public sealed record DirectoryEntry(DirectoryKind Kind, [property: WireType("string")] Guid Id, string Name, string Detail, UnitId? UnitId);

[WireContract]
public sealed record PersonView(
    PersonId Id, string FullName, string Honorific, IReadOnlyList<PositionView> Positions, string? Email, string? Phone, bool IsActive,
    IReadOnlyList<DeputyView> Deputies);

/// <param name="To">First day no longer.</param>
[WireContract]
public sealed record DeputyView(PersonId PersonId, string FullName, DateOnly From, DateOnly? To);

/// <summary>Of whom is signed in: one of the two, or neither.</summary>
[WireContract]
public sealed record ProfileView(PersonView? Person, SiteView? Site);

/// <param name="To">First day it is no longer held.</param>
[WireContract]
public sealed record PositionView(UnitId UnitId, string UnitName, string Title, DateOnly From, DateOnly? To);

[WireContract]
public sealed record SiteView(
    SiteId Id, string Name, UnitId UnitId, string UnitName, int Capacity, bool IsMain, string? Technician, string? TechnicianPhone,
    string? Email, SiteLine? Line);

[WireContract]
public sealed record AccountView(
    AccountId Id,
    string UserName,
    string DisplayName,
    PersonId? PersonId,
    SiteId? SiteId,
    bool IsAdministrator,
    bool IsActive,
    IReadOnlyList<AccountRole> Roles);

[WireContract]
public sealed record AccountRole(UnitId UnitId, UnitRole Role);
