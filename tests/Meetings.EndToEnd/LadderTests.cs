using Meetings.EndToEnd.Support;
using Meetings.EndToEnd.Support.Lines;
using Microsoft.Playwright;

namespace Meetings.EndToEnd;

/// <summary>The ladder as people see it: the rung in words, the pin, the board, and stills instead of a shared screen.</summary>
[Collection(nameof(RealTime))]
public sealed class LadderTests
{
    [Fact]
    public async Task A_pinned_rung_holds_over_a_reload_and_a_shared_screen_comes_as_stills()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var meeting = await Plan.MeetingAsync(secretary, "Họp thử bậc đường truyền", ["Lý Bá Ửng", "Huỳnh Trọng Ân"], []);
        await using var chair = await Official.SignInAsync(server, "huyen.chutich");
        await using var commune = await Official.SignInAsync(server, "mydong.chutich");
        foreach (var official in (Official[])[chair, commune])
        {
            await official.EnterAsync(meeting);
            await official.TurnOnMicrophoneAndCameraAsync();
        }

        await commune.SeesAndHearsAsync(others: 1);
        await commune.Test("line").ClickAsync();
        await commune.Test("pin-1").CheckAsync(new() { Force = true });
        await commune.Page.WaitForSelectorAsync("[data-test=rung][data-rung='1']");
        await commune.Page.Keyboard.PressAsync("Escape");
        var before = await commune.StatsAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                var (then, now) = (before, before = await commune.StatsAsync());
                return now.NewFrames(then) == 0 && now.SoundGrew(then);
            },
            TimeSpan.FromSeconds(20),
            "pictures stop and sound goes on");

        await chair.Test("screen").ClickAsync();
        await commune.Page.WaitForSelectorAsync("[data-test=tile][data-source=screen] [data-test=still]");

        await commune.Page.ReloadAsync();
        await commune.Test("enter").ClickAsync();
        await commune.Page.WaitForSelectorAsync("[data-test=rung][data-rung='1']");
        await commune.Page.WaitForSelectorAsync("[data-test=tile][data-source=screen] [data-test=still]");

        // The chair sees it on the board, in words.
        await chair.Page.Locator("[data-test=more] button").First.ClickAsync();
        await chair.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Đường truyền các điểm cầu" }).ClickAsync();
        await chair.Page.WaitForSelectorAsync("[data-test=board-row][data-rung='1'][data-word=weak]");
        Assert.DoesNotContain(chair.Browser.Problems.Concat(commune.Browser.Problems), p => p.Contains("Uncaught", StringComparison.Ordinal));
    }
}
