using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Minutes;

/// <param name="UnitName">Who is in charge.</param>
[WireContract]
internal sealed record ConclusionView(string Text, string? UnitName, DateOnly? Due);

/// <summary>What a meeting that is over concluded, in the order of its agenda; the next one begins with it.</summary>
internal sealed class ShowConclusions(IMeetings meetings, IRoomRecords records)
{
    public async Task<Outcome<IReadOnlyList<ConclusionView>>> RunAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        if (await meetings.StandingAsync(caller, id, cancellationToken) is not { } standing)
        {
            return Refusal.NotFound();
        }

        if (!standing.MayManage && !standing.IsInvited)
        {
            return Refusal.Forbidden();
        }

        if (await meetings.FindAsync(id, cancellationToken) is not { } plan || await records.ReadAsync(id, cancellationToken) is not { } record)
        {
            return new List<ConclusionView>();
        }

        var order = plan.Agenda.Select((item, index) => (item.Id, index)).ToDictionary(p => p.Id, p => p.index);
        return record.Conclusions.Where(c => c.Text.Length > 0 && (c.ItemId is not { } item || standing.Sees(item)))
            .OrderBy(c => c.ItemId is { } item ? order.GetValueOrDefault(item, int.MaxValue) : int.MaxValue)
            .Select(c => new ConclusionView(c.Text, c.UnitName, c.Due)).ToList();
    }
}
