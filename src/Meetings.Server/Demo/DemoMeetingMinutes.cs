using System.Text.Json;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Minutes;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Rooms;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Demo;

/// <summary>Minutes of the demonstration's past meeting, composed from an invented record as from a real one.</summary>
internal sealed class DemoMeetingMinutes(
    MeetingsDbContext db, IMeetings meetings, IDirectory directory, MinutesSourcesReader sources, TimeProvider time) : IDemoSeed
{
    public int Order => 500;

    public async Task SeedAsync(bool isFirst, CancellationToken cancellationToken)
    {
        if (!isFirst)
        {
            return;
        }

        foreach (var row in DemoMeetingRow.Read().Where(r => r.Record is not null))
        {
            var plan = (await meetings.FindAsync(DemoMeetings.MeetingOf(row.Key), cancellationToken))!;
            var record = await RecordAsync(plan, row.Record!, cancellationToken);
            var body = ComposeMinutes.From(await sources.ReadAsync(plan, record, cancellationToken));
            db.AddRange(LogOf(record));
            db.Add(new MinutesDraft { MeetingId = plan.Id, ComposedAt = time.GetUtcNow(), Body = JsonSerializer.Serialize(body, WireJson.Options) });
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The room's log of it, as far as the next meeting asks: its course and what was concluded.</summary>
    private static IEnumerable<RoomEventRow> LogOf(RoomRecord record)
    {
        const int Secretary = 1;
        List<(DateTimeOffset At, RoomEvent Event)> facts =
        [
            (record.OpenedAt, new Opened()),
            (record.BegunAt!.Value, new Begun()),
            .. record.Items.Select(i => (i.BegunAt, (RoomEvent)new ItemBegun(i.ItemId))),
            .. record.Conclusions.Select(c => (
                record.Items.First(i => i.ItemId == c.ItemId).EndedAt!.Value,
                (RoomEvent)new ConclusionWritten(c.Id, c.ItemId, c.Text, c.UnitId, c.UnitName, c.Due, 1, Secretary))),
            (record.ClosedAt!.Value, new Closed()),
        ];
        return facts.OrderBy(f => f.At).Select((f, index) => new RoomEventRow
        {
            MeetingId = record.MeetingId,
            Number = index + 1,
            At = f.At,
            Kind = RoomEventJson.KindOf(f.Event),
            Json = RoomEventJson.Write(f.Event),
        });
    }

    private async Task<RoomRecord> RecordAsync(MeetingPlan plan, DemoRecordRow row, CancellationToken cancellationToken)
    {
        DateTimeOffset At(int minute) => plan.Start.AddMinutes(minute);
        var people = await directory.PeopleAsync(
            [.. row.Present.Select(p => OrganisationSeed.PersonOf(p.Person))], DateOnly.FromDateTime(plan.LocalStart), cancellationToken);
        var sites = await directory.SitesAsync(
            [.. row.Present.Where(p => p.Site is not null).Select(p => OrganisationSeed.SiteOf(p.Site!))], cancellationToken);
        var units = await directory.UnitsAsync([.. row.Conclusions.Select(c => OrganisationSeed.UnitOf(c.Unit))], cancellationToken);
        PersonSummary Person(string key) => people[OrganisationSeed.PersonOf(key)];
        return new RoomRecord(
            plan.Id,
            At(-15),
            At(0),
            At(row.End),
            [],
            [.. row.Present.Select((p, seat) => new Attendee(
                seat + 1,
                Person(p.Person).Id,
                Person(p.Person).FullName,
                Person(p.Person).Position,
                Person(p.Person).UnitName,
                p.Role ?? "delegate",
                p.Site is { } site ? sites[OrganisationSeed.SiteOf(site)].Name : null,
                p.Lost is [var lost, var back]
                    ? [new Presence(At(p.From), At(lost), true), new Presence(At(back), At(row.End), false)]
                    : [new Presence(At(p.From), At(row.End), false)]))],
            [.. row.Items.Select((item, index) => new RecordedItem(plan.Agenda[index].Id, At(item[0]), At(item[1])))],
            [.. row.Speeches.Select(s => new RecordedSpeech(
                At(s.At), s.Seconds, Person(s.Person).FullName, Person(s.Person).Position, Person(s.Person).UnitName, true,
                plan.Agenda[row.Items.Count(i => i[0] <= s.At) - 1].Id))],
            [.. row.Notes.Select((n, i) => new RecordedNote($"n{i}", plan.Agenda[n.Item].Id, n.Text))],
            [.. row.Conclusions.Select((c, i) => new RecordedConclusion(
                $"c{i}", plan.Agenda[c.Item].Id, c.Text, OrganisationSeed.UnitOf(c.Unit), units[OrganisationSeed.UnitOf(c.Unit)].Name,
                DateOnly.FromDateTime(plan.LocalStart).AddDays(c.Days)))],
            [],
            []);
    }
}
