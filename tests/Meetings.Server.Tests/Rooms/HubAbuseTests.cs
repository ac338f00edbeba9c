using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using Meetings.Media.Wire.Sdp;
using Meetings.Server.Accounts;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Demo;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Meetings.Server.Tests.Rooms;

/// <summary>Hostile clients (trust.md H02, H04, H10) and what the logs may not hold.</summary>
public sealed class HubAbuseTests
{
    private static readonly MeetingId Now = DemoMeetings.MeetingOf("now");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What a small client would offer; credentials are invented.</summary>
    private const string Offer =
        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
        + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtcp-mux\r\na=ice-ufrag:clnt\r\na=ice-pwd:khongduocghivaonhatky12345\r\n"
        + "a=fingerprint:sha-256 AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99\r\n"
        + "a=setup:actpass\r\na=mid:0\r\na=sendonly\r\na=rtpmap:111 opus/48000/2\r\n"
        + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=rtcp-mux\r\na=ice-ufrag:clnt\r\na=ice-pwd:khongduocghivaonhatky12345\r\n"
        + "a=fingerprint:sha-256 AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99\r\n"
        + "a=setup:actpass\r\na=mid:1\r\na=recvonly\r\na=rtpmap:111 opus/48000/2\r\n";

    [Theory]
    [InlineData("a frame without an end", 10_000_000, "x")]
    [InlineData("deep JSON", 40_000, "[")]
    public async Task A_crafted_message_ends_that_connection_alone(string what, int length, string filling)
    {
        await using var app = await MeetingsApp.StartAsync();
        await using var witness = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        using var socket = await RawAsync(app, await app.SignedInAsync("mydong.chutich"));
        await SendAsync(socket, "{\"protocol\":\"json\",\"version\":1}\u001e");
        var text = "{\"type\":1,\"target\":\"Enter\",\"arguments\":" + string.Concat(Enumerable.Repeat(filling, length)) + (what == "deep JSON" ? "\u001e" : "");
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await SendAsync(socket, text);
            while (socket.State == WebSocketState.Open)
            {
                var answer = await socket.ReceiveAsync(new byte[4096], default).WaitAsync(Patience);
                if (answer.MessageType == WebSocketMessageType.Close)
                {
                    throw new WebSocketException("closed");
                }
            }
        });
        Assert.Equal("ok", await witness.TryAsync("Hand", true));
    }

    [Fact]
    public async Task Unknown_targets_and_wrong_arguments_are_answered_with_an_error_and_no_details()
    {
        await using var app = await MeetingsApp.StartAsync();
        await using var client = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        foreach (var (method, args) in new (string, object?[])[] { ("OnConnectedAsync", []), ("Dispose", []), ("Nothing", [1]), ("Hand", ["yes"]), ("Chat", [1, 2, 3]) })
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(() => client.CallAsync(method, args));
            Assert.DoesNotContain("Meetings.Server", error.Message);
        }

        Assert.Equal("ok", await client.TryAsync("Hand", true));
    }

    [Fact]
    public async Task Too_many_calls_are_refused_and_then_the_connection_is_cut()
    {
        await using var app = await MeetingsApp.StartAsync();
        await using var client = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        string last = "";
        for (var i = 0; i < 250; i++)
        {
            last = await client.TryAsync("Hand", i % 2 == 0);
        }

        Assert.Equal("too_many_requests", last);
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("ok", await client.TryAsync("Hand", true));
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_open_the_hub()
    {
        await using var app = await MeetingsApp.StartAsync();
        var http = await app.SignedInAsync("huyen.chutich");
        await Assert.ThrowsAnyAsync<Exception>(() => RawAsync(app, http, "https://evil.example"));
        using var own = await RawAsync(app, http, app.Server.BaseAddress.GetLeftPart(UriPartial.Authority));
        Assert.Equal(WebSocketState.Open, own.State);
    }

    [Fact]
    public async Task Media_is_answered_at_the_first_call_but_never_in_the_lobby()
    {
        await using var app = await MeetingsApp.StartAsync();
        await using var chair = await RoomClient.ConnectAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        var entered = await chair.CallAsync("Enter", Now.ToString(), new { device = "x", mode = "audio", offer = SdpTransport.Pack(Offer) });
        Assert.True(SdpTransport.TryUnpack((string)entered["answer"]!, out var answer));
        Assert.Contains("a=ice-lite", answer);
        Assert.Equal("offer_malformed", await chair.TryAsync("Negotiate", "không phải base64"));

        await using var stranger = await RoomClient.ConnectAsync(app, await app.SignedInAsync("sokhdt.giamdoc"), Now);
        var waiting = await stranger.CallAsync("Enter", Now.ToString(), new { device = "x", mode = "audio", offer = SdpTransport.Pack(Offer) });
        Assert.Equal(("lobby", null), ((string?)waiting["state"], (string?)waiting["answer"]));
        Assert.Equal("in_lobby", await stranger.TryAsync("Negotiate", SdpTransport.Pack(Offer)));
        Assert.NotNull((await stranger.CallAsync("Probe", SdpTransport.Pack(Offer)))["answer"]);
    }

    [Fact]
    public async Task A_failure_while_entering_is_an_error_to_try_again_and_not_the_end_of_the_meeting()
    {
        var failing = new Failures { Left = 1 };
        await using var app = await MeetingsApp.StartAsync(services: services =>
        {
            services.AddSingleton(failing);
            services.Replace(ServiceDescriptor.Scoped<ISessions, FailingSessions>());
        });
        await using var chair = await RoomClient.ConnectAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        var entering = new { device = "máy bàn", mode = "audio" };
        var failed = await Assert.ThrowsAsync<HubException>(() => chair.CallAsync("Enter", Now.ToString(), entering));
        Assert.Contains("server_error", failed.Message, StringComparison.Ordinal);
        Assert.Equal("in", (string?)(await chair.CallAsync("Enter", Now.ToString(), entering))["state"]);
    }

    [Fact]
    public async Task The_logs_of_a_meeting_name_nobody_and_hold_no_secret()
    {
        var log = new Sink();
        await using var app = await MeetingsApp.StartAsync(services: services => services.AddSingleton<ILoggerProvider>(log));
        var browser = await app.SignedInAsync("huyen.chutich");
        await using var chair = await RoomClient.ConnectAsync(app, browser, Now);
        var entered = await chair.CallAsync("Enter", Now.ToString(), new { device = "máy của Ửng", mode = "audio", offer = SdpTransport.Pack(Offer) });
        SdpTransport.TryUnpack((string)entered["answer"]!, out var answer);
        await using var commune = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.chutich"), Now);
        Assert.Equal("ok", await chair.TryAsync("Chat", "c1", "chuyện riêng của chúng ta"));
        await chair.TryAsync("Note", "n1", DemoMeetings.ItemOf("now", 0).ToString(), "ghi chú mật thiết", 0);
        await chair.TryAsync("Negotiate", "rác");
        await Assert.ThrowsAnyAsync<Exception>(() => chair.CallAsync("Chat", "chuyện riêng của chúng ta"));
        await chair.TryAsync("Begin");
        await chair.TryAsync("Close");
        await commune.UntilAsync(() => commune.Ends.Count > 0, "the end");

        var written = string.Join('\n', log.Lines);
        var password = answer.Split("a=ice-pwd:")[1].Split('\r')[0];
        foreach (var secret in (string[])
            ["Lý Bá Ửng", "Huỳnh Trọng Ân", "chuyện riêng", "mật thiết", "máy của Ửng", (string)entered["resume"]!, commune.Resume, password,
            "khongduocghivaonhatky", "127.0.0.1", MeetingsApp.TestPassword])
        {
            Assert.DoesNotContain(secret, written);
        }
    }

    private static async Task<WebSocket> RawAsync(MeetingsApp app, HttpClient http, string? origin = null)
    {
        using var session = await http.GetAsync("/api/session");
        var cookie = string.Join("; ", session.RequestMessage!.Headers.GetValues("Cookie"));
        var client = app.Server.CreateWebSocketClient();
        client.ConfigureRequest = request =>
        {
            request.Headers.Cookie = cookie;
            if (origin is not null)
            {
                request.Headers.Origin = origin;
            }
        };
        return await client.ConnectAsync(new Uri(app.Server.BaseAddress, "/hub/room"), default).WaitAsync(Patience);
    }

    private static async Task SendAsync(WebSocket socket, string text)
    {
        foreach (var chunk in Encoding.UTF8.GetBytes(text).Chunk(16 * 1024))
        {
            await socket.SendAsync(chunk, WebSocketMessageType.Text, endOfMessage: true, default).WaitAsync(Patience);
        }
    }

    /// <summary>Takes what the server logs at its configured levels.</summary>
    private sealed class Sink : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }

    private sealed class Failures
    {
        public int Left { get; set; }
    }

    private sealed class FailingSessions(Sessions sessions, Failures failures) : ISessions
    {
        public Task<SessionView> SignInGuestAsync(HttpContext context, GuestPass pass) => sessions.SignInGuestAsync(context, pass);

        public Task<bool> HoldsAsync(ClaimsPrincipal? principal, CancellationToken cancellationToken) =>
            failures.Left-- > 0 ? throw new InvalidOperationException("the disk is busy") : sessions.HoldsAsync(principal, cancellationToken);

        public Task SignOutEverywhereAsync(AccountId account, CancellationToken cancellationToken) => sessions.SignOutEverywhereAsync(account, cancellationToken);
    }
}
