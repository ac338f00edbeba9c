using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Meetings.Media.Conference;
using Meetings.Media.Engine;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Tests.Engine.Browsers;

/// <summary>A media server, the smallest possible signalling over HTTP, and Chromium processes with fake devices as participants.</summary>
internal sealed class BrowserMeeting : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private const string Firefox = "/usr/bin/firefox-esr";
    private readonly HttpListener _http = new();
    private readonly string _address;
    private readonly MediaServer _server;
    private readonly Dictionary<int, Channel<BrowserReport>> _reports = [];
    private readonly Dictionary<int, string> _orders = [];
    private readonly Dictionary<int, int> _offers = [];
    private readonly List<Process> _browsers = [];
    private readonly List<string> _profiles = [];
    private readonly List<string> _log = [];
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromSeconds(150));

    public BrowserMeeting(MediaServerOptions? options = null)
    {
        _server = MediaServer.Start(options ?? new MediaServerOptions(), Log);
        Room = _server.OpenRoom(notice =>
        {
            Log(notice.ToString());
            if (notice is LayersWanted { Source: SourceKind.Camera } wanted)
                Order(wanted.Peer.Value, $"layers:{wanted.Layers}");
        });
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        _http.Prefixes.Add(_address);
        _http.Start();
        _ = Task.Run(ServeAsync);
    }

    public static bool IsPossible => File.Exists(Chromium);

    public static bool IsFirefoxPossible =>
        File.Exists(Firefox) && new MediaServerOptions().AnnouncedAddresses.Any(static a => !IPAddress.IsLoopback(a));

    /// <summary>Participant 1 and 2, connected and decoding each other; 1 with noise for a camera, or as Firefox, when asked.</summary>
    public static async Task<BrowserMeeting> TwoSeeingEachOtherAsync(bool busy = false, bool firefox = false)
    {
        Assert.SkipUnless(IsPossible && (!firefox || IsFirefoxPossible), "a browser is missing, or Firefox has no address besides loopback");
        var meeting = new BrowserMeeting();
        if (firefox)
            meeting.JoinFirefox(1);
        else
            meeting.Join(1, busy: busy);
        meeting.Join(2);
        await meeting.UntilAsync(1, "connects", static r => r.State == "connected");
        await meeting.UntilAsync(2, "connects", static r => r.State == "connected");
        meeting.Room.SetWishes(new PeerId(1), [new VideoWish(new PeerId(2), SourceKind.Camera, 720)]);
        meeting.Room.SetWishes(new PeerId(2), [new VideoWish(new PeerId(1), SourceKind.Camera, 720)]);
        await meeting.UntilAsync(1, "decodes", static r => r.Frames > 10 && r.Samples > 0);
        await meeting.UntilAsync(2, "decodes", static r => r.Frames > 10 && r.Samples > 0);
        return meeting;
    }

    public MediaServer Server => _server;

    public MediaRoom Room { get; }

    public int OffersOf(int peer)
    {
        lock (_orders)
            return _offers.GetValueOrDefault(peer);
    }

    public string Story
    {
        get
        {
            lock (_log)
                return string.Join('\n', _log);
        }
    }

    /// <param name="more">Further parts of the page's query: <c>simulcast=True</c>, <c>picture=h264</c>, <c>sound=opus|red</c>.</param>
    public void Join(int peer, int videos = 2, bool busy = false, string more = "")
    {
        lock (_reports)
            _reports[peer] = Channel.CreateUnbounded<BrowserReport>();
        var profile = Directory.CreateTempSubdirectory("participant-").FullName;
        _profiles.Add(profile);
        var start = new ProcessStartInfo(Chromium) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[]
        {
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--mute-audio",
            "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
            "--disable-features=WebRtcHideLocalIpsWithMdns", $"--user-data-dir={profile}", $"{_address}?peer={peer}&videos={videos}&busy={busy}&{more}",
        })
            start.ArgumentList.Add(argument);
        Launch(start);
    }

    /// <summary>Firefox uses no loopback candidates, so the machine needs another address (a namespace with a veth pair will do).</summary>
    public void JoinFirefox(int peer, int videos = 2, string more = "")
    {
        lock (_reports)
            _reports[peer] = Channel.CreateUnbounded<BrowserReport>();
        var profile = Directory.CreateTempSubdirectory("participant-").FullName;
        _profiles.Add(profile);
        string[] settings =
        [
            "media.navigator.streams.fake", "media.navigator.permission.disabled", "media.autoplay.default", "datareporting.policy.dataSubmissionEnabled",
        ];
        string[] values = ["true", "true", "0", "false"];
        File.WriteAllLines(Path.Combine(profile, "user.js"), settings.Zip(values, static (name, value) => $"user_pref(\"{name}\", {value});"));
        var start = new ProcessStartInfo(Firefox) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["HOME"] = profile;
        foreach (var argument in new[] { "--headless", "--no-remote", "--profile", profile, $"{_address}?peer={peer}&videos={videos}&{more}" })
            start.ArgumentList.Add(argument);
        Launch(start);
    }

    private void Launch(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _browsers.Add(process);
    }

    /// <summary>Reads the participant's reports until one satisfies; fails with the whole story after two minutes.</summary>
    public async Task<BrowserReport> UntilAsync(int peer, string what, Func<BrowserReport, bool> isEnough)
    {
        BrowserReport? last = null;
        try
        {
            while (true)
            {
                last = await Reports(peer).Reader.ReadAsync(_stop.Token);
                if (isEnough(last))
                    return last;
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"participant {peer} never: {what}\nlast: {JsonSerializer.Serialize(last)}\nserver: {JsonSerializer.Serialize(_server.Statistics)}\n{Story}");
            throw;
        }
    }

    /// <summary>Throws away reports not read yet.</summary>
    public void Forget(int peer)
    {
        while (Reports(peer).Reader.TryRead(out _))
        {
        }
    }

    /// <summary>Tells the page to do one of its orders at its next report.</summary>
    public void Order(int peer, string order)
    {
        lock (_orders)
            _orders[peer] = $"{_orders.GetValueOrDefault(peer)} {order}";
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var browser in _browsers)
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync(CancellationToken.None);
            browser.Dispose();
        }

        _http.Close();
        await Room.DisposeAsync();
        await _server.DisposeAsync();
        foreach (var profile in _profiles)
        {
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException)
            {
                // A dying browser may still write; the temporary folder is cleaned by the system.
            }
        }

        _stop.Dispose();
    }

    private Channel<BrowserReport> Reports(int peer)
    {
        lock (_reports)
            return _reports[peer];
    }

    private void Log(string line)
    {
        lock (_log)
            _log.Add($"{Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000)} {line}");
    }

    private async Task ServeAsync()
    {
        while (_http.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _http.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                await AnswerAsync(context);
            }
            catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
            {
                Log($"http: {exception.Message}");
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        var peer = int.Parse(context.Request.QueryString["peer"] ?? "0", CultureInfo.InvariantCulture);
        var reply = "";
        switch (context.Request.Url!.AbsolutePath)
        {
            case "/":
                context.Response.ContentType = "text/html; charset=utf-8";
                reply = await File.ReadAllTextAsync(PagePath());
                break;
            case "/offer":
                Assert.True(SdpTransport.TryUnpack(body, out var offer));
                lock (_orders)
                    _offers[peer] = _offers.GetValueOrDefault(peer) + 1;
                var result = await Room.NegotiateAsync(new PeerId(peer), offer);
                Log($"offer of {peer}: {result.RefusalCode ?? "answered"}");
                reply = SdpTransport.Pack(result.AnswerSdp ?? "");
                break;
            case "/stats":
                await Reports(peer).Writer.WriteAsync(JsonSerializer.Deserialize<BrowserReport>(body, JsonSerializerOptions.Web)!);
                lock (_orders)
                    if (_orders.Remove(peer, out var order))
                        reply = order;
                break;
            case "/log":
                Log($"page {peer}: {body}");
                break;
        }

        await using var writer = new StreamWriter(context.Response.OutputStream);
        await writer.WriteAsync(reply);
    }

    private static string PagePath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "participant.html");
}

/// <summary>What a participant's page sums up from its getStats.</summary>
internal sealed record BrowserReport(
    string State, double Samples, double Concealed, double Energy, double AudioPackets, double Frames, double VideoPackets, double VideoLost,
    double Freezes, double Width, double KeyFrames, double PliSent, double NackSent, double PliReceived, double NackReceived, double SentPackets, double Available, double RoundTrip,
    IReadOnlyList<double> Slots, string PairLocalPort, IReadOnlyList<double> Heights, IReadOnlyList<double> FreezesBySlot, IReadOnlyList<double> SentByLayer);
