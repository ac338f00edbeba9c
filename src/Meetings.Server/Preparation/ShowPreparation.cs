using System.Text.Json;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Preparation;

/// <summary>The preparation of a meeting as one page shows it.</summary>
internal sealed class ShowPreparation(MeetingsDbContext db, PreparationDesk desk, IDirectory directory, IDocuments documents, TimeProvider time)
{
    public async Task<Outcome<PreparationView>> RunAsync(Caller caller, MeetingId meeting, CancellationToken cancellationToken)
    {
        var seen = await desk.SeeAsync(caller, meeting, cancellationToken);
        if (seen.Refusal is { } hidden)
        {
            return hidden;
        }

        var place = seen.Value;
        var plan = await db.Set<PreparationPlan>().AsNoTracking().FirstOrDefaultAsync(p => p.MeetingId == meeting, cancellationToken);
        var opinions = await db.Set<Opinion>().AsNoTracking().Where(o => o.MeetingId == meeting).OrderBy(o => o.CreatedAt).ToListAsync(cancellationToken);
        var questions = await db.Set<PaperQuestion>().AsNoTracking().Where(q => q.MeetingId == meeting).OrderBy(q => q.AskedAt).ToListAsync(cancellationToken);
        var answers = (await db.Set<OpinionAnswer>().AsNoTracking().Where(a => db.Set<Opinion>().Any(o => o.Id == a.OpinionId && o.MeetingId == meeting))
            .ToListAsync(cancellationToken)).ToLookup(a => a.OpinionId);
        var units = await directory.UnitsAsync(
            [.. place.Plan.Invitees.Select(i => i.UnitId).Concat(questions.Select(q => q.UnitId)).Concat(answers.SelectMany(g => g).Select(a => a.UnitId)).OfType<UnitId>().Distinct()],
            cancellationToken);
        var views = new List<OpinionView>();
        foreach (var opinion in opinions)
        {
            // A form on a paper somebody may not read tells nothing of it either.
            if (place.Standing.MayManage || opinion.DocumentId is not { } paper || await documents.MayReadAsync(caller, paper, cancellationToken))
            {
                views.Add(View(opinion, [.. answers[opinion.Id].OrderBy(a => a.AnsweredAt)], place, units));
            }
        }

        return new PreparationView(
            place.Standing.MayManage,
            place.MayAnswer,
            new PreparationPlanInput(plan?.DelegatesDue, plan?.ReportDue, plan?.ReportTopic),
            await RowsAsync(place, units, cancellationToken),
            views,
            [.. questions.Where(q => place.Standing.Sees(q.AgendaItemId)).Select(q => new QuestionView(
                q.Id.ToString("N"), q.AgendaItemId, q.Text, q.AskedBy, q.UnitId is { } unit ? units.GetValueOrDefault(unit)?.Name : null, q.AskedAt,
                KeepQuestions.MayAnswer(place, q), q.Answer, q.AnsweredBy, q.AnsweredAt))]);
    }

    private async Task<IReadOnlyList<SubmissionView>> RowsAsync(
        Place place, IReadOnlyDictionary<UnitId, UnitSummary> units, CancellationToken cancellationToken)
    {
        var shown = place.Plan.Invitees.Where(i => i.Role is MeetingRole.Delegate or MeetingRole.Observer or MeetingRole.Guest)
            .Where(i => place.Standing.MayManage || place.IsMine(i)).ToList();
        var people = await directory.PeopleAsync(
            [.. shown.Select(i => i.PersonId).OfType<PersonId>()], DateOnly.FromDateTime(place.Plan.LocalStart), cancellationToken);
        var sites = await directory.SitesAsync([.. shown.Select(i => i.SiteId).OfType<SiteId>()], cancellationToken);
        var rows = await db.Set<Submission>().AsNoTracking().Where(s => s.MeetingId == place.Plan.Id).ToDictionaryAsync(s => s.Invitee, cancellationToken);
        return [.. shown.Select(invitee =>
        {
            var (key, name) = (Audiences.Word(invitee), NameOf(invitee));
            var row = rows.GetValueOrDefault(key);
            return new SubmissionView(
                key, name, invitee.Role, place.IsMine(invitee),
                row is null ? [] : JsonSerializer.Deserialize<List<DelegateEntry>>(row.Delegates, WireJson.Options)!,
                row?.DelegatesAt, row?.DelegatesBy, row?.ReportState ?? ReportState.Missing, row?.ReportId, row?.ReportName, row?.ReportAt, row?.Remark);
        })];

        string NameOf(Invitee invitee) =>
            invitee.UnitId is { } unit ? units.GetValueOrDefault(unit)?.Name ?? ""
            : invitee.SiteId is { } site ? sites.GetValueOrDefault(site)?.Name ?? ""
            : invitee.PersonId is { } person ? people.GetValueOrDefault(person)?.FullName ?? "" : "";
    }

    private OpinionView View(Opinion opinion, List<OpinionAnswer> answers, Place place, IReadOnlyDictionary<UnitId, UnitSummary> units)
    {
        var options = KeepOpinions.OptionsOf(opinion);
        var mine = answers.Find(a => a.Voice == place.Voice);
        return new OpinionView(
            opinion.Id.ToString("N"),
            opinion.Question,
            options,
            opinion.DocumentId,
            opinion.DueAt,
            KeepOpinions.IsOpen(opinion, time.GetUtcNow()),
            answers.Count,
            mine?.Choice,
            mine?.Text,
            mine?.AnsweredAt,
            place.Standing.MayManage ? [.. options.Select((_, i) => answers.Count(a => a.Choice == i))] : null,
            place.Standing.MayManage
                ? [.. answers.Select(a => new OpinionAnswerView(a.Name, a.UnitId is { } unit ? units.GetValueOrDefault(unit)?.Name : null, a.Choice, a.Text, a.AnsweredAt))]
                : null);
    }
}
