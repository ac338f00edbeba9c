using System.Text.Json;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling.Days;

/// <summary>
/// Public holidays by article 112 of the Labour Code 2019, with the day instead of one that falls on a weekend (article 111.3). Which days around Tết
/// and 2/9 are off, and which Saturdays are worked for them, the Prime Minister decides every year: an office enters that in
/// days-off.json of the data folder, which wins. Lunar days are known from 2021 to 2030; in other years only the solar ones are.
/// </summary>
internal sealed class WorkingDays(WorkingDays.Decided decided) : IWorkingDays
{
    public const string FileName = "days-off.json";

    /// <summary>The eve and the first four days of the year, when nothing was decided.</summary>
    private const int TetDays = 5;

    private static readonly (int Month, int Day, string Name)[] Solar = [(1, 1, "newYear"), (4, 30, "reunification"), (5, 1, "labour"), (9, 2, "national")];
    private static readonly Lunar Known = ReadLunar();
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Only the law, nothing decided.</summary>
    public static WorkingDays ByLaw { get; } = new(new Decided(null, null));

    /// <summary>With what the office entered in its data folder.</summary>
    /// <exception cref="InvalidDataException">The file is not what it should be; says where.</exception>
    public static WorkingDays Of(DataFolder folder)
    {
        var path = Path.Combine(folder.FullPath, FileName);
        if (!File.Exists(path))
        {
            return ByLaw;
        }

        try
        {
            return new WorkingDays(JsonSerializer.Deserialize<Decided>(File.ReadAllText(path), Json) ?? new Decided(null, null));
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException(
                $"{path} cannot be read: {problem.Message} It should look like {{ \"off\": {{ \"2026-09-01\": \"Nghỉ Quốc khánh\" }}, \"working\": [\"2026-08-22\"] }}.", problem);
        }
    }

    public bool IsWorkingDay(DateOnly day) =>
        decided.Working?.Contains(day) == true || !IsWeekend(day) && HolidayOn(day) is null;

    public string? HolidayOn(DateOnly day)
    {
        if (decided.Working?.Contains(day) == true)
        {
            return null;
        }

        if (decided.Off?.GetValueOrDefault(day) is { } entered)
        {
            return entered;
        }

        return NameOf(day) ?? (IsInstead(day) ? "instead" : null);
    }

    /// <summary>The first working days after holidays that fell on a weekend are off in their place.</summary>
    private static bool IsInstead(DateOnly day)
    {
        if (IsWeekend(day))
        {
            return false;
        }

        // Walks back over what is off anyway, counting weekend holidays still owed a day.
        var owed = 0;
        var first = day.AddDays(-10);
        for (var d = first; d < day; d = d.AddDays(1))
        {
            if (NameOf(d) is not null)
            {
                owed += IsWeekend(d) ? 1 : 0;
            }
            else if (!IsWeekend(d) && owed > 0)
            {
                owed--;
            }
        }

        return owed > 0;
    }

    private static string? NameOf(DateOnly day)
    {
        foreach (var (month, number, name) in Solar)
        {
            if (day.Month == month && day.Day == number)
            {
                return name;
            }
        }

        return Known.HungKings.Contains(day) ? "hungKings"
            : Known.Tet.Any(first => day >= first.AddDays(-1) && day < first.AddDays(TetDays - 1)) ? "tet"
            : null;
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private static Lunar ReadLunar()
    {
        using var stream = typeof(WorkingDays).Assembly.GetManifestResourceStream("Meetings.Server.Scheduling.Days.lunar-days.json")!;
        return JsonSerializer.Deserialize<Lunar>(stream, JsonSerializerOptions.Web)!;
    }

    /// <param name="Off">Days off with their names.</param>
    /// <param name="Working">Days worked although they are weekends or holidays.</param>
    public sealed record Decided(IReadOnlyDictionary<DateOnly, string>? Off, IReadOnlyList<DateOnly>? Working);

    private sealed record Lunar(DateOnly[] Tet, DateOnly[] HungKings);
}
