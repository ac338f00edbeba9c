using System.Diagnostics;
using Meetings.EndToEnd.Support.Link;

namespace Meetings.EndToEnd.Support.Lines;

/// <summary>
/// The meeting the promise speaks of: ten participants, one speaking with a camera, one paper. The chair speaks on a good line, simulated
/// sites show their rooms, and each listener hangs on a line of its own.
/// </summary>
internal sealed class BadLineMeeting : IAsyncDisposable
{
    private const int Participants = 10;
    private static readonly string[] Sites = ["thanhmy", "langbien", "phudien", "xamyan", "docbinhkieu"];
    private readonly List<LineListener> _listeners;
    private readonly ServerProcess _server = new();
    private Official? _chair;

    private BadLineMeeting(LineProfile[] profiles) => _listeners = [.. profiles.Select(profile => new LineListener(profile))];

    /// <summary>Speaks all the time, shows the camera, holds the floor.</summary>
    public Official Chair => _chair ?? throw new InvalidOperationException("not started");

    public string Meeting { get; private set; } = string.Empty;

    public LineListener On(string profile) => _listeners.Single(l => l.Profile.Name == profile);

    public IReadOnlyList<LineListener> Listeners => _listeners;

    /// <summary>Everybody is in and the chair speaks; the listeners' browsers are started but not in yet.</summary>
    public static async Task<BadLineMeeting> StartAsync(params LineProfile[] profiles)
    {
        Machine.Require(Machine.MayMakeNamespaces && File.Exists("/dev/net/tun"), "network namespaces and TUN devices need root");
        // The server answers to the addresses it finds at its start, so the lines come first.
        var meeting = new BadLineMeeting(profiles);
        try
        {
            await meeting.GatherAsync();
            return meeting;
        }
        catch
        {
            await meeting.DisposeAsync();
            throw;
        }
    }

    /// <summary>The chair shows the paper of the second item, or turns its page.</summary>
    /// <returns>Seconds until the page was drawn, for every listener.</returns>
    public async Task<IReadOnlyDictionary<string, double>> ShowPaperAsync(IEnumerable<LineListener> listeners)
    {
        await Chair.ShowPanelAsync("agenda");
        await Chair.Page.Locator("[data-test=begin-item]").Nth(1).ClickAsync();
        var drawn = listeners.Select(l => (l.Profile.Name, Drawn: l.PageDrawnAsync(1))).ToList();
        var button = Chair.Test("present-document");
        await button.WaitForAsync();
        var at = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await button.ClickAsync();
        await Task.WhenAll(drawn.Select(d => d.Drawn));
        return drawn.ToDictionary(d => d.Name, d => (d.Drawn.Result - at) / 1000);
    }

    /// <summary>Each listener says something, one after the other: a chat line takes the way a vote takes.</summary>
    /// <returns>Seconds until the server's acknowledgement was there, for every listener.</returns>
    public static async Task<IReadOnlyDictionary<string, double>> ChatAsync(IEnumerable<LineListener> listeners)
    {
        var taken = new Dictionary<string, double>();
        foreach (var listener in listeners)
        {
            await listener.Official.ShowPanelAsync("chat");
            await listener.Official.Test("chat-input").FillAsync($"Ý kiến từ {listener.Profile.Name}");
            var watch = Stopwatch.StartNew();
            await listener.Official.Test("chat-send").ClickAsync();
            await listener.Official.Page.Locator("[data-test=chat-line]", new() { HasText = $"Ý kiến từ {listener.Profile.Name}" }).First.WaitForAsync();
            taken[listener.Profile.Name] = watch.Elapsed.TotalSeconds;
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_listeners.Select(l => l.DisposeAsync().AsTask()));
        if (_chair is not null)
        {
            await _chair.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    private async Task GatherAsync()
    {
        await _server.StartAsync();
        _chair = await Official.SignInAsync(_server, "huyen.chutich", voice: VoiceFile.Path, frames: 20);
        var found = await Chair.FetchAsync("GET", $"/api/meetings?view=all&q={Uri.EscapeDataString("huyện Tháp Mười với 13 xã")}");
        Meeting = found.EnumerateArray().Single().GetProperty("id").GetString()!;
        await Chair.EnterAsync(Meeting);
        await Chair.TurnOnMicrophoneAndCameraAsync();
        await Chair.Test("begin").ClickAsync();
        await Chair.Test("hand").ClickAsync();
        await Chair.Test("give-floor").ClickAsync();
        // Else all listeners would wait for a voice that nobody sends.
        await Chair.Page.WaitForFunctionAsync(
            "async () => (await window.__meetings.stats()).sent.some(s => s.source === 'microphone' && s.packetsSent > 20)", null, new() { PollingInterval = 200 });
        await Chair.FetchAsync("POST", "/api/demo/attend", new { MeetingId = Meeting, Count = Participants - 1 - _listeners.Count });
        await Task.WhenAll(_listeners.Select((listener, index) => listener.StartAsync(_server, $"{Sites[index]}.diemcau")));
    }
}
