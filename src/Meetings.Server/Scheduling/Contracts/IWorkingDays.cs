namespace Meetings.Server.Scheduling.Contracts;

/// <summary>Which days offices work: Monday to Friday but public holidays, and the Saturdays that were swapped for them.</summary>
internal interface IWorkingDays
{
    bool IsWorkingDay(DateOnly day);

    /// <summary>Why a day is off: a key of the catalogue ("tet"), or the words of the office that entered it; null for ordinary days and weekends.</summary>
    string? HolidayOn(DateOnly day);
}
