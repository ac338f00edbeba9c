using System.Collections.Immutable;
using Meetings.Media.Conference.Allocation;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.SignalR;

namespace Meetings.Server.Rooms.Live;

/// <summary>The live meeting as clients call it; docs/protocol.md describes every method. Deny by default: see <see cref="HubGuard"/>.</summary>
internal sealed partial class RoomHub(
    IGrainFactory grains, LiveRooms rooms, Doorway doorway, IDocuments documents, UdpCheck udpCheck, IServiceScopeFactory scopes, IHubContext<RoomHub> outside, TimeProvider time) : Hub
{
    private const string LineKey = "line";
    private const int OfferLength = 60_000;

    internal HubGuard.HubLine Line => (HubGuard.HubLine)Context.Items[LineKey]!;

    public override Task OnConnectedAsync()
    {
        Context.Items[LineKey] = new HubGuard.HubLine();
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Line is { Room: { } room, Socket: { } socket })
        {
            room.Detach(socket);
        }

        udpCheck.Forget(Context.ConnectionId);
        return Task.CompletedTask;
    }

    [Access(AccessRule.Entering)]
    public async Task<object> Enter(MeetingId meetingId, EnterInput input)
    {
        if (Line.Socket is not null)
        {
            return HubAnswer.From(Refusal.Conflict("already_entered"));
        }

        if (input.Device.Length > Bounded.Name || input.Resume?.Length > Bounded.Name || input.Offer?.Length > OfferLength)
        {
            return HubAnswer.From(Bounded.TooLong(Bounded.Name));
        }

        // The connection may be older than the end of its session: it is opened with the device check.
        if (!await HoldsSessionAsync())
        {
            return HubAnswer.From(new Refusal("not_signed_in", RefusalKind.NotSignedIn));
        }

        var secret = Doorway.NewSecret();
        var caller = Caller.From(Context.User)!;
        var who = await doorway.WhoAsync(caller, meetingId, input, secret, Context.ConnectionAborted);
        if (who.Refusal is { } unknown)
        {
            return HubAnswer.From(unknown);
        }

        var attempt = input.Attempt is { } number && who.Value.Enter.ResumeHash is { } page ? new EnterAttempt(caller.AccountId, page, number) : null;
        if (rooms.Find(meetingId)?.IsOvertaken(attempt) == true)
        {
            throw Overtaken();
        }

        var grain = grains.GetGrain<IRoomGrain>(meetingId.Value);
        var entered = await grain.AskAsync(who.Value.Enter);
        if (entered.Refusal is { } refusal)
        {
            if (refusal.Kind == RefusalKind.Unavailable && refusal.Code == "not_saved")
            {
                // No answer about the caller: an error, after which clients simply try again.
                throw new HubException("not_saved");
            }

            return HubAnswer.From(refusal);
        }

        // Who enters has done with trying.
        udpCheck.Forget(Context.ConnectionId);
        var room = rooms.Of(meetingId);
        if (caller.Guest is { } pass)
        {
            room.RememberGuest(caller.AccountId, pass.LinkId);
        }

        if (!room.Note(attempt))
        {
            throw Overtaken();
        }

        var resumed = room.State.Find(entered.Conn)?.Arrival.ResumeHash == who.Value.Enter.ResumeHash && input.Resume is not null;
        var context = Context;
        var socket = new RoomSocket(outside.Clients.Client(Context.ConnectionId), context.Abort, caller.AccountId)
        {
            Conn = entered.Conn,
            Withheld = who.Value.Withheld,
            Attempt = attempt,
        };

        // Media before the socket is bound: an answer costs milliseconds, and the client waits for it in this very call.
        var media = input.Offer is null ? null : await NegotiateFirstAsync(room, entered.Conn, input);
        Line.Bind(meetingId, room, socket);
        var complete = room.Attach(socket, resumed && input.Since is { } since ? since : entered.Number);
        if (Context.ConnectionAborted.IsCancellationRequested)
        {
            // Closed before it was bound: nobody else will notice.
            room.Detach(socket);
        }

        if (!await HoldsSessionAsync())
        {
            // It ended between the first look and now, when the room did not know us yet.
            room.SendAway(account => account == caller.AccountId, "signedOut");
        }

        var state = room.State;
        var connection = state.Find(entered.Conn);
        if (connection is { IsIn: true })
        {
            if (resumed)
            {
                socket.Mention("slots", room.Media.SlotsOf(entered.Conn));
                room.Media.TellAgain(entered.Conn);
            }

            room.Lines.TellAgain(entered.Conn);
            room.Stills.TellAgain(entered.Conn);
        }

        // Events go out after this answer: the filter has returned by then.
        _ = Task.Run(socket.Start);
        return new EnterAnswer(
            entered.Conn,
            resumed ? input.Resume! : secret,
            connection?.State ?? EntryState.Lobby,
            entered.Number,
            media?.Answer,
            [.. state.SeatsOf(entered.Conn).Select(s => s.Number)],
            complete ? null : true,
            media?.Refusal);
    }

    /// <summary>The page has entered again on another connection since; what it sent on this one was stuck in the line.</summary>
    private static HubException Overtaken() => new("overtaken");

    /// <summary>Reads anew: this call's own scope would remember the account as it was.</summary>
    private async Task<bool> HoldsSessionAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ISessions>().HoldsAsync(Context.User, CancellationToken.None);
    }

    /// <summary>After admission, for more slots, or for a new PeerConnection.</summary>
    [Access(AccessRule.Attending)]
    public async Task<NegotiateAnswer> Negotiate(string offer)
    {
        if (Member() is not { } conn)
        {
            return new NegotiateAnswer(Refusal: HubRefusal.From(Refusal.Forbidden("in_lobby")));
        }

        if (offer.Length > OfferLength)
        {
            return new NegotiateAnswer(Refusal: HubRefusal.From(Refusal.Invalid("offer_malformed")));
        }

        var made = await Line.Room!.Media.NegotiateAsync(conn, offer, null, null, Context.ConnectionAborted);
        return made.Match(answer => new NegotiateAnswer(answer), no => new NegotiateAnswer(Refusal: HubRefusal.From(no)));
    }

    [Access(AccessRule.Attending)]
    public HubAnswer Sources(SourcesInput sources)
    {
        if (Member() is not { } conn)
        {
            return HubAnswer.From(Refusal.Forbidden("in_lobby"));
        }

        Line.Room!.Media.SetSources(conn, (sources.Mic ? Live.Sources.Microphone : 0) | (sources.Cam ? Live.Sources.Camera : 0)
            | (sources.Screen ? Live.Sources.Screen : 0));
        return new HubAnswer();
    }

    [Access(AccessRule.Attending)]
    public HubAnswer Wishes(WishesInput wishes)
    {
        if (Member() is not { } conn)
        {
            return HubAnswer.From(Refusal.Forbidden("in_lobby"));
        }

        const int mostSlots = 16;
        ImmutableArray<Wish>? chosen = wishes.Video is { } video
            ? [.. video.Take(mostSlots).Select(w => new Wish(w.Conn, w.Source == WishedSource.Screen, Math.Clamp(w.Height, 90, 1080)))]
            : null;
        Line.Room!.Media.SetWishes(conn, wishes.Mode, chosen);
        return new HubAnswer();
    }

    /// <summary>Not above this rung of the ladder whatever the line carries; null leaves it to the line.</summary>
    [Access(AccessRule.Attending)]
    public HubAnswer Pin(Rung? rung)
    {
        if (Member() is not { } conn)
        {
            return HubAnswer.From(Refusal.Forbidden("in_lobby"));
        }

        if (rung is { } named && !Enum.IsDefined(named))
        {
            return HubAnswer.From(Refusal.Invalid("rung_unknown"));
        }

        Line.Room!.Media.Pin(conn, rung);
        return new HubAnswer();
    }

    /// <summary>The lines of everybody, for those who lead and for technicians: the rows now, and what changes as t("board").</summary>
    [Access(AccessRule.Attending)]
    public BoardAnswer Board(bool on)
    {
        if (Member() is not { } conn)
        {
            return new BoardAnswer(Refusal: HubRefusal.From(Refusal.Forbidden("in_lobby")));
        }

        return Permissions.MayWatchLines(Line.Room!.State.Find(conn)!)
            ? new BoardAnswer(Line.Room!.Lines.Watch(conn, on))
            : new BoardAnswer(Refusal: HubRefusal.From(Refusal.Forbidden("only_line_watchers")));
    }

    /// <summary>Checks whether UDP gets through: a throw-away PeerConnection that carries nothing.</summary>
    [Access(AccessRule.Entering)]
    public async Task<NegotiateAnswer> Probe(string offer)
    {
        if (offer.Length > OfferLength)
        {
            return new NegotiateAnswer(Refusal: HubRefusal.From(Refusal.Invalid("offer_malformed")));
        }

        var made = await udpCheck.AnswerAsync(Context.ConnectionId, offer, Context.ConnectionAborted);
        return made.Match(answer => new NegotiateAnswer(answer), no => new NegotiateAnswer(Refusal: HubRefusal.From(no)));
    }

    [Access(AccessRule.Attending)]
    public SinceAnswer Since(long number)
    {
        if (Member() is null)
        {
            return new SinceAnswer(Refusal: HubRefusal.From(Refusal.Forbidden("in_lobby")));
        }

        return Line.Room!.Since(number) is { } facts
            ? new SinceAnswer([.. facts.Select(Line.Socket!.Withheld.Of).Select(EventOnWire.From)])
            : new SinceAnswer([], SnapshotNeeded: true);
    }

    /// <summary>The server's time in Unix milliseconds.</summary>
    [Access(AccessRule.Entering)]
    public long Ping() => time.GetUtcNow().ToUnixTimeMilliseconds();

    [Access(AccessRule.Attending)]
    public async Task<HubAnswer> Leave()
    {
        var (room, socket) = (Line.Room!, Line.Socket!);
        var answer = await AskAsync(new Leave(socket.Conn));
        Line.Unbind();
        room.Detach(socket);
        return answer;
    }

    private static async Task<NegotiateAnswer?> NegotiateFirstAsync(LiveRoom room, int conn, EnterInput input)
    {
        if (room.State.Find(conn) is not { IsIn: true })
        {
            return null;
        }

        var made = await room.Media.NegotiateAsync(conn, input.Offer!, input.Mode, input.Slots, CancellationToken.None);
        return made.Match(answer => new NegotiateAnswer(answer), no => new NegotiateAnswer(Refusal: HubRefusal.From(no)));
    }

    /// <summary>The caller's connection when it is in; null in the lobby or after it was sent out.</summary>
    private int? Member() => Line.Room!.State.Find(Line.Socket!.Conn) is { IsIn: true } here ? here.Conn : null;

    private async Task<HubAnswer> AskAsync(RoomCommand command) =>
        HubAnswer.From((await grains.GetGrain<IRoomGrain>(Line.Meeting.Value).AskAsync(command)).Refusal);

    private async Task<RevisionAnswer> AskRevisionAsync(RoomCommand command)
    {
        var answer = await grains.GetGrain<IRoomGrain>(Line.Meeting.Value).AskAsync(command);
        return answer.Refusal is { } refusal ? new RevisionAnswer(Refusal: HubRefusal.From(refusal)) : new RevisionAnswer(answer.Revision);
    }
}
