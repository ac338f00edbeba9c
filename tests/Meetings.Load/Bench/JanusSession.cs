using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Meetings.Load.Bench;

/// <summary>A session of Janus' WebSocket API: requests by transaction, answered by a success or by an event.</summary>
internal sealed class JanusSession : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode>> _asked = [];
    private readonly ConcurrentDictionary<string, bool> _signs = [];
    private readonly CancellationTokenSource _end = new();
    private int _transactions;
    private long _session;

    public static async Task<JanusSession> OpenAsync(Uri address)
    {
        var session = new JanusSession();
        session._socket.Options.AddSubProtocol("janus-protocol");
        await session._socket.ConnectAsync(address, session._end.Token);
        _ = session.ReadAsync();
        session._session = (long)(await session.SendAsync(new JsonObject { ["janus"] = "create" }))["data"]!["id"]!;
        _ = session.KeepAliveAsync();
        return session;
    }

    /// <summary>A handle of the video room plugin.</summary>
    public async Task<long> AttachAsync() =>
        (long)(await SendAsync(new JsonObject { ["janus"] = "attach", ["plugin"] = "janus.plugin.videoroom" }))["data"]!["id"]!;

    /// <summary>A message to the plugin, perhaps with a description; what it says, perhaps with one.</summary>
    public async Task<(JsonNode Body, string? Sdp)> AskAsync(long handle, JsonObject body, string? type = null, string? sdp = null)
    {
        var message = new JsonObject { ["janus"] = "message", ["handle_id"] = handle, ["body"] = body };
        if (type is not null)
            message["jsep"] = new JsonObject { ["type"] = type, ["sdp"] = sdp };
        var answer = await SendAsync(message);
        var data = answer["plugindata"]!["data"]!;
        return data["error"] is { } error ? throw new InvalidOperationException($"Janus: {error}") : (data, (string?)answer["jsep"]?["sdp"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _socket.Dispose();
        _sending.Dispose();
        _end.Dispose();
    }

    private async Task<JsonNode> SendAsync(JsonObject message)
    {
        var transaction = Interlocked.Increment(ref _transactions).ToString(CultureInfo.InvariantCulture);
        message["transaction"] = transaction;
        if (_session != 0)
            message["session_id"] = _session;
        if ((string?)message["janus"] == "keepalive")
            _signs[transaction] = true;
        var asked = _asked[transaction] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, _end.Token);
        }
        finally
        {
            _sending.Release();
        }

        return await asked.Task.WaitAsync(AnswerLimit);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1024 * 1024];
        try
        {
            for (var length = 0; ;)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), _end.Token);
                length += part.Count;
                if (!part.EndOfMessage)
                    continue;
                Take(JsonNode.Parse(buffer.AsSpan(0, length))!);
                length = 0;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            foreach (var asked in _asked.Values)
                asked.TrySetException(new InvalidOperationException("Janus closed the connection", exception));
        }
    }

    private void Take(JsonNode message)
    {
        if ((string?)message["transaction"] is not { } transaction || !_asked.TryGetValue(transaction, out var asked))
            return;
        // An acknowledgement of anything but a sign of life only says that the answer will come as an event.
        if ((string?)message["janus"] is "ack" && !_signs.TryRemove(transaction, out _))
            return;
        _asked.TryRemove(transaction, out _);
        if ((string?)message["janus"] == "error")
            asked.TrySetException(new InvalidOperationException($"Janus: {message["error"]?["reason"]}"));
        else
            asked.TrySetResult(message);
    }

    private async Task KeepAliveAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(20));
            while (await timer.WaitForNextTickAsync(_end.Token))
                await SendAsync(new JsonObject { ["janus"] = "keepalive" });
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or WebSocketException or ObjectDisposedException)
        {
            // The end of the session.
        }
    }
}
