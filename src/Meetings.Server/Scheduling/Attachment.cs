using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

/// <summary>
/// Everything about a caller that decides what they are in a meeting: who they are, the units they belong to on its day, the
/// units they manage. Gathered once, then <see cref="StandingIn"/> is a pure question.
/// </summary>
internal sealed record Attachment(
    Caller Caller,
    IReadOnlySet<UnitId> PositionUnits,
    IReadOnlySet<UnitId> TechnicianUnits,
    IReadOnlySet<UnitId> RoleUnits,
    IReadOnlySet<UnitId> ManagedUnits,
    IReadOnlySet<MeetingId> AdmittedTo,
    UnitId? SiteUnit,
    IReadOnlyDictionary<SiteId, UnitId> SitesOfUnits)
{
    /// <summary>Null when the meeting is not to be seen by the caller: then it does not exist for them.</summary>
    public Standing? StandingIn(MeetingFacts meeting)
    {
        var standing = RoleIn(meeting);
        if (standing is null or { MayManage: true } || meeting.Restricted.Count == 0)
        {
            return standing;
        }

        var hidden = meeting.Restricted
            .Where(i => !Audiences.Includes(i.Audience, Caller, standing.UnitId) && (i.PresenterId is null || Caller.Guest is not null || i.PresenterId != Caller.PersonId))
            .Select(i => i.Id).ToHashSet();
        return standing with { HiddenItems = hidden };
    }

    private Standing? RoleIn(MeetingFacts meeting)
    {
        if (Caller.Guest is { } pass)
        {
            if (pass.MeetingId != meeting.Id || meeting.Status == MeetingStatus.Draft)
            {
                return null;
            }

            // A personal link seats its invitee without a password, but chairs and manages nothing: a forwarded mail must not.
            return RoleByLink(meeting, pass) is var (invitedAs, of)
                ? new Standing(invitedAs is MeetingRole.Chair or MeetingRole.Secretary ? MeetingRole.Delegate : invitedAs, false, of)
                : new Standing(MeetingRole.Guest, false, null, IsWaiting: !AdmittedTo.Contains(meeting.Id));
        }

        var (role, unit) = BestRole(meeting);

        // Whom the chair let in from the lobby is a guest of that meeting, invited or not.
        role ??= AdmittedTo.Contains(meeting.Id) ? MeetingRole.Guest : null;
        var manages = Caller.IsAdministrator || ManagedUnits.Contains(meeting.HostUnitId)
            || role is MeetingRole.Chair or MeetingRole.Secretary;

        // A draft is a thought of those who prepare it; nobody has been invited yet.
        return manages || (role is not null && meeting.Status != MeetingStatus.Draft) ? new Standing(role, manages, unit) : null;
    }

    private (MeetingRole Role, UnitId? Unit)? RoleByLink(MeetingFacts meeting, GuestPass pass) =>
        pass.UnitId is { } unit
            ? meeting.Invitees.FirstOrDefault(i => i.UnitId == unit) is { } asked ? (asked.Role, unit) : null
            : pass.IsInvited && BestRole(meeting) is { Role: { } role } best ? (role, best.Unit) : null;

    /// <summary>Chair before secretary before delegate and so on; an own invitation says more than that of one's unit.</summary>
    private (MeetingRole? Role, UnitId? Unit) BestRole(MeetingFacts meeting)
    {
        UnitId? own = PositionUnits.Count > 0 ? PositionUnits.First() : SiteUnit;
        if (Caller.PersonId is { } person)
        {
            if (meeting.ChairId == person)
            {
                return (MeetingRole.Chair, own);
            }

            if (meeting.SecretaryId == person)
            {
                return (MeetingRole.Secretary, own);
            }

            if (meeting.Invitees.FirstOrDefault(i => i.PersonId == person) is { } invited)
            {
                return (invited.Role, own);
            }

            if (meeting.Presenters.Contains(person))
            {
                return (MeetingRole.Delegate, own);
            }
        }

        if (Caller.SiteId is { } site && meeting.Invitees.FirstOrDefault(i => i.SiteId == site) is { } asSite)
        {
            return (asSite.Role, SiteUnit);
        }

        (MeetingRole Role, UnitId Unit)? best = null;
        foreach (var invitee in meeting.Invitees)
        {
            // A site (điểm cầu) is its unit's: who belongs there sits in it, and registers for it beforehand.
            if ((invitee.UnitId ?? UnitOf(invitee.SiteId)) is { } unit && ThroughUnit(unit, invitee.Role) is { } role && (best is null || role < best.Value.Role))
            {
                best = (role, unit);
            }
        }

        return (best?.Role, best?.Unit);
    }

    private UnitId? UnitOf(SiteId? site) => site is { } id && SitesOfUnits.TryGetValue(id, out var unit) ? unit : null;

    private MeetingRole? ThroughUnit(UnitId unit, MeetingRole invitedAs) =>
        PositionUnits.Contains(unit) || SiteUnit == unit || RoleUnits.Contains(unit) ? invitedAs
        : TechnicianUnits.Contains(unit) ? MeetingRole.Technician
        : null;
}

