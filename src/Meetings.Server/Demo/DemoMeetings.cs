using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Demo;

/// <summary>The meetings of a week, and one that is starting now at every start of the server.</summary>
internal sealed class DemoMeetings(MeetingsDbContext db, TimeProvider time) : IDemoSeed
{
    private const string Zone = "Asia/Ho_Chi_Minh";

    /// <summary>Key of the row without a time: it starts now.</summary>
    private const string NowKey = "now";

    public int Order => 200;

    public async Task SeedAsync(bool isFirst, CancellationToken cancellationToken)
    {
        var rows = DemoMeetingRow.Read();
        if (isFirst)
        {
            foreach (var row in rows)
            {
                db.Add(Make(row, MeetingOf(row.Key), row.Key));
            }
        }
        else
        {
            await RefreshNowAsync(rows.Single(r => r.Key == NowKey), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public static MeetingId MeetingOf(string key) => DemoKey.Id<MeetingId>("meeting/" + key);

    public static AgendaItemId ItemOf(string meeting, int index) => DemoKey.Id<AgendaItemId>($"meeting/{meeting}/item/{index}");

    /// <summary>The running one stays; one that nobody entered moves to now; else there is a new one beside those that were held.</summary>
    private async Task RefreshNowAsync(DemoMeetingRow row, CancellationToken cancellationToken)
    {
        var latest = await db.Set<Meeting>().Where(m => m.Title == row.Title).OrderByDescending(m => m.Start).FirstOrDefaultAsync(cancellationToken);
        if (latest is null || latest.Status is MeetingStatus.Closed or MeetingStatus.Cancelled)
        {
            var key = NowKey + "/" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
            db.Add(Make(row, MeetingOf(key), key));
        }
        else if (latest.Status is MeetingStatus.Draft or MeetingStatus.Scheduled && latest.End < time.GetUtcNow())
        {
            (latest.LocalStart, latest.Start) = StartOf(row);
        }
    }

    private Meeting Make(DemoMeetingRow row, MeetingId id, string key)
    {
        var (local, start) = StartOf(row);
        var meeting = new Meeting
        {
            Id = id,
            Title = row.Title,
            Kind = row.Kind,
            Mode = row.Mode,
            Status = row.Status,
            HostUnitId = OrganisationSeed.UnitOf(row.Host),
            ChairId = OrganisationSeed.PersonOf(row.Chair),
            SecretaryId = OrganisationSeed.PersonOf(row.Secretary),
            LocalStart = local,
            Zone = Zone,
            Start = start,
            Minutes = row.Minutes,
            Place = row.Place,
            Notes = row.Notes,
            CancelReason = row.CancelReason,
            CreatedBy = OrganisationSeed.AccountOf("huyen.thuky"),
            CreatedAt = time.GetUtcNow(),
            SearchText = VietnameseText.Fold(string.Join('\n', [row.Title, row.Place ?? "", .. row.Agenda.Select(i => i.Title)])),
        };
        foreach (var (item, index) in row.Agenda.Select((item, index) => (item, index)))
        {
            meeting.Agenda.Add(new AgendaItem
            {
                Id = ItemOf(key, index),
                MeetingId = id,
                Number = index + 1,
                Title = item.Title,
                Kind = item.Kind,
                Minutes = item.Minutes,
                PresenterId = item.Presenter is { } presenter ? OrganisationSeed.PersonOf(presenter) : null,
                PresenterText = item.PresenterText,
            });
        }

        Invite(meeting, row);
        return meeting;
    }

    private void Invite(Meeting meeting, DemoMeetingRow row)
    {
        foreach (var unit in row.Units ?? [])
        {
            meeting.Invitees.Add(Invitee(meeting.Id, MeetingRole.Delegate, unit: OrganisationSeed.UnitOf(unit)));
        }

        foreach (var site in row.Sites ?? [])
        {
            meeting.Invitees.Add(Invitee(meeting.Id, MeetingRole.Delegate, site: OrganisationSeed.SiteOf(site)));
        }

        var people = (row.People ?? []).Select(p => (p, MeetingRole.Delegate))
            .Concat((row.Technicians ?? []).Select(p => (p, MeetingRole.Technician)))
            .Concat((row.Observers ?? []).Select(p => (p, MeetingRole.Observer)));
        foreach (var (person, role) in people)
        {
            meeting.Invitees.Add(Invitee(meeting.Id, role, person: OrganisationSeed.PersonOf(person)));
        }
    }

    private MeetingInvitee Invitee(MeetingId meeting, MeetingRole role, UnitId? unit = null, PersonId? person = null, SiteId? site = null) =>
        new() { Id = Guid.CreateVersion7(time.GetUtcNow()), MeetingId = meeting, UnitId = unit, PersonId = person, SiteId = site, Role = role };

    private (DateTime Local, DateTimeOffset Start) StartOf(DemoMeetingRow row)
    {
        var now = MeetingTime.LocalOf(time.GetUtcNow(), Zone);
        var local = row.Time is { } at
            ? DateOnly.FromDateTime(now).AddDays(row.Day).ToDateTime(at)
            : now.Date.AddMinutes(Math.Floor(now.TimeOfDay.TotalMinutes / 5) * 5);
        return (local, MeetingTime.Resolve(MeetingTime.Write(local), Zone).Value.Utc);
    }
}
