using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Invitations.Reminders;

/// <summary>When somebody is reminded, and until when a late reminder is still worth having. Pure.</summary>
internal static class ReminderRules
{
    /// <summary>Before the start of a meeting: a day, an hour, a quarter of an hour.</summary>
    public static readonly IReadOnlyList<MeetingReminder> OfMeeting =
    [
        new("day", TimeSpan.FromDays(1), TimeSpan.FromHours(2), ByMail: true),
        new("hour", TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(20), ByMail: true),
        new("soon", TimeSpan.FromMinutes(15), TimeSpan.Zero, ByMail: false),
    ];

    /// <summary>Decision 45/2018/QĐ-TTg: an invitation reaches its invitees three working days before.</summary>
    public const int LeadWorkingDays = 3;

    /// <summary>Due, not too late, and the meeting neither over nor called off.</summary>
    public static bool IsDue(MeetingReminder reminder, MeetingPlan plan, DateTimeOffset now) =>
        IsComing(plan) && now >= plan.Start - reminder.Before && now < plan.Start - reminder.Worthless;

    public static bool IsComing(MeetingPlan plan) => plan.Status is MeetingStatus.Scheduled or MeetingStatus.Open;

    /// <summary>Who has not answered is asked once more, from three days to three hours before, when offices are open.</summary>
    public static bool AsksUnanswered(MeetingPlan plan, DateTimeOffset sentAt, DateTimeOffset now) =>
        IsComing(plan) && now - sentAt >= TimeSpan.FromHours(24) && IsWithin(plan, now, TimeSpan.FromDays(3), TimeSpan.FromHours(3)) && OfficeIsOpen(plan, now);

    /// <summary>Who has opened no paper is told once, from a day to two hours before, when offices are open.</summary>
    public static bool AsksToRead(MeetingPlan plan, DateTimeOffset now) =>
        IsComing(plan) && IsWithin(plan, now, TimeSpan.FromHours(26), TimeSpan.FromHours(2)) && OfficeIsOpen(plan, now);

    /// <summary>The last day invitations may go out in time; an urgent meeting has none.</summary>
    public static DateOnly? LeadDay(MeetingPlan plan, Func<DateOnly, bool> isWorkingDay)
    {
        if (plan.IsUrgent)
        {
            return null;
        }

        var day = DateOnly.FromDateTime(plan.LocalStart);
        for (var left = LeadWorkingDays; left > 0; left--)
        {
            day = WorkingDayMath.Nearest(day, -1, isWorkingDay);
        }

        return day;
    }

    /// <summary>The secretary is warned from the working day before the last one, on working days.</summary>
    public static bool WarnsOfLead(MeetingPlan plan, DateOnly lead, DateTimeOffset now, Func<DateOnly, bool> isWorkingDay)
    {
        var today = LocalDay(plan, now);
        return plan.Status == MeetingStatus.Scheduled && now < plan.Start && today >= WorkingDayMath.Nearest(lead, -1, isWorkingDay)
            && isWorkingDay(today) && OfficeIsOpen(plan, now);
    }

    /// <summary>Seven to five at the meeting's place: nobody's telephone rings at night.</summary>
    public static bool OfficeIsOpen(MeetingPlan plan, DateTimeOffset now) => LocalOf(plan, now).Hour is >= 7 and < 17;

    private static bool IsWithin(MeetingPlan plan, DateTimeOffset now, TimeSpan from, TimeSpan to) => now >= plan.Start - from && now < plan.Start - to;

    private static DateOnly LocalDay(MeetingPlan plan, DateTimeOffset now) => DateOnly.FromDateTime(LocalOf(plan, now));

    private static DateTime LocalOf(MeetingPlan plan, DateTimeOffset now) =>
        TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(plan.Zone)).DateTime;
}

/// <param name="Before">How long before the start.</param>
/// <param name="Worthless">From that long before the start it is no longer sent, because the next one says it.</param>
internal sealed record MeetingReminder(string Name, TimeSpan Before, TimeSpan Worthless, bool ByMail);
