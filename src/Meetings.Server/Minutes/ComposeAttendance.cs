using Meetings.Server.Kernel;
using Meetings.Server.OfficialDocuments;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Minutes;

/// <summary>Who was there, by unit in official order, and who of the invited was not.</summary>
internal static class ComposeAttendance
{
    /// <summary>Coming or going within this time of the begin or end is being there.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private const string NoUnit = "Thành phần khác";

    public static List<MinutesUnit> Present(MinutesSources sources, MeetingClock clock) =>
        [.. sources.Record.Attendees.Where(a => a.Intervals.Count > 0)
            .GroupBy(a => a.UnitName is { Length: > 0 } unit ? unit : NoUnit)
            .OrderBy(g => g.Key == NoUnit).ThenBy(g => UnitRank(sources, g)).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new MinutesUnit(
                g.Key,
                [.. g.OrderBy(a => Summary(sources, a)?.Rank ?? int.MaxValue).ThenBy(a => a.Name, VietnameseText.ByGivenName)
                    .Select(a => Person(sources, clock, a))]))];

    /// <summary>Invited people who never came; invited units and sites from which nobody came, each unit named once.</summary>
    public static List<MinutesAbsence> Absent(MinutesSources sources)
    {
        var there = sources.Record.Attendees.Where(a => a.Intervals.Count > 0).ToList();
        var people = there.Where(a => a.PersonId is not null).Select(a => a.PersonId!.Value).ToHashSet();
        var units = there.Select(a => a.UnitName).Concat(there.Select(a => Summary(sources, a)?.UnitName)).ToHashSet();
        var sites = there.Select(a => a.SiteLabel).ToHashSet();
        var absent = new List<MinutesAbsence>();
        var named = new HashSet<string>();
        foreach (var invitee in sources.Plan.Invitees.Where(i => i.Role is not MeetingRole.Technician))
        {
            if (invitee.PersonId is { } id && !people.Contains(id) && sources.People.TryGetValue(id, out var person))
            {
                absent.Add(new MinutesAbsence(person.FullName, person.UnitName ?? "", false));
            }
            else if (invitee.UnitId is { } unitId && sources.Units.TryGetValue(unitId, out var unit) && !units.Contains(unit.Name) && named.Add(unit.Name))
            {
                absent.Add(new MinutesAbsence("Đại biểu của đơn vị", unit.Name, false));
            }
        }

        // A room whose unit is already named, or sent somebody by another way, is not missed a second time.
        foreach (var invitee in sources.Plan.Invitees.Where(i => i.SiteId is not null && i.Role is not MeetingRole.Technician))
        {
            if (sources.Sites.TryGetValue(invitee.SiteId!.Value, out var site)
                && !sites.Contains(site.Name) && !units.Contains(site.UnitName) && named.Add(site.UnitName))
            {
                absent.Add(new MinutesAbsence(site.Name, site.UnitName, false));
            }
        }

        return absent;
    }

    private static MinutesPerson Person(MinutesSources sources, MeetingClock clock, Attendee attendee)
    {
        var record = sources.Record;
        var summary = Summary(sources, attendee);
        var name = OfficialText.Person(summary?.Honorific, attendee.Name, null, null);
        var begun = record.BegunAt ?? record.OpenedAt;
        var first = attendee.Intervals.Min(i => i.From);
        var stayed = attendee.Intervals.Any(i => i.To is null);
        var last = stayed ? record.ClosedAt : attendee.Intervals.Max(i => i.To);
        var closed = record.ClosedAt;
        return new MinutesPerson(
            name,
            attendee.Position ?? summary?.Position,
            RoleName(attendee.Role),
            first > begun + Grace ? OfficialText.Clock(clock.Local(first)) : null,
            last is { } left && closed is { } end && left < end - Grace ? OfficialText.Clock(clock.Local(left)) : null,
            Note(attendee, begun, closed));
    }

    private static string? Note(Attendee attendee, DateTimeOffset begun, DateTimeOffset? closed)
    {
        List<string> notes = [];
        if (attendee.SiteLabel is { Length: > 0 } site)
        {
            notes.Add(site.StartsWith("Điểm cầu ", StringComparison.Ordinal) ? $"tại đ{site[1..]}" : $"tại {site}");
        }

        // A line lost while nothing went on is nobody's business.
        var losses = attendee.Intervals.Where(i => i is { LostLine: true, To: not null } && i.To > begun && (closed is null || i.To < closed)).ToList();
        if (losses.Count > 0)
        {
            var away = losses.Sum(lost => attendee.Intervals.Where(i => i.From >= lost.To!.Value).Select(i => (DateTimeOffset?)i.From).Min() is { } back
                ? (int)(back - lost.To!.Value).TotalSeconds
                : 0);
            notes.Add($"mất kết nối {OfficialText.Count(losses.Count)} lần" + (away > 0 ? $", {OfficialText.Minutes(away)}" : ""));
        }

        return notes.Count > 0 ? string.Join("; ", notes) : null;
    }

    private static string RoleName(string role) => role switch
    {
        "chair" => "Chủ trì",
        "secretary" => "Thư ký",
        "observer" => "Dự thính",
        "guest" => "Khách mời",
        "technician" => "Kỹ thuật",
        _ => "Đại biểu",
    };

    private static int UnitRank(MinutesSources sources, IEnumerable<Attendee> people) =>
        people.Select(a => Summary(sources, a)?.UnitId).Where(u => u is not null)
            .Select(u => sources.Units.TryGetValue(u!.Value, out var unit) ? unit.Rank : int.MaxValue)
            .DefaultIfEmpty(sources.Units.Values.FirstOrDefault(u => u.Name == people.First().UnitName)?.Rank ?? int.MaxValue).Min();

    private static PersonSummary? Summary(MinutesSources sources, Attendee attendee) =>
        attendee.PersonId is { } id ? sources.People.GetValueOrDefault(id) : null;
}
