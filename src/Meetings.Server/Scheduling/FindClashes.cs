using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

/// <summary>What stands in the way of a planned time.</summary>
/// <param name="Lines">Lines that do not carry every meeting at that time with pictures.</param>
/// <param name="Day">Only those who are taken at some time of the planned day.</param>
/// <param name="FreeAllDay">How many of the plan are not.</param>
/// <param name="FreeStarts">Up to three wall clock starts at which nothing clashes; empty when nothing clashes now.</param>
[WireContract]
internal sealed record ClashReport(
    IReadOnlyList<ClashView> Clashes, IReadOnlyList<CrowdedLine> Lines, IReadOnlyList<string> FreeStarts, IReadOnlyList<BusyRow> Day, int FreeAllDay);

/// <summary>When somebody of the plan, or its room, is taken on the planned day.</summary>
/// <param name="Kind">Left out for the room.</param>
[WireContract]
internal sealed record BusyRow(InviteeKind? Kind, string Name, IReadOnlyList<BusySpan> Spans);

/// <param name="From">Minutes after midnight at the meeting's place; 0 for what began the day before.</param>
/// <param name="To">Up to 1440.</param>
/// <param name="Title">Left out where the caller may not see the meeting.</param>
[WireContract]
internal sealed record BusySpan(int From, int To, string? Title);

/// <summary>Another meeting at that time.</summary>
/// <param name="Title">Left out where the caller may not see the meeting: then only its time is told.</param>
/// <param name="Names">People, units and sites that are in both.</param>
/// <param name="SameRoom">Both are in the same room of the same unit.</param>
[WireContract]
internal sealed record ClashView(string? Title, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<string> Names, bool SameRoom);

/// <param name="Needed">kbit/s towards the unit for all meetings at once, with pictures.</param>
/// <param name="Down">kbit/s its best measured line carries.</param>
/// <param name="Meetings">Meetings at once, the planned one among them.</param>
[WireContract]
internal sealed record CrowdedLine(string UnitName, int Needed, int Down, int Meetings);

