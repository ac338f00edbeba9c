using System.Collections.Immutable;
using CsCheck;
using Meetings.Server.Kernel;
using Meetings.Server.Rooms;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Tests.Rooms;

/// <summary>The pure core: any sequence of commands keeps the room consistent, and its log folds back to the same state.</summary>
public sealed class RoomRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);
    private static readonly AgendaItemId[] Items = [new(new Guid(1, 0, 0, new byte[8])), new(new Guid(2, 0, 0, new byte[8]))];

    private static RoomContext Context(int seconds = 0) => new(
        Start.AddSeconds(seconds), MeetingStatus.Scheduled, Start, Items.ToDictionary(i => i, _ => (PersonId?)null), new RoomOptions());

    [Fact]
    public void Whatever_people_do_the_room_stays_consistent_and_its_log_folds_back() =>
        Gen.Select(Gen.Int[0, 27], Gen.Int[1, 8], Gen.Int[0, 5], Gen.Int[0, 40]).Array[1, 80].Sample(
            steps =>
            {
                var (state, log, clock) = (RoomState.Empty, new List<NumberedEvent>(), 0);
                foreach (var (kind, by, other, wait) in steps)
                {
                    clock += wait;
                    var decided = RoomDecisions.Decide(state, Command(kind, by, other), Context(clock));
                    if (decided.IsRefused)
                    {
                        continue;
                    }

                    foreach (var fact in decided.Value.Events)
                    {
                        var numbered = new NumberedEvent(state.Number + 1, Start.AddSeconds(clock), RoomEventJson.Read(RoomEventJson.KindOf(fact), RoomEventJson.Write(fact)));
                        Assert.NotNull(RoomWire.Args(fact));
                        log.Add(numbered);
                        state = RoomFold.Apply(state, numbered);
                    }

                    Check(state);
                }

                var again = RoomFold.Fold(RoomState.Empty, log);
                Assert.Equal(state.Number, again.Number);
                Assert.Equal(state.Floor, again.Floor);
                Assert.Equal(state.Hands, again.Hands);
                Assert.Equal(state.Seats.Keys, again.Seats.Keys);
                CheckRecord(RecordFold.Of(default, log), state);
            },
            iter: 2_000);

    [Fact]
    public void An_overloaded_server_begins_no_room_and_lets_people_into_those_that_run()
    {
        var busy = Context() with { IsOverloaded = true };
        var refused = RoomDecisions.Decide(RoomState.Empty, Command(0, 1, 0), busy);
        Assert.Equal(("server_overloaded", RefusalKind.Unavailable), (refused.Refusal!.Code, refused.Refusal.Kind));
        var running = RoomFold.Fold(RoomState.Empty, RoomDecisions.Decide(RoomState.Empty, Command(0, 1, 0), Context()).Value.Events
            .Select((fact, i) => new NumberedEvent(i + 1, Start, fact)));
        Assert.False(RoomDecisions.Decide(running, Command(0, 2, 0), busy).IsRefused);
    }

    private static void Check(RoomState state)
    {
        Assert.All(state.Hands, hand => Assert.True(state.Find(hand) is { IsIn: true }, "a hand of somebody who is not in"));
        Assert.Equal(state.Hands.Count, state.Hands.Distinct().Count());
        var people = state.Seats.Values.Where(s => s.Person.PersonId is not null).Select(s => s.Person.PersonId).ToList();
        Assert.Equal(people.Count, people.Distinct().Count());
        Assert.All(state.Seats.Values.SelectMany(s => s.Conns), conn => Assert.True(state.Find(conn) is { IsIn: true }, "a seat of somebody who is not in"));
        if (state.Floor is { } floor)
        {
            var holder = state.Find(floor.Conn);
            Assert.True(holder is { IsIn: true }, "the floor of somebody who is not in");
            Assert.Equal(holder!.Line == LineState.Dropped, floor.StoppedAt is not null);
            Assert.True(floor.Seat is null || state.Seats[floor.Seat.Value].Conns.Contains(floor.Conn));
        }
    }

    private static void CheckRecord(Server.Rooms.Contracts.RoomRecord? record, RoomState state)
    {
        if (record is null)
        {
            Assert.Null(state.OpenedAt);
            return;
        }

        Assert.All(record.Speeches, s => Assert.True(s.Seconds >= 0));
        foreach (var person in record.Attendees)
        {
            Assert.All(person.Intervals.SkipLast(1), i => Assert.NotNull(i.To));
            Assert.All(person.Intervals, i => Assert.True(i.To is null || i.To >= i.From));
            Assert.All(person.Intervals.Zip(person.Intervals.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
        }
    }

    [Fact]
    public void Every_kind_of_event_can_be_written_and_read()
    {
        var kinds = typeof(RoomEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(RoomEvent)) && !t.IsAbstract).ToList();
        Assert.All(kinds, kind => Assert.False(string.IsNullOrEmpty(RoomEventJson.KindOf((RoomEvent)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(kind)))));
    }

    [Fact]
    public void Nobody_enters_more_than_an_hour_before_the_start() =>
        Assert.Equal("too_early", RoomDecisions.Decide(RoomState.Empty, Person(1, MeetingRole.Chair), Context(-3601)).Refusal!.Code);

    [Fact]
    public void Who_is_not_invited_does_not_open_the_room()
    {
        var state = After(RoomState.Empty, Person(7, MeetingRole.Guest, invited: false));
        Assert.Equal((MeetingStatus.Scheduled, EntryState.Lobby), (state.Status, state.Connections[1].State));
    }

    [Fact]
    public void A_site_that_reloads_keeps_its_people_and_the_floor()
    {
        var state = After(RoomState.Empty, Person(1, MeetingRole.Chair), Site(2, "máy A"));
        state = After(state, new SitDown(2, [new Sitter(null, "Trần Thị Hoa", null, null, MeetingRole.Delegate)]));
        state = After(state, new GiveFloor(1, 2, null), new LoseLine(2), Site(2, "máy B"));
        Assert.Equal([3], state.Seats[2].Conns);
        Assert.Equal((3, (int?)2), (state.Floor!.Conn, state.Floor.Seat));
        Assert.Null(state.Find(2));
    }

    [Fact]
    public void The_chair_cannot_be_sent_out_and_nobody_sends_out_themselves()
    {
        var state = After(RoomState.Empty, Person(1, MeetingRole.Chair), Person(2, MeetingRole.Secretary));
        Assert.Equal("cannot_remove_chair", RoomDecisions.Decide(state, new RemoveConnection(2, 1), Context()).Refusal!.Code);
        Assert.Equal("cannot_remove_yourself", RoomDecisions.Decide(state, new RemoveConnection(2, 2), Context()).Refusal!.Code);
    }

    [Fact]
    public void The_clock_of_a_lost_speaker_stands_still()
    {
        var state = After(RoomState.Empty, Person(1, MeetingRole.Chair), Person(2, MeetingRole.Delegate), new GiveFloor(1, 2, null));
        state = After(state, 60, new LoseLine(2));
        state = After(state, 80, new RegainLine(2));
        Assert.Equal(Start.AddSeconds(20), state.Floor!.Since);
        Assert.Empty(RoomDecisions.Decide(state, new EndFloorGrace(), Context(200)).Value.Events);
    }

    [Fact]
    public void A_chat_message_sent_again_counts_once()
    {
        var state = After(RoomState.Empty, Person(1, MeetingRole.Chair), new Say(1, "a", "Chào"), new Say(1, "a", "Chào"));
        Assert.Single(state.Chat);
    }

    private static RoomState After(RoomState state, params RoomCommand[] commands) => After(state, 0, commands);

    private static RoomState After(RoomState state, int seconds, params RoomCommand[] commands)
    {
        foreach (var command in commands)
        {
            foreach (var fact in RoomDecisions.Decide(state, command, Context(seconds)).Value.Events)
            {
                state = RoomFold.Apply(state, new NumberedEvent(state.Number + 1, Start.AddSeconds(seconds), fact));
            }
        }

        return state;
    }

    private static Enter Person(int who, MeetingRole role, bool invited = true, string? resume = null, string device = "d") => new(
        new AccountId(new Guid(who, 0, 0, new byte[8])), ConnectionKind.Person, $"Người {who}", "UBND xã", role, false, invited,
        new PersonId(new Guid(who, 0, 0, new byte[8])), null, null, $"hash{who}{device}", resume, device);

    private static Enter Site(int who, string device) => new(
        new AccountId(new Guid(who, 1, 0, new byte[8])), ConnectionKind.Site, $"Điểm cầu {who}", "UBND xã", MeetingRole.Delegate, false, true,
        null, new SiteId(new Guid(who, 0, 0, new byte[8])), null, $"hash{who}{device}", null, device);

    private static RoomCommand Command(int kind, int by, int other) => kind switch
    {
        0 or 1 => Person(by, by == 1 ? MeetingRole.Chair : MeetingRole.Delegate, device: $"{other % 2}"),
        2 => Person(by, by == 1 ? MeetingRole.Chair : MeetingRole.Delegate, resume: $"hash{by}{other % 2}", device: $"{other % 2}"),
        3 => Site(by % 2, $"{other}"),
        4 => Person(by, MeetingRole.Guest, invited: false),
        5 => new LoseLine(by),
        6 => new RegainLine(by),
        7 => new EndFloorGrace(),
        8 => new Leave(by),
        9 => new RaiseHand(by, other % 2 == 0),
        10 => new LowerHand(1, other),
        11 => new GiveFloor(1, other, null),
        12 => new TakeFloor(by),
        13 => new Mute(1, other),
        14 => new Admit(1, other),
        15 => new RefuseEntry(1, other),
        16 => new RemoveConnection(1, other),
        17 or 18 => new SitDown(by, [.. Enumerable.Range(1, other).Select(i => new Sitter(
            i % 2 == 0 ? new PersonId(new Guid(i, 0, 0, new byte[8])) : null, $"Người {i}", null, null, MeetingRole.Delegate))]),
        19 => new BeginMeeting(by),
        20 => other == 0 ? new CloseMeeting(1) : new PauseMeeting(1),
        21 => new ResumeMeeting(1),
        22 => new BeginItem(1, Items[other % 2]),
        23 => new EndItem(1),
        24 => new ShowPage(by, new DocumentId(Guid.Empty), other, 4),
        25 => new Say(by, $"{other}", "Ý kiến"),
        26 => new WriteNote(1, $"n{by}", Items[0], $"Ghi {other}", other % 3),
        _ => new NoteSpeech(by, other),
    };
}
