using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling;

/// <summary>The directory's answers for one meeting: every unit, person and site it names.</summary>
internal sealed record Names(
    IReadOnlyDictionary<UnitId, UnitSummary> Units,
    IReadOnlyDictionary<PersonId, PersonSummary> People,
    IReadOnlyDictionary<SiteId, SiteSummary> Sites)
{
    public static async Task<Names> OfAsync(
        IDirectory directory,
        DateOnly on,
        UnitId host,
        IEnumerable<PersonId?> people,
        IReadOnlyCollection<Invitee> invitees,
        CancellationToken cancellationToken) => new(
        await directory.UnitsAsync([host, .. invitees.Where(i => i.UnitId is not null).Select(i => i.UnitId!.Value)], cancellationToken),
        await directory.PeopleAsync(
            [.. people.Concat(invitees.Select(i => i.PersonId)).Where(p => p is not null).Select(p => p!.Value).Distinct()], on, cancellationToken),
        await directory.SitesAsync([.. invitees.Where(i => i.SiteId is not null).Select(i => i.SiteId!.Value)], cancellationToken));

    public string Unit(UnitId id) => Units.TryGetValue(id, out var unit) ? unit.Name : "";

    public PersonRef? Person(PersonId? id) =>
        id is { } known && People.TryGetValue(known, out var person)
            ? new PersonRef(known, person.FullName, person.Position, person.UnitName)
            : null;

    public InviteeView Invitee(MeetingInvitee invitee)
    {
        var id = invitee.Id.ToString("N");
        if (invitee.UnitId is { } unitId)
        {
            var unit = Units.GetValueOrDefault(unitId);
            return new InviteeView(id, InviteeKind.Unit, unitId.ToString(), unit?.Name ?? "", unit?.ParentName, invitee.Role);
        }

        if (invitee.SiteId is { } siteId)
        {
            var site = Sites.GetValueOrDefault(siteId);
            return new InviteeView(id, InviteeKind.Site, siteId.ToString(), site?.Name ?? "", site?.UnitName, invitee.Role);
        }

        var personId = invitee.PersonId!.Value;
        var person = People.GetValueOrDefault(personId);
        string?[] detail = [person?.Position, person?.UnitName];
        var text = string.Join(", ", detail.Where(d => !string.IsNullOrEmpty(d)));
        return new InviteeView(id, InviteeKind.Person, personId.ToString(), person?.FullName ?? "", text.Length > 0 ? text : null, invitee.Role);
    }
}