/// <summary>Compares a plan with all meetings around it. Free and busy is told to whoever may prepare meetings; details only to those who see the meeting.</summary>
internal sealed class FindClashes(
    MeetingsDbContext db, MeetingDesk desk, Attachments attachments, IDirectory directory, IWorkingDays days, IConfiguration settings,
    TimeProvider time)
{
    private const int MostStarts = 3;

    /// <summary>kbit/s towards a site for the speaker in 360p, four small pictures and sound; "Scheduling:KbitPerMeeting" overrides it.</summary>
    private const int KbitPerMeeting = 1200;

    /// <param name="except">The meeting that is being edited.</param>
    public async Task<Outcome<ClashReport>> RunAsync(Caller caller, MeetingInput input, MeetingId? except, CancellationToken cancellationToken)
    {
        // A plan that is still being written has no title and half an agenda; time and attendees are what counts here.
        var plan = MeetingRules.Check(input with { Title = "-", Agenda = [], IsUrgent = false });
        if (plan.Refusal is { } wrong)
        {
            return wrong;
        }

        if (!await attachments.MayHostAsync(caller, input.HostUnitId, cancellationToken))
        {
            return Refusal.Forbidden("host_unit_forbidden");
        }

        var presenters = (input.Agenda ?? []).Where(i => i?.PresenterId is not null).Take(AgendaRules.MaxItems).Select(i => i!.PresenterId!.Value);
        var planned = EngagementOf(
            plan.Value.Time.Utc, plan.Value.Minutes, plan.Value.Mode, plan.Value.HostUnitId, plan.Value.Place, plan.Value.ChairId,
            plan.Value.SecretaryId, presenters, plan.Value.Invitees);
        var others = await AroundAsync(caller, plan.Value.Time.Local, except, cancellationToken);
        var names = await Names.OfAsync(
            directory, DateOnly.FromDateTime(plan.Value.Time.Local), plan.Value.HostUnitId,
            [plan.Value.ChairId, plan.Value.SecretaryId, .. presenters], plan.Value.Invitees, cancellationToken);

        var clashes = new List<ClashView>();
        foreach (var (meeting, engagement, standing) in others.Where(o => planned.ClashesWith(o.Engagement)))
        {
            clashes.Add(new ClashView(
                standing is { IsWaiting: false } ? meeting.Title : null,
                meeting.Start,
                meeting.End,
                [.. planned.Attendees.Intersect(engagement.Attendees).Select(a => NameOf(a, names)).Where(n => n.Length > 0).Order(StringComparer.Ordinal)],
                planned.SharesRoom(engagement)));
        }

        var free = clashes.Count == 0 ? [] : Clash.FreeStarts(
            plan.Value.Time.Local, plan.Value.Time.Zone, plan.Value.Minutes, time.GetUtcNow(), new WorkingHours(),
            start => IsFree(planned, start, plan.Value.Minutes, others), days, MostStarts);
        var rows = DayOf(planned, plan.Value.Time, plan.Value.Place, others, names);
        return new ClashReport(
            clashes, planned.UsesLine ? await CrowdedAsync(planned, others, cancellationToken) : [], [.. free.Select(MeetingTime.Write)],
            rows, planned.Attendees.Count - rows.Count(r => r.Kind is not null));
    }

    private static bool IsFree(Engagement planned, DateTimeOffset start, int minutes, IReadOnlyCollection<Around> others)
    {
        var moved = planned with { Start = start, End = start.AddMinutes(minutes) };
        return !others.Any(o => moved.ClashesWith(o.Engagement));
    }

    /// <summary>Those of the plan who are taken on its day, the busiest first.</summary>
    private static List<BusyRow> DayOf(Engagement planned, MeetingTime at, string? place, List<Around> others, Names names)
    {
        var midnight = MeetingTime.ByRule(at.Local.Date, at.Zone).Utc;
        var end = MeetingTime.ByRule(at.Local.Date.AddDays(1), at.Zone).Utc;
        var that = others.Where(o => o.Engagement.Start < end && o.Engagement.End > midnight).ToList();
        var rows = planned.Attendees
            .Select(a => new BusyRow(a.Kind, NameOf(a, names), Spans(that.Where(o => o.Engagement.Attendees.Contains(a)))))
            .Append(new BusyRow(null, place ?? "", Spans(that.Where(o => planned.SharesRoom(o.Engagement)))))
            .Where(r => r.Spans.Count > 0 && r.Name.Length > 0);
        return [.. rows.OrderByDescending(r => r.Spans.Sum(s => s.To - s.From)).ThenBy(r => r.Name, StringComparer.Ordinal)];

        List<BusySpan> Spans(IEnumerable<Around> meetings) =>
        [
            .. meetings.OrderBy(o => o.Engagement.Start).Select(o => new BusySpan(
                (int)Math.Max(0, (o.Engagement.Start - midnight).TotalMinutes),
                (int)Math.Min((end - midnight).TotalMinutes, (o.Engagement.End - midnight).TotalMinutes),
                o.Standing is { IsWaiting: false } ? o.Meeting.Title : null)),
        ];
    }

    /// <summary>Every meeting that could touch the two weeks in which free starts are sought. Drafts count for those only who see them.</summary>
    private async Task<List<Around>> AroundAsync(Caller caller, DateTime local, MeetingId? except, CancellationToken cancellationToken)
    {
        // A meeting lasts up to seven days, and zones differ by up to a day.
        var first = local.AddDays(-9);
        var last = local.AddDays(17);
        var meetings = await db.Set<Meeting>().AsNoTracking()
            .Where(m => m.LocalStart >= first && m.LocalStart < last
                && m.Status != MeetingStatus.Cancelled && m.Status != MeetingStatus.Closed)
            .Include(m => m.Agenda).Include(m => m.Invitees).AsSplitQuery().OrderBy(m => m.LocalStart).ThenBy(m => m.Id)
            .ToListAsync(cancellationToken);
        var answer = new List<Around>(meetings.Count);
        foreach (var m in meetings.Where(m => m.Id != except))
        {
            var facts = MeetingFacts.Of(m);
            var standing = await desk.StandingAsync(caller, facts, cancellationToken);
            if (standing is not null || m.Status != MeetingStatus.Draft)
            {
                answer.Add(new Around(
                    m,
                    EngagementOf(m.Start, m.Minutes, m.Mode, m.HostUnitId, m.Place, m.ChairId, m.SecretaryId, facts.Presenters, facts.Invitees),
                    standing));
            }
        }

        return answer;
    }

    /// <summary>A unit's sites share its line, so the meetings of a unit are summed over the unit and its sites.</summary>
    private async Task<List<CrowdedLine>> CrowdedAsync(Engagement planned, List<Around> others, CancellationToken cancellationToken)
    {
        var online = others.Where(o => o.Engagement.UsesLine && planned.Overlaps(o.Engagement)).Select(o => o.Engagement).ToList();
        var siteIds = online.Append(planned).SelectMany(e => e.Attendees).Where(a => a.Kind == InviteeKind.Site)
            .Select(a => new SiteId(Guid.ParseExact(a.Id, "N"))).Distinct().ToList();
        var sites = await directory.SitesAsync(siteIds, cancellationToken);
        var perMeeting = settings.GetValue("Scheduling:KbitPerMeeting", KbitPerMeeting);
        var crowded = new List<CrowdedLine>();
        foreach (var unit in sites.Values.Where(s => s.Line is not null).GroupBy(s => s.UnitId))
        {
            HashSet<Attendee> atUnit =
            [
                new Attendee(InviteeKind.Unit, unit.Key.ToString()),
                .. sites.Values.Where(s => s.UnitId == unit.Key).Select(s => new Attendee(InviteeKind.Site, s.Id.ToString())),
            ];
            if (!planned.Attendees.Overlaps(atUnit))
            {
                continue;
            }

            var atOnce = Clash.MostAtOnce(planned, online.FindAll(e => e.Attendees.Overlaps(atUnit)));
            var down = unit.Max(s => s.Line!.Down);
            if (atOnce * perMeeting > down)
            {
                crowded.Add(new CrowdedLine(unit.First().UnitName, atOnce * perMeeting, down, atOnce));
            }
        }

        return [.. crowded.OrderBy(c => c.UnitName, StringComparer.Ordinal)];
    }

    private static Engagement EngagementOf(
        DateTimeOffset start, int minutes, MeetingMode mode, UnitId host, string? place, PersonId? chair, PersonId? secretary,
        IEnumerable<PersonId> presenters, IEnumerable<Invitee> invitees)
    {
        var attendees = new HashSet<Attendee>();
        foreach (var person in invitees.Select(i => i.PersonId).Append(chair).Append(secretary).Concat(presenters.Select(p => (PersonId?)p)))
        {
            if (person is { } known)
            {
                attendees.Add(new Attendee(InviteeKind.Person, known.ToString()));
            }
        }

        foreach (var invitee in invitees)
        {
            if (invitee.UnitId is { } unit)
            {
                attendees.Add(new Attendee(InviteeKind.Unit, unit.ToString()));
            }
            else if (invitee.SiteId is { } site)
            {
                attendees.Add(new Attendee(InviteeKind.Site, site.ToString()));
            }
        }

        var room = mode == MeetingMode.Online || string.IsNullOrWhiteSpace(place) ? null : $"{host} {VietnameseText.Fold(place)}";
        return new Engagement(start, start.AddMinutes(minutes), attendees, room, mode != MeetingMode.InPerson);
    }

    private static string NameOf(Attendee attendee, Names names)
    {
        var id = Guid.ParseExact(attendee.Id, "N");
        return attendee.Kind switch
        {
            InviteeKind.Unit => names.Unit(new UnitId(id)),
            InviteeKind.Person => names.Person(new PersonId(id))?.Name ?? "",
            _ => names.Sites.GetValueOrDefault(new SiteId(id))?.Name ?? "",
        };
    }

    private sealed record Around(Meeting Meeting, Engagement Engagement, Standing? Standing);
}
