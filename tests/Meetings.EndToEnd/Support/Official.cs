using System.Text.Json;
using Microsoft.Playwright;

namespace Meetings.EndToEnd.Support;

/// <summary>Somebody at a browser, doing what the pages offer.</summary>
internal sealed class Official(Browser browser, string address) : IAsyncDisposable
{
    public const string DemoPassword = "thapmuoi2021";

    public IPage Page => browser.Page;

    public Browser Browser => browser;

    public string Address => address;

    /// <summary>Types name and password on the sign-in page, as a person does.</summary>
    public static async Task<Official> SignInAsync(
        ServerProcess server, string userName, NetworkNamespace? network = null, int width = 1366, int height = 768, string? voice = null, int frames = 8) =>
        await SignInAsync(
            await Browser.StartAsync(network, width, height, voice: voice, frames: frames), network is null ? server.LocalUrl : server.UrlFrom(network), userName);

    public static async Task<Official> SignInAsync(string address, string userName) => await SignInAsync(await Browser.StartAsync(), address, userName);

    private static async Task<Official> SignInAsync(Browser browser, string address, string userName)
    {
        var official = new Official(browser, address);
        await official.Page.GotoAsync(official.Address);
        await official.Page.FillAsync("input[autocomplete=username]", userName);
        await official.Page.FillAsync("input[autocomplete=current-password]", DemoPassword);
        await official.Page.ClickAsync("form button[type=submit]");
        await official.Page.WaitForSelectorAsync("form input[autocomplete=current-password]", new() { State = WaitForSelectorState.Detached });
        return official;
    }

    /// <summary>Signs in without any page, so that nothing of the client is in the browser's cache.</summary>
    public async Task SignInUnseenAsync(string userName)
    {
        var answer = await Page.Context.APIRequest.PostAsync($"{address}/api/session", new()
        {
            Headers = new Dictionary<string, string> { ["X-Meetings"] = "1", ["Content-Type"] = "application/json" },
            DataString = JsonSerializer.Serialize(new { userName, password = DemoPassword, remember = false }),
        });
        Assert.True(answer.Ok, $"{userName} is not let in: {answer.Status} {await answer.TextAsync()}");
    }

    public async Task OpenRoomAsync(string meeting)
    {
        await Page.GotoAsync($"{address}/meetings/{meeting}/room");
        await Test("device-check").WaitForAsync();
    }

    /// <summary>What moved on the page by itself since it was opened (Layout Instability API), one line each; empty if nothing did.</summary>
    public Task<string> MovedAsync() => Page.EvaluateAsync<string>("""
        () => new Promise(done => {
          new PerformanceObserver(list => done(list.getEntries().flatMap(e => e.sources.map(s =>
            `${Math.round(e.startTime)} ms: ${s.node?.className || s.node?.nodeName} ${s.previousRect.y} -> ${s.currentRect.y}`)).join('\n')))
            .observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => done(''), 500);
        })
        """);

    /// <summary>Through the device check into the call.</summary>
    public async Task EnterAsync(string meeting, string mode = "full")
    {
        await OpenRoomAsync(meeting);
        await Test($"mode-{mode}").CheckAsync();
        await Test("enter").ClickAsync();
        await Test("call").WaitForAsync();
    }

    public async Task TurnOnMicrophoneAndCameraAsync()
    {
        await Test("mic").ClickAsync();
        await Test("cam").ClickAsync();
    }

    public async Task ShowPanelAsync(string name)
    {
        if (await Test($"panel-{name}-open").CountAsync() == 0)
        {
            await Test($"panel-{name}").ClickAsync();
            await Test($"panel-{name}-open").WaitForAsync();
        }
    }

    public async Task SayAsync(string text)
    {
        await ShowPanelAsync("chat");
        await Test("chat-input").FillAsync(text);
        await Test("chat-send").ClickAsync();
    }

