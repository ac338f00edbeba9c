using Meetings.Server.Kernel;

namespace Meetings.Server.Accounts.Contracts;

/// <summary>What the client knows of who is signed in.</summary>
/// <param name="User">Left out when nobody is signed in.</param>
/// <param name="DemoAccounts">Only in demo mode and signed out.</param>
/// <param name="SecondStep">Set between the right password and the second factor; nobody is signed in yet.</param>
[WireContract(Name = "Session")]
public sealed record SessionView(SessionUser? User, bool Demo, IReadOnlyList<DemoAccount>? DemoAccounts, string Version, SecondStep? SecondStep = null);

/// <summary>What is still asked after the right password.</summary>
/// <param name="Ticket">To be given back with the code; holds five minutes.</param>
/// <param name="Totp">The account has an authenticator app; a recovery code does as well.</param>
/// <param name="Passkey">The account has a passkey.</param>
[WireContract]
public sealed record SecondStep(string Ticket, bool Totp, bool Passkey);

/// <param name="GuestMeetingId">The only meeting a guest may enter.</param>
/// <param name="MustEnrol">An administrator who has to make a second factor before anything else is answered.</param>
[WireContract]
public sealed record SessionUser(
    AccountId AccountId,
    string DisplayName,
    SessionKind Kind,
    PersonId? PersonId,
    SiteId? SiteId,
    bool IsAdministrator,
    IReadOnlyList<AccountUnit> Units,
    MeetingId? GuestMeetingId,
    bool MustEnrol);

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
