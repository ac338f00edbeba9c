using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Meetings.Server.Demo.Attend;

namespace Meetings.Load.Attend;

/// <summary>Seats simulated communes in a meeting of a running demonstration server, and says what happens.</summary>
internal static class Attendance
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);
    private static readonly long Started = Stopwatch.GetTimestamp();

    public static async Task<int> RunAsync(AttendOptions options)
    {
        using var leave = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            // The first Ctrl+C says goodbye; a second one ends at once.
            key.Cancel = !leave.IsCancellationRequested;
            leave.Cancel();
        };
        if (options.Minutes is { } minutes)
            leave.CancelAfter(TimeSpan.FromMinutes(minutes));

        try
        {
            return await AttendAsync(options, leave.Token);
        }
        catch (HttpRequestException unreachable)
        {
            Console.Error.WriteLine($"{options.Server} does not answer: {unreachable.Message}");
            return 1;
        }
    }

    private static async Task<int> AttendAsync(AttendOptions options, CancellationToken leave)
    {
        using var line = new ServerLine(options.Server);
        var session = await line.GetAsync("/api/session", leave);
        if (!session.TryGetProperty("demoAccounts", out var demo))
        {
            Console.Error.WriteLine($"{options.Server} is not in demo mode: simulated communes need its accounts.");
            return 1;
        }

        var passwords = demo.EnumerateArray().ToDictionary(a => a.GetProperty("userName").GetString()!, a => a.GetProperty("password").GetString()!);
        var names = SimulatedSites.Accounts(passwords.Keys).Take(options.Count).ToList();
        if (await line.SignInAsync(names[0], passwords[names[0]], leave) is { } refused)
        {
            Console.Error.WriteLine($"{names[0]} cannot sign in: {refused}");
            return 1;
        }

        if ((options.MeetingId ?? await FindMeetingAsync(line, leave)) is not { } meeting)
        {
            Console.Error.WriteLine("No meeting of today can be entered now. Name one with --meeting ID.");
            return 1;
        }

        var sites = names.Select((name, index) => new SimulatedSite(
            new SitePlace(options.Server, meeting, name, passwords[name], index), TimeProvider.System, what => Say(name, what))).ToList();
        var attending = Task.WhenAll(sites.Select(site => site.RunAsync(leave)));
        while (await Task.WhenAny(attending, Task.Delay(Between, CancellationToken.None)) != attending)
            Report(sites);
        await attending;
        return await CountEnteredAsync(sites) == options.Count ? 0 : 1;
    }

    /// <summary>One that is open, else the one whose start is nearest to now.</summary>
    private static async Task<string?> FindMeetingAsync(ServerLine line, CancellationToken cancellationToken)
    {
        var meetings = await line.GetAsync("/api/meetings?view=today", cancellationToken);
        var found = meetings.EnumerateArray()
            .Where(m => m.GetProperty("status").GetString() is "scheduled" or "open" or "inSession" or "paused" && m.GetProperty("mode").GetString() != "inPerson")
            .OrderBy(m => m.GetProperty("status").GetString() == "scheduled")
            .ThenBy(m => (m.GetProperty("start").GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).Duration())
            .FirstOrDefault();
        if (found.ValueKind != JsonValueKind.Object)
            return null;
        Say("meeting", found.GetProperty("title").GetString()!);
        return found.GetProperty("id").GetString();
    }

    private static void Report(List<SimulatedSite> sites)
    {
        var readings = sites.Select(static s => s.Reading).OfType<Media.Engine.Participant.ParticipantReading>().ToList();
        Say("all", string.Create(
            CultureInfo.InvariantCulture,
            $"{readings.Count} in; packets received: sound {readings.Sum(static r => r.AudioPackets)}, pictures {readings.Sum(static r => r.VideoPackets)}, lost {readings.Sum(static r => r.Lost)}, undecryptable {readings.Sum(static r => r.Undecryptable)}"));
    }

    private static async Task<int> CountEnteredAsync(List<SimulatedSite> sites)
    {
        var entered = await Task.WhenAll(sites.Select(static s => s.Entered));
        return entered.Count(static code => code is null);
    }

    private static void Say(string who, string what) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(Started).TotalSeconds,6:F1} s  {who,-22} {what}"));
}
