using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Primitives;
using Meetings.Server.Kernel;
using Meetings.Server.Rooms;
using Meetings.Server.Rooms.Live;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Meetings.Server.Tests.Rooms;

/// <summary>What a line carried is where the next meeting starts from, and who listens decides how voices are packed.</summary>
public sealed class LineMemoryTests
{
    private static readonly SiteId Commune = SiteId.From(Guid.Parse("5e0c0000-0000-0000-0000-000000000001"));
    private static readonly AccountId Phone = AccountId.From(Guid.Parse("acc00000-0000-0000-0000-000000000001"));

    [Fact]
    public async Task A_sites_next_join_starts_from_what_its_line_was_measured_to_carry_for_sixty_days()
    {
        await using var app = await MeetingsApp.StartAsync();
        var clock = new FakeTimeProvider(MeetingsApp.Morning);
        var memory = new LineMemory(app.Services.GetRequiredService<IServiceScopeFactory>(), clock, NullLogger<LineMemory>.Instance);
        var first = new RoomLines(memory, (_, _, _) => { });
        Assert.Null(await first.SeatAsync(At(1, Commune), default));
        Read(first, 1, Reading(1, 900_000));
        first.Forget(1);
        await KnownAsync(memory, "site:" + Commune);

        clock.Advance(TimeSpan.FromDays(59));
        var told = new List<(int? Conn, string Text)>();
        var next = new RoomLines(memory, (conn, kind, args) => told.Add((conn, $"{kind} {string.Join(' ', args)}")));
        Assert.Equal(900_000, await next.SeatAsync(At(7, Commune), default)); // another account, another device: the site's line
        Assert.Equal((900_000, Rung.Small), (next.EstimateOf(7), next.RungOf(7)));
        Assert.Contains((7, "rung 3 900"), told);
        Assert.Null(await next.SeatAsync(At(7, Commune), default)); // only the first time

        clock.Advance(TimeSpan.FromDays(1));
        Assert.Null(await new RoomLines(memory, (_, _, _) => { }).SeatAsync(At(7, Commune), default));
    }

    [Fact]
    public async Task A_guess_is_not_remembered_and_takes_nothing_from_what_was_measured()
    {
        await using var app = await MeetingsApp.StartAsync();
        var memory = app.Services.GetRequiredService<LineMemory>();
        var lines = new RoomLines(memory, (_, _, _) => { });
        await lines.SeatAsync(At(1, Commune), default);
        await lines.SeatAsync(At(2, null), default);
        Read(lines, 1, Reading(1, 300_000) with { IsEstimateMeasured = false }, Reading(2, 640_000));
        Read(lines, 2, Reading(1, 300_000) with { IsEstimateMeasured = false }, Reading(2, 300_000) with { IsEstimateMeasured = false });
        lines.Forget(1);
        lines.Forget(2);
        Assert.Equal(640_000, await KnownAsync(memory, "account:" + Phone));
        Assert.Null(await memory.RecallAsync("site:" + Commune, default));
    }

    [Fact]
    public void A_site_is_remembered_by_itself_a_person_by_the_account_and_a_guest_not_at_all()
    {
        Assert.Equal("site:" + Commune, LineMemory.KeyOf(At(1, Commune)));
        Assert.Equal("account:" + Phone, LineMemory.KeyOf(At(1, null)));
        Assert.Null(LineMemory.KeyOf(At(1, null, ConnectionKind.Guest)));
    }

    [Fact]
    public async Task Who_pins_text_hears_nobody_and_does_not_make_the_voices_of_others_thin()
    {
        await using var app = await MeetingsApp.StartAsync();
        var voices = new List<object?>();
        var lines = new RoomLines(app.Services.GetRequiredService<LineMemory>(), (conn, kind, args) =>
        {
            if (conn is null && kind == "voice")
            {
                voices.Add(args[0]);
            }
        });
        await lines.SeatAsync(At(1, Commune), default);
        await lines.SeatAsync(At(2, null), default);
        lines.Pin(2, Rung.Text);
        Read(lines, 1, Reading(1, 2_000_000), Reading(2, 30_000));
        Assert.Empty(voices);

        lines.Pin(2, null);
        Read(lines, 2, Reading(1, 2_000_000), Reading(2, 30_000));
        Assert.Equal([(int)VoiceForm.Thin], voices);
        lines.Pin(2, Rung.Text);
        for (var second = 3; second < 30; second++)
        {
            Read(lines, second, Reading(1, 2_000_000), Reading(2, 30_000));
        }

        Assert.Equal([(int)VoiceForm.Thin, (int)VoiceForm.Wide], voices);
    }

    private static void Read(RoomLines lines, int second, params PeerStatistics[] peers) =>
        lines.Read(peers, TimeSpan.FromSeconds(second), MeetingsApp.Morning);

    /// <summary>It is written behind the meeting's back.</summary>
    private static async Task<long> KnownAsync(LineMemory memory, string key)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        long? known;
        while ((known = await memory.RecallAsync(key, limit.Token)) is null)
        {
            await Task.Yield();
        }

        return known.Value;
    }

    private static Connection At(int conn, SiteId? site, ConnectionKind kind = ConnectionKind.Person) => new(
        new Arrived(conn, Phone, kind, "máy", null, MeetingRole.Delegate, false, EntryState.In, null, site, null, "", "máy"), EntryState.In, LineState.Present);

    private static PeerStatistics Reading(int conn, long estimate) => new()
    {
        Peer = new PeerId(conn),
        Connectivity = PeerConnectivity.Connected,
        HasKeys = true,
        Address = null,
        RoundTrip = TimeSpan.FromMilliseconds(40),
        LossFromPeer = 0,
        LossToPeer = 0,
        BitrateFromPeer = 0,
        BitrateToPeer = 0,
        EstimateToPeer = estimate,
        IsEstimateMeasured = true,
        Rung = Rungs.Of(estimate),
        Published = [],
        Slots = [],
    };
}
