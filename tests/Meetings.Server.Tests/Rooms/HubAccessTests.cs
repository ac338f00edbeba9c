using System.Reflection;
using Meetings.Server.Demo;
using Meetings.Server.Hosting;
using Meetings.Server.Invitations;
using Meetings.Server.Kernel;
using Meetings.Server.Rooms.Live;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Scheduling;

namespace Meetings.Server.Tests.Rooms;

/// <summary>Every hub method, found by reflection, against every kind of caller (trust.md H07, H08, H10).</summary>
public sealed class HubAccessTests
{
    private static readonly string Nobody = new('a', 32);
    private static readonly string[] Denials = ["forbidden", "not_entered", "in_lobby", "only_chair_or_secretary", "only_presenter", "only_site_seats_people", "only_line_watchers"];

    /// <summary>Arguments that make sense, aimed at connection 1. A new hub method without a row fails the test.</summary>
    private static readonly Dictionary<string, object?[]> Arguments = new()
    {
        ["Enter"] = [Nobody, new { device = "x", mode = "audio" }],
        ["Negotiate"] = ["AAAA"],
        ["Sources"] = [new { mic = false, cam = false, screen = false }],
        ["Wishes"] = [new { mode = "audio" }],
        ["Pin"] = ["speech"],
        ["Board"] = [true],
        ["Probe"] = ["AAAA"],
        ["Since"] = [0],
        ["Ping"] = [],
        ["Leave"] = [],
        ["Hand"] = [false],
        ["LowerHand"] = [1],
        ["GiveFloor"] = [1, null],
        ["TakeFloor"] = [],
        ["Mute"] = [1],
        ["Admit"] = [1],
        ["RefuseEntry"] = [1],
        ["Remove"] = [1],
        ["SitDown"] = [new { people = Array.Empty<object>() }],
        ["Begin"] = [],
        ["Pause"] = [],
        ["Resume"] = [],
        ["BeginItem"] = [Nobody],
        ["EndItem"] = [],
        ["Show"] = [Nobody, 1],
        ["Hide"] = [],
        ["Chat"] = ["c", ""],
        ["MarkChat"] = [1, true],
        ["Note"] = ["n", Nobody, "x", 0],
        ["Conclusion"] = ["k", Nobody, "x", null, null, 0],
        ["RemoveNote"] = ["n"],
        ["Close"] = [],
    };

    private static readonly List<(string Name, AccessRule? Rule)> Methods =
    [
        .. typeof(RoomHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsSpecialName && m.GetBaseDefinition().DeclaringType == typeof(RoomHub))
            .Select(m => (m.Name, m.GetCustomAttribute<AccessAttribute>()?.Rule))
            .OrderBy(m => m.Name is "Close" ? 2 : m.Name is "Leave" ? 3 : 1),
    ];

    [Fact]
    public void Every_hub_method_has_a_rule_and_a_row_here()
    {
        Assert.All(Methods, m => Assert.NotNull(m.Rule));
        Assert.Equal(Arguments.Keys.Order(), Methods.Select(m => m.Name).Order());
    }

    [Fact]
    public async Task Each_caller_may_call_what_the_rules_say_and_nothing_else()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretaryBrowser = await app.SignedInAsync("huyen.thuky");
        var meeting = await secretaryBrowser.CreateAsync(Plans.Input("Họp ma trận", Plans.Unit("mydong")) with { LocalStart = "2026-11-23T08:30" });
        var elsewhere = await secretaryBrowser.CreateAsync(Plans.Input("Họp khác", Plans.Unit("ttmyan")) with { LocalStart = "2026-11-23T08:30" });
        await Assert.ThrowsAnyAsync<Exception>(() => RoomClient.ConnectAsync(app, app.Anonymous(), meeting));

