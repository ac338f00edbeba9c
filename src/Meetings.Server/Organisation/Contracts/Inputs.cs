using Meetings.Server.Kernel;

namespace Meetings.Server.Organisation.Contracts;

/// <param name="Place">Place name of documents; by default the short name without its type word ("xã Mỹ Đông" -> "Mỹ Đông").</param>
/// <param name="ParentId">Left out only at the top, by administrators of the installation.</param>
[WireContract]
public sealed record NewUnit(string Name, string ShortName, UnitKind Kind, DateOnly ValidFrom, UnitId? ParentId = null, int Rank = 500, string? Place = null);

/// <param name="ParentId">When given, the unit moves below it.</param>
[WireContract]
public sealed record UnitEdit(string Name, string ShortName, int Rank, UnitId? ParentId = null, string? Place = null);

/// <param name="On">First day the unit is no more.</param>
/// <param name="Successors">Units that take over; they must exist on that day.</param>
[WireContract]
public sealed record UnitEnd(DateOnly On, IReadOnlyList<UnitId> Successors);

/// <summary>
/// What becomes of units on a day: one into one (renamed or moved), several into one (merged), one into several (split). The first that
/// takes over is the heir of people, sites, roles and of what hangs below.
/// </summary>
/// <param name="On">First day of the new order.</param>
[WireContract]
public sealed record UnitReorganisation(DateOnly On, IReadOnlyList<UnitId> From, IReadOnlyList<ReorganisedUnit> Into);

/// <summary>A unit that takes over: one that exists, or a new one (its ValidFrom is the day of the reorganisation).</summary>
[WireContract]
public sealed record ReorganisedUnit(UnitId? Existing = null, NewUnit? New = null);

/// <summary>The units that took over, in the order asked for.</summary>
[WireContract]
public sealed record Reorganised(IReadOnlyList<UnitId> Into);

/// <param name="Honorific">"Ông" or "Bà".</param>
/// <param name="Positions">All positions, past ones too; they replace what was there.</param>
/// <param name="Email">Where invitations go.</param>
/// <param name="Deputies">All of them; left out they stay as they are.</param>
[WireContract]
public sealed record PersonInput(
    string FullName, string Honorific, IReadOnlyList<PositionInput> Positions, string? Email = null, string? Phone = null,
    IReadOnlyList<DeputyInput>? Deputies = null);

/// <summary>Who may go in the person's place.</summary>
/// <param name="To">First day no longer; left out until further notice.</param>
[WireContract]
public sealed record DeputyInput(PersonId PersonId, DateOnly From, DateOnly? To = null);

/// <summary>What somebody changes of themselves, or a site's device account of its room.</summary>
/// <param name="Honorific">A person's only.</param>
/// <param name="Deputies">A person's only.</param>
/// <param name="Technician">A site's only.</param>
[WireContract]
public sealed record ProfileInput(
    string? Email, string? Phone, string? Honorific = null, IReadOnlyList<DeputyInput>? Deputies = null, string? Technician = null);

/// <param name="ReplacedBy">Takes the person's place in meetings to come; left out, the place stays empty and the secretaries are told.</param>
[WireContract]
public sealed record PersonLeaves(PersonId? ReplacedBy = null);

/// <param name="Name">What the device is called, e.g. "Máy phòng họp tầng 2".</param>
[WireContract]
public sealed record DeviceInput(string Name);

/// <param name="To">First day it is no longer held.</param>
[WireContract]
public sealed record PositionInput(UnitId UnitId, string Title, DateOnly From, DateOnly? To = null);

/// <param name="Capacity">Seats, 1 to 2000.</param>
/// <param name="Line">By hand; left out keeps what was measured.</param>
[WireContract]
public sealed record SiteInput(
    string Name, UnitId UnitId, int Capacity, bool IsMain, string? Technician = null, string? TechnicianPhone = null, string? Email = null,
    SiteLine? Line = null);

[WireContract]
public sealed record AccountInput(
    string UserName,
    string DisplayName,
    IReadOnlyList<AccountRole> Roles,
    PersonId? PersonId = null,
    SiteId? SiteId = null,
    bool IsAdministrator = false,
    bool IsActive = true);

/// <summary>What was made.</summary>
[WireContract]
public sealed record Made([property: WireType("string")] Guid Id);

/// <param name="Link">Sets the password; works once, for three days. Shown once, hand it over in person.</param>
[WireContract]
public sealed record AccountMade(AccountId Id, string Link);
