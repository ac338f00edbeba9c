using Meetings.Server.Kernel;

namespace Meetings.Server.Accounts.Contracts;

/// <summary>Who is asking. Endpoints and hub methods take it as a parameter; it is made from the session cookie.</summary>
/// <param name="Guest">Set when the caller came by a guest link: then nothing but that one meeting may be seen.</param>
public sealed record Caller(
    AccountId AccountId, string DisplayName, PersonId? PersonId, SiteId? SiteId, bool IsAdministrator, GuestPass? Guest);

/// <summary>A guest's pass to one meeting.</summary>
/// <param name="LinkId">The guest link it came from; revoking the link ends the pass.</param>
public sealed record GuestPass(MeetingId MeetingId, string Name, Guid LinkId);
