using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Preparation;

/// <summary>Written opinions: asked for by those who manage the meeting, answered by its members until the deadline, changed as often as they like.</summary>
internal sealed class KeepOpinions(
    MeetingsDbContext db, PreparationDesk desk, IDocuments documents, INotifier notifier, IAudit audit, TimeProvider time)
{
    public async Task<Outcome<Done>> AskAsync(Caller caller, MeetingId meeting, OpinionInput input, CancellationToken cancellationToken)
    {
        var place = await desk.ManageAsync(caller, meeting, cancellationToken);
        if (place.Refusal is { } hidden)
        {
            return hidden;
        }

        var options = (input.Options ?? []).Select(o => PreparationDesk.Text(o?.Replace('\n', ' '), Limits.Line)).ToList();
        if (PreparationDesk.Text(input.Question, Limits.Text) is not { } question)
        {
            return Refusal.Invalid("question_missing", ("max", $"{Limits.Text}"));
        }

        if (options.Count is 1 or > Limits.Options || options.Contains(null) || options.Distinct().Count() != options.Count)
        {
            return Refusal.Invalid("options_invalid", ("max", $"{Limits.Options}"));
        }

        if (input.DueAt <= time.GetUtcNow())
        {
            return Refusal.Invalid("deadline_past");
        }

        if (input.DocumentId is { } paper && (await documents.FindAsync(paper, cancellationToken))?.MeetingId != meeting)
        {
            return Refusal.NotFound("document_unknown");
        }

        if (await db.Set<Opinion>().CountAsync(o => o.MeetingId == meeting, cancellationToken) >= Limits.Opinions)
        {
            return Refusal.Conflict("too_many_opinions", ("max", $"{Limits.Opinions}"));
        }

        var now = time.GetUtcNow();
        var opinion = new Opinion
        {
            Id = Guid.CreateVersion7(now),
            MeetingId = meeting,
            DocumentId = input.DocumentId,
            Question = question,
            Options = string.Join('\n', options),
            DueAt = input.DueAt,
            CreatedAt = now,
        };
        db.Add(opinion);
        audit.Note(caller, "opinion.asked", opinion.Id.ToString("N"));
        if (place.Value.Plan.Status != MeetingStatus.Draft)
        {
            await notifier.TellAsync(PreparationReminders.Notices(place.Value.Plan, "opinionAsked", $"opinion/{opinion.Id:N}", opinion.DueAt), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    public async Task<Outcome<Done>> AnswerAsync(Caller caller, string id, AnswerInput input, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } opinion)
        {
            return Refusal.NotFound();
        }

        var place = await desk.SeeAsync(caller, opinion.MeetingId, cancellationToken);
        if (place.Refusal is { } hidden)
        {
            return hidden;
        }

        if (!place.Value.MayAnswer || (opinion.DocumentId is { } paper && !await documents.MayReadAsync(caller, paper, cancellationToken)))
        {
            return Refusal.Forbidden();
        }

        if (!IsOpen(opinion, time.GetUtcNow()))
        {
            return Refusal.Conflict("opinion_closed");
        }

        var options = OptionsOf(opinion).Count;
        var text = VietnameseText.Clean(input.Text ?? "");
        if (input.Choice is < 0 || input.Choice >= options || (input.Choice is null && (options > 0 || text.Length == 0)) || text.Length > Limits.Text)
        {
            return Refusal.Invalid("answer_invalid", ("max", $"{Limits.Text}"));
        }

        var answer = await db.Set<OpinionAnswer>().FindAsync([opinion.Id, place.Value.Voice], cancellationToken);
        if (answer is null)
        {
            db.Add(answer = new OpinionAnswer { OpinionId = opinion.Id, Voice = place.Value.Voice, Name = caller.DisplayName, UnitId = place.Value.Standing.UnitId });
        }

        (answer.Choice, answer.Text, answer.AnsweredAt) = (input.Choice, text, time.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Two devices of one voice in the same instant: the key lets one of them in.
            return Refusal.Conflict("edited_elsewhere");
        }

        return Done.Instance;
    }

    public async Task<Outcome<Done>> CloseAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } opinion)
        {
            return Refusal.NotFound();
        }

        var place = await desk.ManageAsync(caller, opinion.MeetingId, cancellationToken);
        if (place.Refusal is { } hidden)
        {
            return hidden;
        }

        opinion.ClosedAt ??= time.GetUtcNow();
        audit.Note(caller, "opinion.closed", id);
        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    public static bool IsOpen(Opinion opinion, DateTimeOffset now) => opinion.ClosedAt is null && now < opinion.DueAt;

    public static IReadOnlyList<string> OptionsOf(Opinion opinion) => opinion.Options.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<Opinion?> FindAsync(string id, CancellationToken cancellationToken) =>
        Guid.TryParseExact(id, "N", out var guid) ? await db.Set<Opinion>().FirstOrDefaultAsync(o => o.Id == guid, cancellationToken) : null;
}
