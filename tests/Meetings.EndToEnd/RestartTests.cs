using Meetings.EndToEnd.Support;
using Microsoft.Playwright;

namespace Meetings.EndToEnd;

/// <summary>A server that dies in the middle of a meeting loses nothing, and nobody has to do anything to be back.</summary>
[Collection(nameof(RealTime))]
public sealed class RestartTests
{
    private const string Chair = "Lý Bá Ửng";
    private const string Commune = "Huỳnh Trọng Ân";
    private static readonly string Paper = Path.Combine(Machine.Root, "src/Meetings.Server/Demo/Data/papers/bao-cao-thang-10.pdf");

    [Fact]
    public async Task After_kill_9_the_room_is_back_and_the_browsers_return_by_themselves()
    {
        await using var server = new ServerProcess(new() { ["Meetings__Media__Port"] = Machine.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture) });
        await server.StartAsync();
        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var meeting = await Plan.MeetingAsync(secretary, "Họp có sự cố máy chủ", [Chair, Commune], [], Paper);
        await using var chair = await Official.SignInAsync(server, "huyen.chutich");
        await using var commune = await Official.SignInAsync(server, "mydong.chutich");
        foreach (var official in (Official[])[chair, commune])
        {
            await official.EnterAsync(meeting);
            await official.TurnOnMicrophoneAndCameraAsync();
        }

        await chair.Test("begin").ClickAsync();
        await chair.ShowPanelAsync("agenda");
        await chair.Test("begin-item").ClickAsync();
        await chair.Test("present-document").ClickAsync();
        await commune.Page.WaitForSelectorAsync("[data-test=paper][data-page='1']");
        await chair.Test("page-next").ClickAsync();
        await commune.Page.WaitForSelectorAsync("[data-test=paper][data-page='2']");
        await commune.ShowPanelAsync("chat");
        await commune.Test("chat-input").FillAsync("Trước khi máy chủ chết");
        await commune.Test("chat-send").ClickAsync();
        await chair.ShowPanelAsync("chat");
        await chair.Page.GetByText("Trước khi máy chủ chết").First.WaitForAsync();

        await server.KillAsync();
        await chair.Test("reconnecting").WaitForAsync();
        await server.StartAsync();

        foreach (var official in (Official[])[chair, commune])
        {
            await official.Page.WaitForSelectorAsync("[data-test=reconnecting]", new() { State = WaitForSelectorState.Detached, Timeout = 30_000 });

            // A camera whose way up looked short while the server started is held back for a quarter of a minute (uplink.ts).
            await official.SeesAndHearsAsync(others: 1, TimeSpan.FromSeconds(60));
            await official.Page.WaitForSelectorAsync("[data-test=paper][data-page='2']");
        }

        // A newcomer's view comes from the database alone: chat, page, item, people.
        await secretary.EnterAsync(meeting, "audio");
        await secretary.Page.WaitForSelectorAsync("[data-test=paper][data-page='2']");
        await secretary.ShowPanelAsync("chat");
        await secretary.Page.GetByText("Trước khi máy chủ chết").First.WaitForAsync();
        var attendance = (await secretary.FetchAsync("GET", $"/api/meetings/{meeting}/attendance")).GetProperty("people").EnumerateArray()
            .Select(p => p.GetProperty("name").GetString()).ToList();
        Assert.Contains(Chair, attendance);
        Assert.Contains(Commune, attendance);
    }
}
