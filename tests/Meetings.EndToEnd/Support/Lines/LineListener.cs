using System.Diagnostics;
using Meetings.EndToEnd.Support.Link;

namespace Meetings.EndToEnd.Support.Lines;

/// <summary>A site that listens over an emulated line, in a browser and a network namespace of its own.</summary>
internal sealed class LineListener : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly NetworkNamespace _network = new(LineProfile.Clean);
    private Official? _official;

    /// <summary>Makes the line; the server that is to be reached over it starts after it.</summary>
    public LineListener(LineProfile profile) => Profile = profile;

    public LineProfile Profile { get; }

    public Official Official => _official ?? throw new InvalidOperationException("not started");

    public EmulatedLine Line => _network.Line!;

    /// <summary>Its device gets another address.</summary>
    public void Move() => _network.Move();

    /// <summary>From pressing "Vào họp" to the first sound, with the client in the browser's cache.</summary>
    public TimeSpan WarmJoin { get; private set; }

    /// <summary>From opening the link, signed in but with nothing in the cache, to the first sound; null where it was not measured.</summary>
    public TimeSpan? FirstVisit { get; private set; }

    /// <summary>Starts the browser and signs it in. Nothing is in its cache.</summary>
    public async Task StartAsync(ServerProcess server, string userName)
    {
        _official = new Official(await Browser.StartAsync(_network, 1000, 600, voice: VoiceFile.Path), server.UrlFrom(_network));
        _official.Page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        _official.Page.SetDefaultNavigationTimeout((float)Patience.TotalMilliseconds);
        await _official.SignInUnseenAsync(userName);
    }

    /// <summary>The very first visit: everything is fetched over the line.</summary>
    public async Task VisitFirstAsync(string meeting)
    {
        Line.Become(Profile);
        var watch = Stopwatch.StartNew();
        await EnterAsync(meeting);
        await HearsAsync();
        FirstVisit = watch.Elapsed;
    }

    /// <summary>Fetches the client over a clean line, takes the line of the profile, and enters.</summary>
    public async Task JoinWarmAsync(string meeting)
    {
        if (FirstVisit is null)
        {
            await Official.OpenRoomAsync(meeting);
            await Official.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
        }

        Line.Become(Profile);
        await JoinAgainAsync(meeting);
        await LineRecorder.StartAsync(Official);
    }

    /// <summary>Opens the page of the meeting over the line as it is now, with the client in the cache, and presses "Vào họp" at once.</summary>
    public async Task JoinAgainAsync(string meeting)
    {
        await Official.OpenRoomAsync(meeting);
        var watch = Stopwatch.StartNew();
        await Official.Test("enter").ClickAsync();
        await HearsAsync();
        WarmJoin = watch.Elapsed;
    }

    /// <summary>Waits until a page of the shown paper is drawn.</summary>
    /// <returns>When, in Unix milliseconds of this machine; infinite when not within 30 s.</returns>
    public async Task<double> PageDrawnAsync(int page) => await Official.Page.EvaluateAsync<double?>(
        """
        page => new Promise(drawn => {
          const began = Date.now();
          const look = () => {
            const image = document.querySelector(`[data-test=paper][data-page='${page}'] img.paper-page:not(.paper-coming)`);
            if (image?.complete && image.naturalWidth > 0 && /\/p\/[0-9a-f]+\./.test(image.src)) drawn(Date.now());
            else if (Date.now() - began > 30000) drawn(null);
            else setTimeout(look, 20);
          };
          look();
        })
        """,
        page) ?? double.PositiveInfinity;

    public async ValueTask DisposeAsync()
    {
        if (_official is not null)
        {
            await _official.DisposeAsync();
        }

        _network.Dispose();
    }

    private async Task EnterAsync(string meeting)
    {
        await Official.OpenRoomAsync(meeting);
        await Official.Test("enter").ClickAsync();
    }

    /// <summary>Until a tenth of a second of what was really said has been played.</summary>
    private async Task HearsAsync() => await Official.Page.EvaluateAsync(
        """
        () => new Promise((heard, failed) => {
          const began = Date.now();
          const look = async () => {
            const stats = await window.__meetings?.stats();
            const audio = stats?.audio ?? [];
            if (audio.some(a => a.packetsReceived > 0 && a.totalSamplesReceived - a.concealedSamples > 4800 && a.totalAudioEnergy > 0)) heard();
            else if (Date.now() - began > 60000) failed(new Error(`nothing is heard: ${JSON.stringify(stats)}; the page says: ${document.body.innerText.slice(0, 400)}`));
            else setTimeout(look, 50);
          };
          void look();
        })
        """);
}
