using System.Globalization;
using Meetings.Server.Kernel;

namespace Meetings.Server.Scheduling;

/// <summary>
/// When a meeting begins: the wall clock at its place, the IANA zone of that clock, and the instant both mean. The wall clock is
/// what people agreed on; the instant is computed from it.
/// </summary>
/// <param name="Local">Wall clock, whole minutes, kind unspecified.</param>
internal readonly record struct MeetingTime(DateTime Local, string Zone, DateTimeOffset Utc)
{
    private static readonly string[] Plain = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];
    private static readonly string[] WithOffset = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz"];

    /// <summary>
    /// Reads "2026-11-23T08:00". An hour the clock skips is refused; an hour it shows twice is refused unless the text carries
    /// the offset that says which one ("2027-10-31T02:30+01:00").
    /// </summary>
    public static Outcome<MeetingTime> Resolve(string? localStart, string? zone)
    {
        if (FindZone(zone) is not { } rules)
        {
            return Refusal.Invalid("zone_unknown", ("zone", zone ?? ""));
        }

        TimeSpan? offset = null;
        if (!DateTime.TryParseExact(localStart, Plain, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            if (!DateTimeOffset.TryParseExact(localStart, WithOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var exact))
            {
                return Refusal.Invalid("start_invalid");
            }

            local = exact.DateTime;
            offset = exact.Offset;
        }

        if (local.Second != 0 || local.Year is < 2000 or > 2199)
        {
            return Refusal.Invalid("start_invalid");
        }

        if (rules.IsInvalidTime(local))
        {
            return Refusal.Invalid("time_does_not_exist", ("time", local.ToString("HH:mm", CultureInfo.InvariantCulture)), ("zone", zone!));
        }

        TimeSpan[] possible = rules.IsAmbiguousTime(local) ? rules.GetAmbiguousTimeOffsets(local) : [rules.GetUtcOffset(local)];
        if (offset is { } chosen)
        {
            return possible.Contains(chosen)
                ? new MeetingTime(local, zone!, new DateTimeOffset(local, chosen).ToUniversalTime())
                : Refusal.Invalid("time_offset_wrong", ("zone", zone!));
        }

        return possible.Length == 1
            ? new MeetingTime(local, zone!, new DateTimeOffset(local, possible[0]).ToUniversalTime())
            : Refusal.Invalid("time_twice", ("time", local.ToString("HH:mm", CultureInfo.InvariantCulture)), ("zone", zone!));
    }

    /// <summary>
    /// For a clock time nobody typed, as a rule makes them: one that the clock skips means the instant it would have been by the offset
    /// before, one that it shows twice the first of the two (RFC 5545 section 3.3.5).
    /// </summary>
    public static MeetingTime ByRule(DateTime local, string zone)
    {
        var rules = FindZone(zone) ?? TimeZoneInfo.Utc;
        var offset = rules.IsInvalidTime(local) ? rules.GetUtcOffset(local.AddDays(-1))
            : rules.IsAmbiguousTime(local) ? rules.GetAmbiguousTimeOffsets(local).Max()
            : rules.GetUtcOffset(local);
        var instant = new DateTimeOffset(local, offset).ToUniversalTime();
        return new MeetingTime(LocalOf(instant, zone), zone, instant);
    }

    /// <summary>Whether a clock time can mean that instant by today's rules of its zone; an unknown zone is not judged.</summary>
    public static bool MayBe(DateTimeOffset instant, DateTime local, string zone) =>
        FindZone(zone) is not { } rules || rules.IsInvalidTime(local)
        || (rules.IsAmbiguousTime(local) ? rules.GetAmbiguousTimeOffsets(local) : [rules.GetUtcOffset(local)]).Any(o => new DateTimeOffset(local, o) == instant);

    /// <summary>Null unless the text is a zone of the IANA database; Windows names and fixed offsets are not.</summary>
    public static TimeZoneInfo? FindZone(string? zone) =>
        zone is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var rules) && rules.HasIanaId && rules.Id == zone
            ? rules
            : null;

    /// <summary>The wall clock of a zone at an instant.</summary>
    public static DateTime LocalOf(DateTimeOffset instant, string zone) =>
        TimeZoneInfo.ConvertTime(instant, FindZone(zone) ?? TimeZoneInfo.Utc).DateTime;

    public static string Write(DateTime local) => local.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
