using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Invitations;

/// <summary>Somebody to be told of a meeting.</summary>
/// <param name="Detail">Position and unit, or the unit a site belongs to.</param>
/// <param name="Mailbox">Null while no address is known.</param>
/// <param name="Told">Whose bells ring.</param>
internal sealed record Recipient(
    InvitedKind Kind,
    PersonId? PersonId,
    SiteId? SiteId,
    UnitId? UnitId,
    MeetingRole Role,
    string Name,
    string? Detail,
    MailAddress? Mailbox,
    IReadOnlyList<Addressee> Told,
    SiteLine? Line = null)
{
    public (PersonId?, SiteId?, UnitId?) Target => (PersonId, SiteId, UnitId);
}

/// <summary>From the plan to those who are told: chair and secretary, invitees, and presenters who are neither; each once.</summary>
internal sealed class Recipients(IDirectory directory)
{
    public async Task<IReadOnlyList<Recipient>> OfAsync(MeetingPlan plan, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(plan.LocalStart);
        var roles = Roles(plan);
        var people = await directory.PeopleAsync([.. roles.Select(r => r.PersonId).OfType<PersonId>()], day, cancellationToken);
        var sites = await directory.SitesAsync([.. roles.Select(r => r.SiteId).OfType<SiteId>()], cancellationToken);
        var unitIds = roles.Select(r => r.UnitId).OfType<UnitId>().ToList();
        var units = await directory.UnitsAsync(unitIds, cancellationToken);
        var contacts = await directory.ContactsAsync(unitIds, day, cancellationToken);
        var all = new List<Recipient>(roles.Count);
        foreach (var role in roles)
        {
            var recipient = role switch
            {
                { PersonId: { } person } when people.TryGetValue(person, out var known) => known.IsActive ? Of(known, role.Role) : null,
                { SiteId: { } site } when sites.TryGetValue(site, out var known) => Of(known, role.Role),
                { UnitId: { } unit } when units.TryGetValue(unit, out var known) => Of(known, contacts.GetValueOrDefault(unit), role.Role),
                _ => null,
            };
            if (recipient is not null)
            {
                all.Add(recipient);
            }
        }

        return all;
    }

    /// <summary>Somebody who was invited and is no more in the plan; null when even the directory no longer knows them.</summary>
    public async Task<Recipient?> AgainAsync(MeetingPlan plan, Invitation row, CancellationToken cancellationToken) => (await OfAsync(
        plan with { ChairId = null, SecretaryId = null, Agenda = [], Invitees = [new Invitee(row.UnitId, row.PersonId, row.SiteId, row.Role)] },
        cancellationToken)) is [var only] ? only : null;

    private static List<Invitee> Roles(MeetingPlan plan)
    {
        var all = new List<Invitee>();
        var seen = new HashSet<PersonId>();
        Add(plan.ChairId, MeetingRole.Chair);
        Add(plan.SecretaryId, MeetingRole.Secretary);
        foreach (var invitee in plan.Invitees)
        {
            if (invitee.PersonId is null)
            {
                all.Add(invitee);
            }
            else
            {
                Add(invitee.PersonId, invitee.Role);
            }
        }

        foreach (var item in plan.Agenda)
        {
            Add(item.PresenterId, MeetingRole.Delegate);
        }

        return all;

        void Add(PersonId? person, MeetingRole role)
        {
            if (person is { } id && seen.Add(id))
            {
                all.Add(new Invitee(null, id, null, role));
            }
        }
    }

    private static Recipient Of(PersonSummary person, MeetingRole role) => new(
        InvitedKind.Person, person.Id, null, null, role, person.FullName,
        string.Join(", ", new[] { person.Position, person.UnitName }.Where(t => !string.IsNullOrEmpty(t))) is { Length: > 0 } detail ? detail : null,
        MailboxOf($"{person.Honorific} {person.FullName}", person.Email), [Addressee.Of(person.Id)]);

    private static Recipient Of(SiteSummary site, MeetingRole role) => new(
        InvitedKind.Site, null, site.Id, null, role, site.Name, site.UnitName, MailboxOf(site.Name, site.Email), [Addressee.Of(site.Id)], site.Line);

    /// <summary>A unit's mail goes to the address of one of its sites, else of its first-ranking person who has one.</summary>
    private static Recipient Of(UnitSummary unit, UnitContacts? contacts, MeetingRole role)
    {
        var site = contacts?.Sites.OrderByDescending(s => s.IsMain).FirstOrDefault(s => MailAddresses.IsSound(s.Email));
        var address = site?.Email ?? contacts?.People.OrderBy(p => p.Rank).FirstOrDefault(p => MailAddresses.IsSound(p.Email))?.Email;
        return new Recipient(
            InvitedKind.Unit, null, null, unit.Id, role, unit.Name, unit.ParentName, MailboxOf(unit.Name, address),
            [.. (contacts?.People ?? []).Select(p => Addressee.Of(p.Id)), .. (contacts?.Sites ?? []).Select(s => Addressee.Of(s.Id))],
            contacts?.Sites.OrderByDescending(s => s.IsMain).FirstOrDefault()?.Line);
    }

    private static MailAddress? MailboxOf(string name, string? address) =>
        MailAddresses.IsSound(address) ? new MailAddress(name, address!) : null;
}
