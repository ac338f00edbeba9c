namespace Meetings.Server.Organisation;

/// <summary>The civil day in Vietnam; validity of units and positions turns at its midnight, not at that of UTC.</summary>
internal static class Today
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    public static DateOnly In(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().ToOffset(Vietnam).DateTime);
}
