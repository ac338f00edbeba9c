using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Rooms.Live;

/// <summary>The append-only log of meetings in the database.</summary>
internal sealed class RoomLog(IServiceScopeFactory scopes)
{
    /// <summary>
    /// Appends in one transaction; a status that moves is moved in the same one, and what an admission lets see is let see in it.
    /// Returns the refusal of the status machine, in which case nothing was written. Throws when the database does.
    /// </summary>
    /// <param name="before">The state the facts follow.</param>
    public async Task<Refusal?> AppendAsync(
        MeetingId meeting, RoomState before, IReadOnlyList<NumberedEvent> facts, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeetingsDbContext>();
        var meetings = scope.ServiceProvider.GetRequiredService<IMeetings>();
        var state = before;
        foreach (var fact in facts)
        {
            if (StatusAfter(fact.Event) is { } status
                && (await meetings.MoveAsync(meeting, status, cancellationToken)).Refusal is { } refusal)
            {
                return refusal;
            }

            state = RoomFold.Apply(state, fact);
            if (DoorOf(fact.Event) is var (conn, isIn))
            {
                await meetings.AdmitAsync(meeting, state.Connections[conn].Arrival.Account, isIn, cancellationToken);
            }

            db.Add(new RoomEventRow
            {
                MeetingId = meeting,
                Number = fact.Number,
                At = fact.At,
                Kind = RoomEventJson.KindOf(fact.Event),
                Json = RoomEventJson.Write(fact.Event),
            });
        }

        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    public async Task<IReadOnlyList<NumberedEvent>> ReadAsync(MeetingId meeting, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeetingsDbContext>();
        var rows = await db.Set<RoomEventRow>().AsNoTracking()
            .Where(row => row.MeetingId == meeting)
            .OrderBy(row => row.Number)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new NumberedEvent(row.Number, row.At, RoomEventJson.Read(row.Kind, row.Json)))];
    }

    /// <summary>Number of the last event in the database; 0 when there is none.</summary>
    public async Task<long> LastNumberAsync(MeetingId meeting, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeetingsDbContext>();
        return await db.Set<RoomEventRow>().Where(row => row.MeetingId == meeting).MaxAsync(row => (long?)row.Number, cancellationToken) ?? 0;
    }

    private static (int Conn, bool IsIn)? DoorOf(RoomEvent fact) => fact switch
    {
        Admitted admitted => (admitted.Conn, true),
        EntryRefused refused => (refused.Conn, false),
        Removed removed => (removed.Conn, false),
        _ => null,
    };

    private static MeetingStatus? StatusAfter(RoomEvent fact) => fact switch
    {
        Opened => MeetingStatus.Open,
        Begun => MeetingStatus.InSession,
        Paused => MeetingStatus.Paused,
        Resumed => MeetingStatus.InSession,
        Closed => MeetingStatus.Closed,
        _ => null,
    };
}