    /// <summary>Ends the meeting for everybody, by the menu and its question.</summary>
    public async Task FinishAsync()
    {
        await Page.Locator("[data-test=more] button").First.ClickAsync();
        await Page.Locator("[data-test=more] [role=menuitem].danger").ClickAsync();
        await Page.Locator("dialog footer .btn-danger").ClickAsync();
    }

    public ILocator Test(string name) => Page.Locator($"[data-test={name}]").First;

    /// <summary>Sums of what this browser receives, by slot.</summary>
    public async Task<MediaStats> StatsAsync() =>
        JsonSerializer.Deserialize<MediaStats>(
            await Page.EvaluateAsync<string>("window.__meetings ? Promise.resolve(window.__meetings.stats()).then(s => JSON.stringify(s)) : '{}'"),
            JsonSerializerOptions.Web)!;

    /// <summary>Waits until this many video slots decode new frames and sound keeps arriving.</summary>
    public async Task SeesAndHearsAsync(int others, TimeSpan? within = null)
    {
        var before = await StatsAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                var now = await StatsAsync();
                if (now.Connections != before.Connections)
                {
                    // A new connection counts from zero.
                    before = now;
                }

                return now.NewFrames(before) >= others && now.SoundGrew(before);
            },
            within ?? TimeSpan.FromSeconds(30),
            () => $"{others} moving pictures and sound; before {before}, now {StatsAsync().GetAwaiter().GetResult()}");
    }

    /// <summary>Calls the product's HTTP interface from the page, with its session.</summary>
    public async Task<JsonElement> FetchAsync(string method, string path, object? body = null) =>
        await Page.EvaluateAsync<JsonElement>(
            """
            async ([method, path, body]) => {
              const answer = await fetch(path, { method, headers: { 'X-Meetings': '1', ...(body ? { 'Content-Type': 'application/json' } : {}) }, body: body ?? undefined });
              const text = await answer.text();
              if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
              return text ? JSON.parse(text) : null;
            }
            """,
            new[] { method, path, body is null ? null : JsonSerializer.Serialize(body, JsonSerializerOptions.Web) });

    public ValueTask DisposeAsync() => browser.DisposeAsync();
}

internal sealed record MediaStats(
    string? State, int Connections, int Restarts, IReadOnlyList<AudioSlotStats>? Audio, IReadOnlyList<VideoSlotStats>? Video,
    IReadOnlyList<SentStats>? Sent = null)
{
    public int NewFrames(MediaStats before) =>
        (Video ?? []).Count(v => v.FramesDecoded > ((before.Video ?? []).FirstOrDefault(b => b.Slot == v.Slot)?.FramesDecoded ?? 0));

    /// <summary>Samples are counted as soon as a track exists; packets and energy prove that somebody is heard.</summary>
    public bool SoundGrew(MediaStats before) =>
        (Audio ?? []).Sum(a => a.PacketsReceived) > (before.Audio ?? []).Sum(a => a.PacketsReceived)
        && (Audio ?? []).Sum(a => a.TotalAudioEnergy) > (before.Audio ?? []).Sum(a => a.TotalAudioEnergy)
        && (Audio ?? []).Sum(a => a.TotalSamplesReceived) > (before.Audio ?? []).Sum(a => a.TotalSamplesReceived);

    /// <summary>Layers of the camera (RIDs) of which pictures were sent since.</summary>
    public string LayersSince(MediaStats before) => string.Concat((Sent ?? [])
        .Where(s => s.Source == "camera" && s.FramesEncoded > ((before.Sent ?? []).FirstOrDefault(b => b.Source == "camera" && b.Rid == s.Rid)?.FramesEncoded ?? 0))
        .Select(s => s.Rid).Order());

    public override string ToString() => JsonSerializer.Serialize(this);
}

internal sealed record SentStats(string Source, string? Rid, long FramesEncoded);

internal sealed record AudioSlotStats(int Slot, long PacketsReceived, double TotalSamplesReceived, double TotalAudioEnergy, double ConcealedSamples);

internal sealed record VideoSlotStats(int Slot, long FramesDecoded, int FrameHeight, long BytesReceived = 0);
