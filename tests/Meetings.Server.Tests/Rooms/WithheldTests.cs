using Meetings.Server.Demo;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Scheduling;

namespace Meetings.Server.Tests.Rooms;

/// <summary>What is written under a restricted item stays with those who attend it.</summary>
public sealed class WithheldTests
{
    [Fact]
    public async Task Notes_and_conclusions_of_a_restricted_item_reach_only_who_attends_it_live_later_and_in_the_snapshot()
    {
        await using var app = await MeetingsApp.StartAsync();
        var planner = await app.SignedInAsync("huyen.thuky");
        var id = await planner.CreateAsync(Plans.Input("Họp có nội dung riêng", Plans.Unit("mydong"), Plans.Unit("ttmyan")) with
        {
            LocalStart = "2026-11-23T08:30",
            Agenda =
            [
                new AgendaItemInput(null, "Mở đầu", AgendaItemKind.Inform, 10, null, null),
                new AgendaItemInput(null, "Đơn thư", AgendaItemKind.Discuss, 20, null, null)
                {
                    IsRestricted = true, Audience = [new AudienceEntry(InviteeKind.Unit, OrganisationSeed.UnitOf("mydong").ToString())],
                },
            ],
        });
        var items = (await planner.GetAsync<MeetingDetails>($"/api/meetings/{id}")).Agenda;
        var (open, own) = (items[0].Id.ToString(), items[1].Id.ToString());
        await using var secretary = await RoomClient.EnterAsync(app, planner, id);
        await using var inside = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.chutich"), id);
        await using var outside = await RoomClient.EnterAsync(app, await app.SignedInAsync("ttmyan.chutich"), id);
        Assert.Equal("ok", await secretary.TryAsync("Note", "n1", own, "Nội dung tố cáo", 0));
        Assert.Equal("ok", await secretary.TryAsync("Conclusion", "k1", own, "Giao thanh tra", OrganisationSeed.UnitOf("mydong").ToString(), "2026-12-01", 0));
        Assert.Equal("ok", await secretary.TryAsync("Note", "n2", open, "Đủ thành phần", 0));
        foreach (var client in (RoomClient[])[inside, outside])
        {
            await client.UntilAsync(() => client.Events.Exists(e => e.Text.Contains("Đủ thành phần", StringComparison.Ordinal)), "the last note");
        }

        Assert.Contains(inside.Events, e => e.Text.Contains("Nội dung tố cáo", StringComparison.Ordinal));
        Assert.Contains(inside.Events, e => e.Text.Contains("Giao thanh tra", StringComparison.Ordinal));
        AssertSilent(string.Join('\n', outside.Events.Select(e => e.Text)));

        // No number is missing, asked again it is the same, and the snapshot does not know it.
        Assert.Equal(inside.Events.Select(e => e.Number).TakeLast(3), outside.Events.Select(e => e.Number).TakeLast(3));
        AssertSilent((await outside.CallAsync("Since", 1)).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        var (full, less) = (await inside.SnapshotAsync(), await outside.SnapshotAsync());
        Assert.Equal((2, 1), (full["notes"]!.AsArray().Count, full["conclusions"]!.AsArray().Count));
        Assert.Equal((1, 0), (less["notes"]!.AsArray().Count, less["conclusions"]!.AsArray().Count));
    }

    private static void AssertSilent(string told)
    {
        Assert.DoesNotContain("tố cáo", told, StringComparison.Ordinal);
        Assert.DoesNotContain("thanh tra", told, StringComparison.Ordinal);
    }
}
