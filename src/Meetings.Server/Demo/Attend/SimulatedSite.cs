using System.Net.WebSockets;
using System.Text.Json;
using Meetings.Media.Engine.Participant;
using Microsoft.AspNetCore.SignalR;

namespace Meetings.Server.Demo.Attend;

/// <param name="MeetingId">32 hex digits.</param>
/// <param name="Index">From 0: decides the room it shows and what it does of itself.</param>
internal sealed record SitePlace(Uri Server, string MeetingId, string UserName, string Password, int Index);

/// <summary>
/// A site that attends a meeting by itself, through the same door as every client: it signs in, enters, shows a drawn room, says
/// who sits there, and speaks when it has the floor. A lost line is taken up again in the same place.
/// </summary>
internal sealed class SimulatedSite(SitePlace place, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource<string?> _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SiteVisit? _visit;

    /// <summary>Done once it is in the meeting or its lobby, with null; or with the code of what kept it out.</summary>
    public Task<string?> Entered => _entered.Task;

    public string UserName => place.UserName;

    /// <summary>What it received from the others over its present line; null without one.</summary>
    public ParticipantReading? Reading => _visit?.Reading;

    /// <summary>Done when the first sound or picture of somebody else was decrypted on its present line; null without one.</summary>
    public Task? FirstMedia => _visit?.FirstMedia;

    /// <summary>Attends until told to leave, sent out, or the meeting closes.</summary>
    public async Task RunAsync(CancellationToken leave)
    {
        using var line = new ServerLine(place.Server);
        var memory = new SiteMemory();
        try
        {
            for (string? end = null; end is null;)
            {
                try
                {
                    end = await VisitAsync(line, memory, leave);
                }
                catch (Exception lost) when (IsLineLoss(lost) && !leave.IsCancellationRequested)
                {
                    if (!_entered.Task.IsCompleted)
                    {
                        end = "demo_attend_unreachable";
                        say($"no way to the server: {lost.Message}");
                        _entered.TrySetResult(end);
                        break;
                    }

                    say($"line lost ({lost.Message}); coming back");
                    await Task.Delay(Between, time, leave);
                }
            }
        }
        catch (Exception gone) when (leave.IsCancellationRequested && IsLineLoss(gone))
        {
            say("left");
        }
        finally
        {
            _entered.TrySetResult("demo_attend_stopped");
        }
    }

    /// <returns>Why it is over; null when only the line was lost.</returns>
    private async Task<string?> VisitAsync(ServerLine line, SiteMemory memory, CancellationToken leave)
    {
        if (await line.SignInAsync(place.UserName, place.Password, leave) is { } refused)
        {
            say($"not signed in: {refused}");
            _entered.TrySetResult(refused);
            return refused;
        }

        memory.People ??= await PeopleAsync(line, leave);
        await using var visit = new SiteVisit(line.NewHub(), place, memory, time, say);
        if (await visit.EnterAsync(leave) is { } code)
        {
            say($"not let in: {code}");
            _entered.TrySetResult(code);
            return code;
        }

        _visit = visit;
        _entered.TrySetResult(null);
        try
        {
            return await visit.StayAsync(leave);
        }
        finally
        {
            _visit = null;
        }
    }

    /// <summary>Those of the site's own unit, the leaders first.</summary>
    private async Task<IReadOnlyList<string>> PeopleAsync(ServerLine line, CancellationToken cancellationToken)
    {
        var session = await line.GetAsync("/api/session", cancellationToken);
        var units = session.GetProperty("user").GetProperty("units");
        if (units.GetArrayLength() == 0)
        {
            return [];
        }

        var people = await line.GetAsync($"/api/people?unit={units[0].GetProperty("unitId").GetString()}", cancellationToken);
        return [.. people.EnumerateArray()
            .OrderBy(person => RankOf(person.GetProperty("positions")))
            .Take(SiteScript.Of(place.Index).People)
            .Select(person => person.GetProperty("id").GetString()!)];
    }

    private static int RankOf(JsonElement positions) => positions.EnumerateArray().Select(p => p.GetProperty("title").GetString()).FirstOrDefault() switch
    {
        { } title when title.StartsWith("Chủ tịch", StringComparison.Ordinal) => 0,
        { } title when title.StartsWith("Phó Chủ tịch", StringComparison.Ordinal) => 1,
        _ => 2,
    };

    private static bool IsLineLoss(Exception exception) => exception is HttpRequestException or WebSocketException or IOException or TimeoutException
        or HubException or InvalidOperationException or OperationCanceledException;
}

/// <summary>What a site keeps over a lost line.</summary>
internal sealed class SiteMemory
{
    public IReadOnlyList<string>? People { get; set; }

    /// <summary>Secret of its place in the room.</summary>
    public string? Resume { get; set; }

    /// <summary>Number of the last event heard.</summary>
    public long Since { get; set; }

    public DateTimeOffset? CameIn { get; set; }

    public bool HandDone { get; set; }

    public bool ChatDone { get; set; }
}
