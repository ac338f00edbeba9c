using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Preparation.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Preparation;

/// <summary>Answers the slices above.</summary>
internal sealed class WrittenOpinions(MeetingsDbContext db) : IWrittenOpinions
{
    public async Task<IReadOnlyList<WrittenOpinion>> OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken)
    {
        var opinions = await db.Set<Opinion>().AsNoTracking().Where(o => o.MeetingId == meeting).OrderBy(o => o.CreatedAt).ThenBy(o => o.Id).ToListAsync(cancellationToken);
        var ids = opinions.ConvertAll(o => o.Id);
        var answers = (await db.Set<OpinionAnswer>().AsNoTracking().Where(a => ids.Contains(a.OpinionId)).ToListAsync(cancellationToken)).ToLookup(a => a.OpinionId);
        return opinions.ConvertAll(o => new WrittenOpinion(
            o.Question, o.DocumentId, KeepOpinions.OptionsOf(o),
            [.. answers[o.Id].OrderBy(a => a.AnsweredAt).Select(a => new WrittenAnswer(a.Name, a.UnitId, a.Choice, a.Text))]));
    }
}
