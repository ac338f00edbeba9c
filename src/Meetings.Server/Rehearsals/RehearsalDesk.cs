using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Rehearsals;

/// <summary>Keeps trials, shows them to whoever prepares the meeting, and asks those who have not tried.</summary>
internal sealed class RehearsalDesk(MeetingsDbContext db, IMeetings meetings, IDirectory directory, INotifier notifier, IRehearsalLetters letters, TimeProvider time)
{
    /// <summary>Trials of one place that are kept; older ones go.</summary>
    public const int MostTries = 20;

    public async Task<Outcome<RehearsalKept>> KeepAsync(Caller caller, MeetingId id, RehearsalInput input, CancellationToken cancellationToken)
    {
        if (await SeeAsync(caller, id, cancellationToken) is not var (standing, plan))
        {
            return Refusal.NotFound();
        }

        if (!standing.IsInvited || await PlaceOfAsync(caller, standing, plan, cancellationToken) is not { } place)
        {
            return Refusal.Forbidden("rehearsal_not_invited");
        }

        if (plan.Status is MeetingStatus.Closed or MeetingStatus.Cancelled)
        {
            return Refusal.Conflict(plan.Status == MeetingStatus.Closed ? "meeting_closed" : "meeting_cancelled");
        }

        if (!Enum.IsDefined(input.Camera) || !Enum.IsDefined(input.Microphone) || !Enum.IsDefined(input.Speaker) || !Enum.IsDefined(input.Way)
            || input.Down is < 0 or > 1_000_000 || input.Up is < 0 or > 1_000_000 || input.RoundTrip is < 0 or > 60_000 || input.Loss is < 0 or > 1000)
        {
            return Refusal.Invalid("input_invalid");
        }

        var now = time.GetUtcNow();
        var kept = new Rehearsal
        {
            Id = Guid.CreateVersion7(now),
            MeetingId = id,
            Place = place,
            By = Cut(caller.DisplayName),
            At = now,
            Camera = input.Camera,
            Microphone = input.Microphone,
            Speaker = input.Speaker,
            Way = input.Way,
            Down = input.Down,
            Up = input.Up,
            RoundTrip = input.RoundTrip,
            Loss = input.Loss,
            Browser = Cut(VietnameseText.Clean(input.Browser ?? "")),
        };
        db.Add(kept);
        var old = await db.Set<Rehearsal>().Where(r => r.MeetingId == id && r.Place == place).OrderByDescending(r => r.At).Skip(MostTries - 1).ToListAsync(cancellationToken);
        db.RemoveRange(old);
        await db.SaveChangesAsync(cancellationToken);
        if (caller.SiteId is { } site && caller.Guest is null && input is { Down: { } down, Up: { } up })
        {
            await directory.NoteLineAsync(site, new SiteLine(down, up, input.RoundTrip, input.Loss, now), cancellationToken);
        }

        var problems = RehearsalRules.Problems(kept);
        return new RehearsalKept(RehearsalRules.Verdict(problems), problems);
    }

    public async Task<Outcome<RehearsalBoard>> ShowAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        if (await SeeAsync(caller, id, cancellationToken) is not var (standing, plan))
        {
            return Refusal.NotFound();
        }

        if (!standing.MayManage && !standing.IsInvited)
        {
            return Refusal.Forbidden();
        }

