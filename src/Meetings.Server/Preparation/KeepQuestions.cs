using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Preparation;

/// <summary>Questions on an item before the meeting; its presenter and those who manage the meeting answer.</summary>
internal sealed class KeepQuestions(MeetingsDbContext db, PreparationDesk desk, TimeProvider time)
{
    public async Task<Outcome<Done>> AskAsync(Caller caller, MeetingId meeting, QuestionInput input, CancellationToken cancellationToken)
    {
        var place = await desk.SeeAsync(caller, meeting, cancellationToken);
        if (place.Refusal is { } hidden)
        {
            return hidden;
        }

        if (!place.Value.MayAnswer && !place.Value.Standing.MayManage)
        {
            return Refusal.Forbidden();
        }

        if (place.Value.IsOver)
        {
            return Refusal.Conflict(place.Value.Plan.Status == MeetingStatus.Closed ? "meeting_closed" : "meeting_cancelled");
        }

        if (place.Value.Plan.Agenda.All(i => i.Id != input.AgendaItemId || !place.Value.Standing.Sees(i.Id)))
        {
            return Refusal.NotFound();
        }

        if (PreparationDesk.Text(input.Text, Limits.Text) is not { } text)
        {
            return Refusal.Invalid("question_missing", ("max", $"{Limits.Text}"));
        }

        if (await db.Set<PaperQuestion>().CountAsync(q => q.MeetingId == meeting, cancellationToken) >= Limits.Questions)
        {
            return Refusal.Conflict("too_many_questions", ("max", $"{Limits.Questions}"));
        }

        var now = time.GetUtcNow();
        db.Add(new PaperQuestion
        {
            Id = Guid.CreateVersion7(now),
            MeetingId = meeting,
            AgendaItemId = input.AgendaItemId,
            Text = text,
            AskedById = caller.AccountId,
            AskedBy = caller.DisplayName,
            UnitId = place.Value.Standing.UnitId,
            AskedAt = now,
        });
        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    public async Task<Outcome<Done>> AnswerAsync(Caller caller, string id, QuestionAnswer input, CancellationToken cancellationToken)
    {
        if (!Guid.TryParseExact(id, "N", out var guid) || await db.Set<PaperQuestion>().FirstOrDefaultAsync(q => q.Id == guid, cancellationToken) is not { } question)
        {
            return Refusal.NotFound();
        }

        var place = await desk.SeeAsync(caller, question.MeetingId, cancellationToken);
        if (place.Refusal is { } hidden)
        {
            return hidden;
        }

        if (!MayAnswer(place.Value, question))
        {
            return Refusal.Forbidden();
        }

        if (PreparationDesk.Text(input.Text, Limits.Text) is not { } text)
        {
            return Refusal.Invalid("answer_invalid", ("max", $"{Limits.Text}"));
        }

        (question.Answer, question.AnsweredBy, question.AnsweredAt) = (text, caller.DisplayName, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    public static bool MayAnswer(Place place, PaperQuestion question) => place.Standing.MayManage
        || (place.Caller.PersonId is { } person && place.Plan.Agenda.Any(i => i.Id == question.AgendaItemId && i.PresenterId == person));
}
