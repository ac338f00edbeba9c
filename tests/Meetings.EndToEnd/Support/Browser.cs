using Microsoft.Playwright;

namespace Meetings.EndToEnd.Support;

/// <summary>Real Chromium with fake devices, alone or inside a network namespace.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static IPlaywright? _playwright;
    private readonly IBrowser _browser;

    private Browser(IBrowser browser, IBrowserContext context, IPage page)
    {
        _browser = browser;
        Context = context;
        Page = page;
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>Console errors and uncaught exceptions of the page, for "nothing went wrong" assertions.</summary>
    public List<string> Problems { get; } = [];

    /// <param name="voice">A WAV file as the microphone instead of Chromium's beep.</param>
    /// <param name="frames">Frames a second of the fake camera: few where the picture is not measured, because cameras are encoded by the processor.</param>
    public static async Task<Browser> StartAsync(
        NetworkNamespace? network = null, int width = 1366, int height = 768, string locale = "vi-VN", string? voice = null, int frames = 8)
    {
        Machine.Require(File.Exists("/usr/bin/chromium"), "Chromium is not installed (package chromium)");
        await Gate.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
        }
        finally
        {
            Gate.Release();
        }

        var browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = network?.Wrap("/usr/bin/chromium") ?? "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                $"--use-fake-device-for-media-stream=fps={frames}", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
                "--disable-features=WebRtcHideLocalIpsWithMdns", "--ignore-certificate-errors",
                .. voice is null ? Array.Empty<string>() : [$"--use-file-for-fake-audio-capture={voice}"],
            ],
        });
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            IgnoreHTTPSErrors = true,
            Locale = locale,
            TimezoneId = "Asia/Ho_Chi_Minh",
        });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        var started = new Browser(browser, context, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                started.Problems.Add(message.Text);
            }
        };
        page.PageError += (_, error) => started.Problems.Add(error);
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
    }
}