        var rows = await RowsAsync(plan, cancellationToken);
        var own = await PlaceOfAsync(caller, standing, plan, cancellationToken);
        return new RehearsalBoard(standing.MayManage, standing.MayManage ? rows : [.. rows.Where(r => r.Place == own)]);
    }

    /// <summary>Tells the places without a good trial, by notice and mail, each at most once in an hour of the clock.</summary>
    public async Task<Outcome<RehearsalReminded>> RemindAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        if (await SeeAsync(caller, id, cancellationToken) is not var (standing, plan))
        {
            return Refusal.NotFound();
        }

        if (!standing.MayManage)
        {
            return Refusal.Forbidden();
        }

        if (plan.Status is not (MeetingStatus.Scheduled or MeetingStatus.Open))
        {
            return Refusal.Conflict("meeting_not_scheduled");
        }

        return new RehearsalReminded(await AskAsync(plan, $"asked/{time.GetUtcNow().ToUnixTimeSeconds() / 3600}", cancellationToken));
    }

    /// <param name="occasion">Part of the notices' keys: the same occasion tells nobody twice.</param>
    /// <returns>How many places are asked; who was told on this occasion is not told again.</returns>
    public async Task<int> AskAsync(MeetingPlan plan, string occasion, CancellationToken cancellationToken)
    {
        var waiting = (await RowsAsync(plan, cancellationToken))
            .Where(r => r.Verdict is RehearsalVerdict.Missing or RehearsalVerdict.Failed || r.Problems.Contains("unknown")).ToList();
        var contacts = await directory.ContactsAsync(
            [.. waiting.Where(r => r.Kind == InviteeKind.Unit).Select(r => UnitId.From(Guid.ParseExact(r.Place[1..], "N")))],
            DateOnly.FromDateTime(plan.LocalStart), cancellationToken);
        var told = waiting.SelectMany(r => WhomToTell(r, contacts)).Distinct().ToList();
        var args = new Dictionary<string, string>
        {
            ["title"] = plan.Title,
            ["startAt"] = plan.Start.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        };
        await notifier.TellAsync(
            [.. told.Select(to => new Notice(to, "rehearse", $"rehearse/{plan.Id}/{plan.Start.ToUnixTimeSeconds()}/{occasion}", $"/meetings/{plan.Id}/rehearsal", args, ExpiresAt: plan.Start))],
            cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        // Who has no window open reads mail.
        var places = waiting.Select(r => r.Place).ToHashSet();
        await letters.AskAsync(plan, occasion, [.. plan.Invitees.Where(i => places.Contains(Audiences.Word(i)))], cancellationToken);
        return told.Count;
    }

    /// <summary>The site or person; of a unit its main site, else another, else its people.</summary>
    private static IEnumerable<Addressee> WhomToTell(RehearsalRow row, IReadOnlyDictionary<UnitId, UnitContacts> contacts)
    {
        var target = Guid.ParseExact(row.Place[1..], "N");
        if (row.Kind != InviteeKind.Unit)
        {
            return [row.Kind == InviteeKind.Site ? Addressee.Of(SiteId.From(target)) : Addressee.Of(PersonId.From(target))];
        }

        if (contacts.GetValueOrDefault(UnitId.From(target)) is not { } unit)
        {
            return [];
        }

        return unit.Sites.Count > 0
            ? unit.Sites.OrderByDescending(s => s.IsMain).Take(1).Select(s => Addressee.Of(s.Id))
            : unit.People.Select(p => Addressee.Of(p.Id));
    }

    private async Task<(Standing Standing, MeetingPlan Plan)?> SeeAsync(Caller caller, MeetingId id, CancellationToken cancellationToken) =>
        await meetings.StandingAsync(caller, id, cancellationToken) is { } standing && await meetings.FindAsync(id, cancellationToken) is { } plan
            ? (standing, plan)
            : null;

    private async Task<List<RehearsalRow>> RowsAsync(MeetingPlan plan, CancellationToken cancellationToken)
    {
        var all = (await db.Set<Rehearsal>().AsNoTracking().Where(r => r.MeetingId == plan.Id).ToListAsync(cancellationToken)).ToLookup(r => r.Place);
        var (invited, sites, _) = await ShownAsync(plan, cancellationToken);
        var known = invited.Select(Audiences.Word).ToHashSet();

        // Chair, secretary and presenters are shown when they have tried.
        invited.AddRange(all.Select(g => g.Key).Where(place => place[0] == 'p' && !known.Contains(place))
            .Select(place => new Invitee(null, PersonId.From(Guid.ParseExact(place[1..], "N")), null, MeetingRole.Delegate)));
        var units = await directory.UnitsAsync([.. invited.Select(i => i.UnitId).OfType<UnitId>()], cancellationToken);
        var people = await directory.PeopleAsync(
            [.. invited.Select(i => i.PersonId).OfType<PersonId>()], DateOnly.FromDateTime(plan.LocalStart), cancellationToken);
        var contacts = await directory.ContactsAsync([.. units.Keys], DateOnly.FromDateTime(plan.LocalStart), cancellationToken);
        return [.. invited.Select(Row).Where(r => r.Name.Length > 0).OrderByDescending(r => r.Verdict)
            .ThenBy(r => r.Name, VietnameseText.ByGivenName)];

        RehearsalRow Row(Invitee invitee)
        {
            var place = Audiences.Word(invitee);
            var tries = all[place].OrderByDescending(r => r.At).ToList();
            var site = invitee.SiteId is { } siteId ? sites.GetValueOrDefault(siteId)
                : invitee.UnitId is { } unitId ? contacts.GetValueOrDefault(unitId)?.Sites.FirstOrDefault(s => s.IsMain) : null;
            var (kind, name, unit) = invitee.UnitId is { } u ? (InviteeKind.Unit, units.GetValueOrDefault(u)?.Name ?? "", units.GetValueOrDefault(u)?.ParentName)
                : invitee.SiteId is not null ? (InviteeKind.Site, site?.Name ?? "", site?.UnitName)
                : (InviteeKind.Person, people.GetValueOrDefault(invitee.PersonId!.Value)?.FullName ?? "", people.GetValueOrDefault(invitee.PersonId!.Value)?.UnitName);
            if (tries.Count == 0)
            {
                return new RehearsalRow(place, kind, name, unit, RehearsalVerdict.Missing, [], null, null, null, 0, site?.Technician, site?.TechnicianPhone);
            }

            var (last, problems) = (tries[0], RehearsalRules.Problems(tries[0]));
            return new RehearsalRow(
                place, kind, name, unit, RehearsalRules.Verdict(problems), problems,
                new RehearsalInput(last.Camera, last.Microphone, last.Speaker, last.Way, last.Down, last.Up, last.RoundTrip, last.Loss, last.Browser),
                last.At, last.By, tries.Count, site?.Technician, site?.TechnicianPhone);
        }
    }

    /// <summary>Those invited who come through a line of their own: a unit that is invited beside its site comes through the site.</summary>
    private async Task<(List<Invitee> Shown, IReadOnlyDictionary<SiteId, SiteSummary> Sites, IReadOnlyDictionary<UnitId, SiteId> Through)> ShownAsync(
        MeetingPlan plan, CancellationToken cancellationToken)
    {
        var sites = await directory.SitesAsync([.. plan.Invitees.Select(i => i.SiteId).OfType<SiteId>()], cancellationToken);
        var through = sites.Values.OrderByDescending(s => s.IsMain).GroupBy(s => s.UnitId).ToDictionary(g => g.Key, g => g.First().Id);
        return ([.. plan.Invitees.Where(i => i.Role != MeetingRole.Technician && (i.UnitId is not { } unit || !through.ContainsKey(unit)))], sites, through);
    }

    /// <summary>For whom the caller tries: the site before the person before the unit, whose technicians try for it; else the person alone.</summary>
    private async Task<string?> PlaceOfAsync(Caller caller, Standing standing, MeetingPlan plan, CancellationToken cancellationToken)
    {
        var (shown, _, through) = await ShownAsync(plan, cancellationToken);
        var invited = shown.FirstOrDefault(i => i.SiteId is { } site && site == caller.SiteId)
            ?? shown.FirstOrDefault(i => i.PersonId is { } person && person == caller.PersonId)
            ?? shown.FirstOrDefault(i => i.UnitId is { } unit && unit == standing.UnitId);
        return invited is not null ? Audiences.Word(invited)
            : standing.UnitId is { } own && through.TryGetValue(own, out var itsSite) ? $"s{itsSite}"
            : caller.PersonId is { } self ? $"p{self}"
            : null;
    }

    private static string Cut(string text) => text.Length > Rehearsal.TextLength ? text[..Rehearsal.TextLength] : text;
}
