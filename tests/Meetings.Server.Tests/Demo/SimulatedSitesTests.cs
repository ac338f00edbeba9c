using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Meetings.Server.Demo;
using Meetings.Server.Demo.Attend;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.SignalR.Client;

namespace Meetings.Server.Tests.Demo;

public sealed class SimulatedSitesTests(ServedApp app) : IClassFixture<ServedApp>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly MeetingId Now = DemoMeetings.MeetingOf("now");

    [Fact]
    public async Task Two_simulated_communes_meet_and_speak_when_they_have_the_floor()
    {
        using var leave = new CancellationTokenSource();
        var first = Site("thanhloi.diemcau", 0);
        var second = Site("hungthanh.diemcau", 1);
        var attending = Task.WhenAll(first.RunAsync(leave.Token), second.RunAsync(leave.Token));
        Assert.Null(await first.Entered.WaitAsync(Patience));
        Assert.Null(await second.Entered.WaitAsync(Patience));

        await first.FirstMedia!.WaitAsync(Patience);
        await second.FirstMedia!.WaitAsync(Patience);
        Assert.True(first.Reading is { VideoPackets: > 0, AudioPackets: 0, Undecryptable: 0 });

        var chair = await app.SignedInAsync("huyen.chutich");
        var conn = await ConnOfAsync(chair, "Điểm cầu UBND xã Thạnh Lợi");
        Assert.NotNull(await ConnOfAsync(chair, "Điểm cầu UBND xã Hưng Thạnh"));
        var seats = (await RoomAsync(chair))["seats"]!.AsArray();
        Assert.Contains(seats, seat => (string?)seat![2] == "Trương Công Tài" && (int)seat[1]![0]! == conn);

        using var line = new ServerLine(app.Address);
        Assert.Null(await line.SignInAsync("huyen.chutich", DemoAccounts.Password, CancellationToken.None));
        await using var hub = line.NewHub();
        var speaks = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<string, JsonElement[]>("t", (kind, args) =>
        {
            if (kind == "speaking" && args.Any(speaker => speaker.GetInt32() == conn))
            {
                speaks.TrySetResult();
            }
        });
        await hub.StartAsync();
        await hub.InvokeAsync<JsonElement>("Enter", Now.ToString(), new { device = "máy bàn", mode = "audio" });
        await hub.InvokeAsync<JsonElement>("GiveFloor", conn, null);
        await speaks.Task.WaitAsync(Patience);

        await leave.CancelAsync();
        await attending.WaitAsync(Patience);
        Assert.Null(await ConnOfAsync(chair, "Điểm cầu UBND xã Thạnh Lợi"));
    }

    [Fact]
    public async Task The_demonstration_seats_as_many_as_asked_for_and_sends_them_away()
    {
        var chair = await app.SignedInAsync("huyen.chanhvanphong");
        Assert.Equal("204", await AttendAsync(chair, Now, 1));
        Assert.NotNull(await ConnOfAsync(chair, "Điểm cầu UBND thị trấn Mỹ An"));
        Assert.Equal("204", await AttendAsync(chair, Now, 2));
        Assert.Equal("400 demo_attend_full", await AttendAsync(chair, Now, 13));
        Assert.Equal("409 demo_attend_full", await AttendAsync(chair, DemoMeetings.MeetingOf("today-afternoon"), 11));
        Assert.Equal("404 not_found", await AttendAsync(chair, TypedId.New<MeetingId>(TimeProvider.System), 1));

        using var away = await chair.DeleteAsync($"/api/demo/attend?meetingId={Now}");
        Assert.Equal(HttpStatusCode.NoContent, away.StatusCode);
        Assert.Null(await ConnOfAsync(chair, "Điểm cầu UBND thị trấn Mỹ An"));
    }

    [Fact]
    public async Task A_meeting_that_cannot_be_entered_yet_says_so()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        Assert.Equal("409 too_early", await AttendAsync(secretary, DemoMeetings.MeetingOf("training"), 1));
    }

    [Fact]
    public async Task Outside_demo_mode_there_are_no_simulated_sites()
    {
        await using var real = await MeetingsApp.StartAsync(demo: false);
        await real.AddAccountAsync("can.bo");
        var official = await real.SignedInAsync("can.bo", MeetingsApp.TestPassword);
        Assert.Equal("404 not_found", await AttendAsync(official, Now, 1));
    }

    private SimulatedSite Site(string userName, int index) =>
        new(new SitePlace(app.Address, Now.ToString(), userName, DemoAccounts.Password, index), TimeProvider.System, static _ => { });

    private static async Task<JsonNode> RoomAsync(HttpClient browser) => (await browser.GetFromJsonAsync<JsonNode>($"/api/meetings/{Now}/room"))!;

    private static async Task<int?> ConnOfAsync(HttpClient browser, string label) =>
        (int?)(await RoomAsync(browser))["connections"]!.AsArray().FirstOrDefault(c => (string?)c![2] == label)?[0];

    private static async Task<string> AttendAsync(HttpClient browser, MeetingId meeting, int count)
    {
        using var answer = await browser.PostAsJsonAsync("/api/demo/attend", new DemoAttendInput(meeting, count), WireJson.Options);
        var code = answer.IsSuccessStatusCode ? "" : $" {(await answer.Content.ReadFromJsonAsync<Problem>(WireJson.Options))!.Code}";
        return $"{(int)answer.StatusCode}{code}";
    }
}