/// <summary>The part of a meeting that decides who is what in it.</summary>
internal sealed record MeetingFacts(
    MeetingId Id,
    MeetingStatus Status,
    UnitId HostUnitId,
    PersonId? ChairId,
    PersonId? SecretaryId,
    DateTime LocalStart,
    IReadOnlyCollection<PersonId> Presenters,
    IReadOnlyCollection<Invitee> Invitees,
    IReadOnlyCollection<RestrictedItem> Restricted)
{
    public static MeetingFacts Of(Meeting meeting) => new(
        meeting.Id,
        meeting.Status,
        meeting.HostUnitId,
        meeting.ChairId,
        meeting.SecretaryId,
        meeting.LocalStart,
        [.. meeting.Agenda.Where(i => i.PresenterId is not null).Select(i => i.PresenterId!.Value)],
        [.. meeting.Invitees.Select(i => i.AsInvitee())],
        [.. meeting.Agenda.Where(i => i.IsRestricted).Select(i => new RestrictedItem(i.Id, i.PresenterId, i.Audience))]);
}

internal sealed record RestrictedItem(AgendaItemId Id, PersonId? PresenterId, string Audience);

/// <summary>Gathers attachments for one request; positions are dated, so each day is asked once.</summary>
internal sealed class Attachments(MeetingsDbContext db, IDirectory directory)
{
    private static readonly IReadOnlySet<UnitId> None = new HashSet<UnitId>();
    private static readonly IReadOnlyDictionary<SiteId, UnitId> NoSites = new Dictionary<SiteId, UnitId>();
    private readonly Dictionary<(AccountId, DateOnly), Attachment> _byDay = [];
    private readonly Dictionary<AccountId, Attachment> _timeless = [];

    public async Task<Attachment> OnAsync(Caller caller, DateTime localStart, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(localStart);
        if (_byDay.TryGetValue((caller.AccountId, day), out var known))
        {
            return known;
        }

        var attachment = await TimelessAsync(caller, cancellationToken);
        if (caller is { Guest: null, PersonId: { } person })
        {
            attachment = attachment with { PositionUnits = await directory.UnitsOfPersonAsync(person, day, cancellationToken) };
        }

        if (caller.Guest is null)
        {
            UnitId[] units = [.. attachment.PositionUnits.Union(attachment.RoleUnits).Union(attachment.TechnicianUnits)];
            attachment = attachment with { SitesOfUnits = await directory.SitesOfUnitsAsync(units, cancellationToken) };
        }

        return _byDay[(caller.AccountId, day)] = attachment;
    }

    /// <summary>The units where the caller may prepare meetings.</summary>
    public async Task<bool> MayHostAsync(Caller caller, UnitId unit, CancellationToken cancellationToken) =>
        caller.Guest is null
        && (caller.IsAdministrator || (await TimelessAsync(caller, cancellationToken)).ManagedUnits.Contains(unit));

    private async Task<Attachment> TimelessAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (_timeless.TryGetValue(caller.AccountId, out var known))
        {
            return known;
        }

        HashSet<MeetingId> admittedTo =
        [
            .. await db.Set<Admission>().Where(a => a.AccountId == caller.AccountId && a.IsIn).Select(a => a.MeetingId).ToListAsync(cancellationToken),
        ];
        var attachment = new Attachment(caller, None, None, None, None, admittedTo, null, NoSites);

        // An administrator of the installation holds every role everywhere; that must not make them a delegate of every meeting.
        if (caller is { Guest: null, IsAdministrator: false })
        {
            var secretary = await directory.UnitsWithRoleAsync(caller.AccountId, UnitRole.Secretary, cancellationToken);
            var administrator = await directory.UnitsWithRoleAsync(caller.AccountId, UnitRole.Administrator, cancellationToken);
            var official = await directory.UnitsWithRoleAsync(caller.AccountId, UnitRole.Official, cancellationToken);
            var site = await directory.UnitsWithRoleAsync(caller.AccountId, UnitRole.SiteAccount, cancellationToken);
            var technician = await directory.UnitsWithRoleAsync(caller.AccountId, UnitRole.Technician, cancellationToken);
            attachment = attachment with
            {
                ManagedUnits = new HashSet<UnitId>(secretary.Concat(administrator)),
                RoleUnits = new HashSet<UnitId>(secretary.Concat(official).Concat(site)),
                TechnicianUnits = technician,
            };
        }

        if (caller is { Guest: null, SiteId: { } siteId })
        {
            var sites = await directory.SitesAsync([siteId], cancellationToken);
            attachment = attachment with { SiteUnit = sites.TryGetValue(siteId, out var summary) ? summary.UnitId : null };
        }

        return _timeless[caller.AccountId] = attachment;
    }
}
