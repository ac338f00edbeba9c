using Meetings.Server.Documents.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Preparation.Contracts;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Minutes;

/// <summary>Looks up the names a plan and a record speak of, as they were on the day of the meeting.</summary>
internal sealed class MinutesSourcesReader(IDirectory directory, IDocuments documents, IWrittenOpinions opinions)
{
    public async Task<MinutesSources> ReadAsync(MeetingPlan plan, RoomRecord record, CancellationToken cancellationToken)
    {
        HashSet<PersonId> people =
        [
            .. plan.Invitees.Select(i => i.PersonId).Concat(plan.Agenda.Select(i => i.PresenterId)).Concat(record.Attendees.Select(a => a.PersonId))
                .Concat([plan.ChairId, plan.SecretaryId]).Where(p => p is not null).Select(p => p!.Value),
        ];
        var summaries = await directory.PeopleAsync(people, DateOnly.FromDateTime(plan.LocalStart), cancellationToken);
        var written = await opinions.OfMeetingAsync(plan.Id, cancellationToken);
        HashSet<UnitId> wanted =
        [
            plan.HostUnitId,
            .. written.SelectMany(o => o.Answers).Select(a => a.UnitId).OfType<UnitId>(),
            .. plan.Invitees.Select(i => i.UnitId).Concat(summaries.Values.Select(p => p.UnitId)).Where(u => u is not null).Select(u => u!.Value),
        ];
        var units = new Dictionary<UnitId, UnitSummary>(await directory.UnitsAsync(wanted, cancellationToken));
        if (units.TryGetValue(plan.HostUnitId, out var host) && host.ParentId is { } parent && !units.ContainsKey(parent))
        {
            foreach (var (id, unit) in await directory.UnitsAsync([parent], cancellationToken))
            {
                units[id] = unit;
            }
        }

        var sites = await directory.SitesAsync([.. plan.Invitees.Where(i => i.SiteId is not null).Select(i => i.SiteId!.Value)], cancellationToken);
        var papers = new Dictionary<DocumentId, DocumentSummary>();
        foreach (var id in record.DocumentsShown.Select(d => d.DocumentId).Concat(written.Select(o => o.DocumentId).OfType<DocumentId>()).Distinct())
        {
            if (await documents.FindAsync(id, cancellationToken) is { } paper)
            {
                papers[id] = paper;
            }
        }

        return new MinutesSources(plan, record, units, summaries, sites, papers) { Opinions = written };
    }
}
