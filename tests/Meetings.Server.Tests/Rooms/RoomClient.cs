using System.Text.Json;
using System.Text.Json.Nodes;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Meetings.Server.Tests.Rooms;

/// <summary>A device in a meeting, as a real SignalR client over the test server's WebSocket.</summary>
internal sealed class RoomClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Lock _gate = new();
    private readonly List<(Func<bool> Holds, TaskCompletionSource Done)> _waits = [];

    private RoomClient(HubConnection connection, HttpClient http, MeetingId meeting) => (Connection, Http, Meeting) = (connection, http, meeting);

    public HubConnection Connection { get; }

    public HttpClient Http { get; }

    public MeetingId Meeting { get; }

    public int Conn { get; private set; }

    public string Resume { get; private set; } = "";

    public string State { get; private set; } = "";

    public JsonNode Entered { get; private set; } = new JsonObject();

    /// <summary>Everything told so far: kind and arguments, e.g. "hand [2,1]".</summary>
    public List<(long Number, string Text)> Events { get; } = [];

    public List<string> News { get; } = [];

    public List<string> Ends { get; } = [];

    public bool IsClosed { get; private set; }

    /// <summary>Connects without entering.</summary>
    public static async Task<RoomClient> ConnectAsync(MeetingsApp app, HttpClient http, MeetingId meeting)
    {
        using var session = await http.GetAsync("/api/session");
        var server = app.Server;
        var cookie = CookieOf(session);
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(server.BaseAddress, "/hub/room"), options =>
            {
                options.Transports = HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
                options.WebSocketFactory = async (context, cancellationToken) =>
                {
                    var sockets = server.CreateWebSocketClient();
                    sockets.ConfigureRequest = request => request.Headers.Cookie = cookie;
                    return await sockets.ConnectAsync(context.Uri, cancellationToken);
                };
            })
            .AddJsonProtocol(json => WireJson.Apply(json.PayloadSerializerOptions))
            .Build();
        var client = new RoomClient(connection, http, meeting);
        client.Listen();
        await connection.StartAsync().WaitAsync(Patience);
        return client;
    }

    public static async Task<RoomClient> EnterAsync(
        MeetingsApp app, HttpClient http, MeetingId meeting, string device = "máy bàn", string? resume = null, long? since = null, long? attempt = null)
    {
        var client = await ConnectAsync(app, http, meeting);
        var answer = await client.CallAsync("Enter", meeting.ToString(), new { device, mode = "audio", resume, since, attempt });
        if (answer["refusal"] is { } refusal)
        {
            throw new InvalidOperationException($"Not let in: {refusal}");
        }

        client.Entered = answer;
        client.Conn = (int)answer["conn"]!;
        client.Resume = (string)answer["resume"]!;
        client.State = (string)answer["state"]!;
        return client;
    }

    /// <summary>"ok", or the refusal's code.</summary>
    public async Task<string> TryAsync(string method, params object?[] args) =>
        (string?)(await CallAsync(method, args))["refusal"]?["code"] ?? "ok";

    public async Task<JsonNode> CallAsync(string method, params object?[] args)
    {
        var answer = await Connection.InvokeCoreAsync(method, typeof(JsonElement), args).WaitAsync(Patience);
        return answer is JsonElement { ValueKind: not JsonValueKind.Null } element ? JsonNode.Parse(element.GetRawText())! : new JsonObject();
    }

    public async Task<JsonNode> SnapshotAsync() => (await Http.GetAsync<JsonNode>($"/api/meetings/{Meeting}/room?conn={Conn}"))!;

    /// <summary>Waits until that event has been told.</summary>
    public Task HeardAsync(string text) => UntilAsync(() => Events.Exists(e => e.Text == text), text);

    public async Task UntilAsync(Func<bool> holds, string what)
    {
        TaskCompletionSource done;
        lock (_gate)
        {
            if (holds())
            {
                return;
            }

            done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((holds, done));
        }

        try
        {
            await done.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{what} did not come; heard: {string.Join(" | ", Events.Select(e => e.Text))} {string.Join(" | ", Ends)}");
        }
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private void Listen()
    {
        Connection.On<long, long, string, JsonElement>("e", (number, at, kind, args) =>
            Note(() => Events.Add((number, $"{kind} {args.GetRawText()}"))));
        Connection.On<string, JsonElement>("t", (kind, args) => Note(() => News.Add($"{kind} {args.GetRawText()}")));
        Connection.On<string>("x", reason => Note(() => Ends.Add(reason)));
        Connection.Closed += _ =>
        {
            Note(() => IsClosed = true);
            return Task.CompletedTask;
        };
    }

    private void Note(Action change)
    {
        lock (_gate)
        {
            change();
            foreach (var wait in _waits.Where(w => w.Holds()).ToList())
            {
                _waits.Remove(wait);
                wait.Done.SetResult();
            }
        }
    }

    private static string CookieOf(HttpResponseMessage answer) =>
        answer.RequestMessage!.Headers.TryGetValues("Cookie", out var cookies) ? string.Join("; ", cookies) : "";
}
