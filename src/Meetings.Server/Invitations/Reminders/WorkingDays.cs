namespace Meetings.Server.Invitations.Reminders;

/// <summary>Monday to Friday. Holidays and swapped days make the lead time only longer, so a warning by this comes late by them at most.</summary>
internal static class WorkingDays
{
    public static bool IsWorkingDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