        await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), meeting);
        await using var secretary = await RoomClient.EnterAsync(app, secretaryBrowser, meeting);
        await using var admin = await RoomClient.EnterAsync(app, await app.SignedInAsync("quantri"), meeting);
        await using var member = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.chutich"), meeting);
        await using var site = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.diemcau"), meeting);
        await using var waiting = await RoomClient.EnterAsync(app, await app.SignedInAsync("sokhdt.giamdoc"), meeting);
        await using var guest = await RoomClient.EnterAsync(app, await GuestAsync(app, secretaryBrowser, meeting), meeting);
        await using var removed = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.vanphong"), meeting);
        await using var other = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chanhvanphong"), elsewhere);
        Assert.Equal(("lobby", "lobby", "in"), (guest.State, waiting.State, removed.State));
        Assert.Equal("ok", await chair.TryAsync("Admit", guest.Conn));
        Assert.Equal("ok", await chair.TryAsync("Remove", removed.Conn));
        await removed.UntilAsync(() => removed.Ends.Count > 0, "the end of the removed");
        await using var outside = await RoomClient.ConnectAsync(app, await app.SignedInAsync("mydong.vanphong"), meeting);
        var before = await chair.SnapshotAsync();

        foreach (var (method, rule) in Methods.Where(m => m.Name is not ("Leave" or "Enter")))
        {
            var leads = rule == AccessRule.Chairing || method is "TakeFloor" or "Show" or "Hide" or "Board";
            await ExpectAsync(outside, method, denied: rule != AccessRule.Entering);
            await ExpectAsync(waiting, method, denied: rule != AccessRule.Entering);
            await ExpectAsync(guest, method, denied: leads || method == "SitDown");
            await ExpectAsync(member, method, denied: leads || method == "SitDown");
            await ExpectAsync(site, method, denied: leads);
            if (!removed.IsClosed)
            {
                await ExpectAsync(removed, method, denied: rule != AccessRule.Entering);
            }

            // Somebody who leads another meeting acts on that one, whatever numbers are sent.
            if (method is not "Close")
            {
                await ExpectAsync(other, method, denied: method == "SitDown");
            }
        }

        var after = await chair.SnapshotAsync();
        Assert.Equal(before["connections"]!.ToJsonString(), after["connections"]!.ToJsonString());
        Assert.Equal(before["status"]!.ToJsonString(), after["status"]!.ToJsonString());
        Assert.Empty(chair.Ends);

        foreach (var (method, _) in Methods.Where(m => m.Name is not ("Leave" or "Enter" or "Close")))
        {
            await ExpectAsync(secretary, method, denied: method == "SitDown");
            await ExpectAsync(admin, method, denied: method == "SitDown");
            await ExpectAsync(chair, method, denied: method == "SitDown");
        }

        Assert.Equal("ok", await waiting.TryAsync("Leave"));
        Assert.Equal("not_entered", await waiting.TryAsync("Chat", "c", "x"));
        Assert.Equal("ok", await admin.TryAsync("Close"));
    }

    private static async Task ExpectAsync(RoomClient caller, string method, bool denied)
    {
        var answer = method == "Ping" ? "ok" : await caller.TryAsync(method, Arguments[method]);
        Assert.True(denied == Denials.Contains(answer), $"{method} by connection {caller.Conn}: {answer}");
    }

    private static async Task<HttpClient> GuestAsync(MeetingsApp app, HttpClient secretary, MeetingId meeting)
    {
        var link = await (await secretary.PostAsync($"/api/meetings/{meeting}/guest-links", new GuestName("Ông Khách"))).ReadAsync<GuestLinkView>();
        var guest = app.Anonymous();
        (await guest.PostAsync($"/api/guest/{link.Url![(link.Url!.LastIndexOf('/') + 1)..]}", new GuestName("Trần Văn Khách"))).EnsureSuccessStatusCode();
        return guest;
    }

    [Fact]
    public async Task A_guest_of_one_meeting_does_not_enter_another()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var meeting = await secretary.CreateAsync(Plans.Input("Họp có khách", Plans.Unit("ttmyan")) with { LocalStart = "2026-11-23T08:30" });
        await using var guest = await RoomClient.ConnectAsync(app, await GuestAsync(app, secretary, meeting), DemoMeetings.MeetingOf("now"));
        Assert.Equal("not_found", await guest.TryAsync("Enter", DemoMeetings.MeetingOf("now").ToString(), new { device = "x", mode = "audio" }));
        Assert.Equal("not_found", await guest.TryAsync("Enter", Nobody, new { device = "x", mode = "audio" }));
    }
}
