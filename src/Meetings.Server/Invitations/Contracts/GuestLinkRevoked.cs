using Meetings.Server.Kernel;

namespace Meetings.Server.Invitations.Contracts;

/// <summary>A guest link ended before its time; who came by it must go.</summary>
public sealed record GuestLinkRevoked(MeetingId MeetingId, Guid LinkId) : IDomainEvent;
