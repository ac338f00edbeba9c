using Meetings.Server.Kernel;

namespace Meetings.Server.Accounts.Contracts;

/// <summary>What the client knows of who is signed in.</summary>
/// <param name="User">Left out when nobody is signed in.</param>
/// <param name="DemoAccounts">Only in demo mode and signed out.</param>
[WireContract(Name = "Session")]
public sealed record SessionView(SessionUser? User, bool Demo, IReadOnlyList<DemoAccount>? DemoAccounts, string Version);

/// <param name="GuestMeetingId">The only meeting a guest may enter.</param>
[WireContract]
public sealed record SessionUser(
    AccountId AccountId,
    string DisplayName,
    SessionKind Kind,
    PersonId? PersonId,
    SiteId? SiteId,
    bool IsAdministrator,
    IReadOnlyList<AccountUnit> Units,
    MeetingId? GuestMeetingId);

[WireContract]
public enum SessionKind
{
    Person,
    Site,
    Guest,
    Administrator,
}

/// <param name="Role">Organisation's UnitRole in camel case.</param>
[WireContract]
public sealed record AccountUnit(UnitId UnitId, string UnitName, [property: WireType("UnitRole")] string Role);

/// <param name="Description">Position and unit.</param>
[WireContract]
public sealed record DemoAccount(string UserName, string Password, string DisplayName, string Description);
