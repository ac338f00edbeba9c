using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Wire.Sdp;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Meetings.Server.Demo.Attend;

/// <summary>A site's stay in the meeting over one hub connection and one media connection.</summary>
internal sealed class SiteVisit : IAsyncDisposable
{
    private const int VideoSlots = 2;
    private static readonly TimeSpan MediaLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(3);

    private readonly HubConnection _hub;
    private readonly SitePlace _place;
    private readonly SiteMemory _memory;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly SiteScript _script;
    private readonly ClipMedia _media;
    private readonly HeadlessParticipant _participant;
    private readonly Channel<(string Kind, JsonElement[] Args)> _heard = Channel.CreateUnbounded<(string, JsonElement[])>();
    private readonly TaskCompletionSource _isIn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _conn;

    public SiteVisit(HubConnection hub, SitePlace place, SiteMemory memory, TimeProvider time, Action<string> say)
    {
        (_hub, _place, _memory, _time, _say) = (hub, place, memory, time, say);
        _script = SiteScript.Of(place.Index);
        _media = DemoClips.For(place.Index);
        _participant = new HeadlessParticipant(VideoSlots, _media);
        hub.On<long, long, string, JsonElement[]>("e", (number, _, kind, args) =>
        {
            memory.Since = Math.Max(memory.Since, number);
            _heard.Writer.TryWrite((kind, args));
        });
        hub.On<string>("x", reason => _heard.Writer.TryWrite(("x", [JsonSerializer.SerializeToElement(reason)])));
        hub.Closed += _ =>
        {
            _heard.Writer.TryComplete();
            return Task.CompletedTask;
        };
    }

    public ParticipantReading Reading => _participant.Reading;

    public Task FirstMedia => _participant.FirstMedia;

    /// <returns>Null when in the room or its lobby, else the code of the refusal.</returns>
    public async Task<string?> EnterAsync(CancellationToken cancellationToken)
    {
        await _hub.StartAsync(cancellationToken);
        var answer = await CallAsync("Enter", [_place.MeetingId, new
        {
            device = "điểm cầu mô phỏng",
            mode = "full",
            offer = SdpTransport.Pack(_participant.CreateOffer()),
            slots = VideoSlots,
            resume = _memory.Resume,
            since = _memory.Resume is null ? (long?)null : _memory.Since,
        }], cancellationToken);
        if (CodeOf(answer) is { } code)
        {
            return code;
        }

        _conn = answer.GetProperty("conn").GetInt32();
        _memory.Resume = answer.GetProperty("resume").GetString();
        _memory.Since = Math.Max(_memory.Since, answer.GetProperty("number").GetInt64());
        if (answer.GetProperty("state").GetString() == "lobby")
        {
            _say("waits in the lobby");
            return null;
        }

        if (!answer.TryGetProperty("answer", out var packed))
        {
            return "offer_malformed";
        }

        await TakePlaceAsync(packed, cancellationToken);
        return null;
    }

    /// <returns>Why it is over; null when the line was lost.</returns>
    public async Task<string?> StayAsync(CancellationToken leave)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(leave);
        var script = PlayAsync(over.Token);
        try
        {
            await foreach (var (kind, args) in _heard.Reader.ReadAllAsync(leave))
            {
                if (await TakeAsync(kind, args, leave) is { } end)
                {
                    return end;
                }
            }

            return null;
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(GoodbyeLimit);
            await _hub.InvokeAsync("Leave", limit.Token);
            throw;
        }
        finally
        {
            await over.CancelAsync();
            await script;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _participant.Dispose();
    }

    private async Task<string?> TakeAsync(string kind, JsonElement[] args, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case "admitted" when IsMe(args):
                var answer = await CallAsync("Negotiate", [SdpTransport.Pack(_participant.CreateOffer())], cancellationToken);
                if (CodeOf(answer) is { } code)
                {
                    return code;
                }

                await TakePlaceAsync(answer.GetProperty("answer"), cancellationToken);
                break;
            case "floor":
                await SpeakAsync(IsMe(args), cancellationToken);
                break;
            case "muted" when IsMe(args):
                await SpeakAsync(false, cancellationToken);
                break;
            case "closed":
            case "x":
                var reason = kind == "x" ? args[0].GetString() : kind;
                _say($"over: {reason}");
                return reason;
        }

