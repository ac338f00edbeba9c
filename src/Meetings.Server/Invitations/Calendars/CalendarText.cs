using System.Globalization;
using Meetings.Server.Notifications.Contracts;

namespace Meetings.Server.Invitations.Calendars;

/// <summary>One meeting as a calendar shows it; those of a series are events of their own.</summary>
/// <param name="Uid">The same for every version of the meeting.</param>
/// <param name="Sequence">Grows with every change that matters to its invitees (RFC 5546 section 2.1.4).</param>
/// <param name="Local">Wall clock at the start, in <paramref name="Zone"/>: it stays when the rules of the zone change.</param>
internal sealed record CalendarEvent(
    string Uid,
    int Sequence,
    DateTimeOffset Stamp,
    DateTime Local,
    TimeZoneInfo Zone,
    int Minutes,
    string Summary,
    string? Location,
    string? Description,
    string? Url,
    bool IsCancelled = false)
{
    /// <summary>Calendars show it as of high priority (RFC 5545 section 3.8.1.9).</summary>
    public bool IsUrgent { get; init; }
}

/// <param name="Participation">NEEDS-ACTION, ACCEPTED, DECLINED, TENTATIVE or DELEGATED.</param>
/// <param name="IsChair">Chairs the meeting.</param>
internal sealed record CalendarAttendee(MailAddress Mailbox, string Participation, bool IsChair, bool IsOptional);

/// <summary>
/// iCalendar objects (RFC 5545): the invitation and cancellation of one attendee (iTIP, RFC 5546) and the personal feed. Written by
/// hand, because what a calendar of any maker accepts is decided by a few lines, and because the tests read them with three others' parsers.
/// </summary>
internal static class CalendarText
{
    private const string Product = "-//Meetings//Phòng họp trực tuyến//VI";

    /// <summary>REQUEST, also for a changed meeting; the sequence tells them apart (RFC 5546 section 3.2.2).</summary>
    public static CalendarPart Request(CalendarEvent meeting, MailAddress organizer, CalendarAttendee attendee) =>
        new("REQUEST", Write("REQUEST", [meeting], organizer, attendee, null));

    /// <summary>CANCEL (RFC 5546 section 3.2.5).</summary>
    public static CalendarPart Cancel(CalendarEvent meeting, MailAddress organizer, CalendarAttendee attendee) =>
        new("CANCEL", Write("CANCEL", [meeting with { IsCancelled = true }], organizer, attendee, null));

    /// <summary>All meetings of one person to subscribe to.</summary>
    /// <param name="name">Of the calendar.</param>
    public static string Feed(IReadOnlyList<CalendarEvent> meetings, MailAddress organizer, string name) =>
        Write("PUBLISH", meetings, organizer, null, name);

    private static string Write(
        string method, IReadOnlyList<CalendarEvent> meetings, MailAddress organizer, CalendarAttendee? attendee, string? name)
    {
        var lines = new ContentLines();
        lines.Add("BEGIN", "VCALENDAR").Add("VERSION", "2.0").Add("PRODID", Product).Add("CALSCALE", "GREGORIAN").Add("METHOD", method);
        if (name is not null)
        {
            // RFC 7986; the X- forms are for readers older than it.
            lines.AddText("NAME", name).AddText("X-WR-CALNAME", name);
            lines.Add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H").Add("X-PUBLISHED-TTL", "PT1H");
        }

        foreach (var zone in meetings.GroupBy(m => m.Zone.Id))
        {
            ZoneText.Write(lines, zone.First().Zone, zone.Min(m => m.Local.Year));
        }

        foreach (var meeting in meetings)
        {
            Event(lines, meeting, organizer, attendee);
        }

        return lines.Add("END", "VCALENDAR").ToString();
    }

    private static void Event(ContentLines lines, CalendarEvent meeting, MailAddress organizer, CalendarAttendee? attendee)
    {
        var zone = $";TZID={meeting.Zone.Id}";
        lines.Add("BEGIN", "VEVENT").Add("UID", ContentLines.Text(meeting.Uid)).Add("DTSTAMP", ContentLines.Utc(meeting.Stamp));
        lines.Add("SEQUENCE", meeting.Sequence.ToString(CultureInfo.InvariantCulture));
        lines.Add("DTSTART" + zone, ContentLines.Local(meeting.Local)).Add("DURATION", $"PT{meeting.Minutes}M");
        lines.AddText("SUMMARY", meeting.Summary).AddText("LOCATION", meeting.Location).AddText("DESCRIPTION", meeting.Description);
        if (meeting.IsUrgent)
        {
            lines.Add("PRIORITY", "1");
        }

        if (meeting.Url is { } url)
        {
            lines.Add("URL", url);
        }

        lines.Add("STATUS", meeting.IsCancelled ? "CANCELLED" : "CONFIRMED").Add("TRANSP", meeting.IsCancelled ? "TRANSPARENT" : "OPAQUE");
        lines.Add($"ORGANIZER;CN={ContentLines.Parameter(organizer.Name)}", "mailto:" + organizer.Address);
        if (attendee is not null)
        {
            var role = attendee.IsChair ? "CHAIR" : attendee.IsOptional ? "OPT-PARTICIPANT" : "REQ-PARTICIPANT";

            // Answers come by the personal link, so none is asked for by mail.
            lines.Add(
                $"ATTENDEE;CN={ContentLines.Parameter(attendee.Mailbox.Name)};ROLE={role};PARTSTAT={attendee.Participation};RSVP=FALSE",
                "mailto:" + attendee.Mailbox.Address);
        }

        lines.Add("END", "VEVENT");
    }
}