        return null;
    }

    /// <summary>Media from the answer, then the camera, and who sits here.</summary>
    private async Task TakePlaceAsync(JsonElement packed, CancellationToken cancellationToken)
    {
        if (!SdpTransport.TryUnpack(packed.GetString()!, out var answer))
        {
            throw new InvalidOperationException("the answer cannot be unpacked");
        }

        _participant.Accept(answer);
        await _participant.Connected.WaitAsync(MediaLimit, cancellationToken);
        await CallAsync("Sources", [new { mic = false, cam = true, screen = false }], cancellationToken);
        _isIn.TrySetResult();
        if (_memory.CameIn is not null)
        {
            _say($"back as connection {_conn}");
            await LookAtFloorAsync(cancellationToken);
            return;
        }

        _memory.CameIn = _time.GetUtcNow();
        _say(string.Create(CultureInfo.InvariantCulture, $"in as connection {_conn}, camera on, {_memory.People!.Count} people"));
        var seated = await CallAsync("SitDown", [new { people = _memory.People!.Select(id => new { personId = id }) }], cancellationToken);
        if (CodeOf(seated) is { } code)
        {
            _say($"could not name its people: {code}");
        }
    }

    // Coming back begins muted, and the floor may have been its own all the while.
    private async Task LookAtFloorAsync(CancellationToken cancellationToken)
    {
        var missed = await CallAsync("Since", [0L], cancellationToken);
        if (missed.TryGetProperty("events", out var events)
            && events.EnumerateArray().LastOrDefault(e => e.GetProperty("kind").GetString() == "floor") is { ValueKind: JsonValueKind.Object } floor)
        {
            await SpeakAsync(IsMe([.. floor.GetProperty("args").EnumerateArray()]), cancellationToken);
        }
    }

    private async Task SpeakAsync(bool speaks, CancellationToken cancellationToken)
    {
        if (_media.IsSpeaking == speaks)
        {
            return;
        }

        // The microphone is announced first, else the server would drop the first words.
        await CallAsync("Sources", [new { mic = speaks, cam = true, screen = false }], cancellationToken);
        _media.IsSpeaking = speaks;
        _say(speaks ? "has the floor and speaks" : "is silent again");
    }

    /// <summary>The hand and the greeting, each once in a meeting.</summary>
    private async Task PlayAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _isIn.Task.WaitAsync(cancellationToken);
            var cameIn = _memory.CameIn ?? _time.GetUtcNow();
            if (_script.ChatAfter is { } chat && !_memory.ChatDone)
            {
                await DelayUntilAsync(cameIn + chat, cancellationToken);
                _memory.ChatDone = true;
                await CallAsync("Chat", [$"mo-phong-{_place.Index}", SiteScript.Greeting], cancellationToken);
                _say("greets in the chat");
            }

            if (_script.HandAfter is { } hand && !_memory.HandDone)
            {
                await DelayUntilAsync(cameIn + hand, cancellationToken);
                _memory.HandDone = true;
                await CallAsync("Hand", [true], cancellationToken);
                _say("raises the hand");
            }
        }
        catch (Exception lost) when (lost is OperationCanceledException or InvalidOperationException or IOException or HubException)
        {
            // The visit is over or the line lost, which the main loop sees as well.
        }
    }

    private async Task DelayUntilAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var wait = at - _time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private bool IsMe(JsonElement[] args) => args is [{ ValueKind: JsonValueKind.Number } conn, ..] && conn.GetInt32() == _conn;

    private async Task<JsonElement> CallAsync(string method, object?[] args, CancellationToken cancellationToken) =>
        (JsonElement)(await _hub.InvokeCoreAsync(method, typeof(JsonElement), args, cancellationToken))!;

    private static string? CodeOf(JsonElement answer) =>
        answer.TryGetProperty("refusal", out var refusal) ? refusal.GetProperty("code").GetString() : null;
}
