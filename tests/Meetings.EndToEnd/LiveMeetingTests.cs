using DocumentFormat.OpenXml.Packaging;
using Meetings.EndToEnd.Support;
using Microsoft.Playwright;

namespace Meetings.EndToEnd;

/// <summary>The main job on real input: officials of a province, a district and a commune meet around a real PDF, and minutes come out.</summary>
[Collection(nameof(RealTime))]
public sealed class LiveMeetingTests
{
    private const string Chair = "Lý Bá Ửng";
    private const string Province = "Phạm Hữu Trí";
    private const string Commune = "Huỳnh Trọng Ân";
    private static readonly string Paper = Path.Combine(Machine.Root, "src/Meetings.Server/Demo/Data/papers/bao-cao-thang-10.pdf");

    [Fact]
    public async Task Three_officials_meet_around_a_paper_survive_a_cut_and_get_their_minutes()
    {
        Machine.Require(Machine.MayMakeNamespaces, "network namespaces need root");
        using var provinceNetwork = new NetworkNamespace();
        using var communeNetwork = new NetworkNamespace();
        await using var server = new ServerProcess();
        await server.StartAsync();

        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var meeting = await Plan.MeetingAsync(secretary, "Họp giao ban kiểm thử", [Chair, Province, Commune], [], Paper);

        await using var chair = await Official.SignInAsync(server, "huyen.chutich");
        await using var province = await Official.SignInAsync(server, "tinh.chutich", provinceNetwork);
        await using var commune = await Official.SignInAsync(server, "mydong.chutich", communeNetwork, 390, 844);
        Official[] all = [chair, province, commune];

        // They enter muted, through the device check, and turn on microphone and camera.
        foreach (var official in all)
        {
            await official.EnterAsync(meeting);
            Assert.Equal("false", await official.Test("mic").GetAttributeAsync("aria-pressed"));
        }

        foreach (var official in all)
        {
            await official.TurnOnMicrophoneAndCameraAsync();
        }

        foreach (var official in all)
        {
            await official.SeesAndHearsAsync(others: 2);
        }

        // Each page shows one camera large, so one of three is nowhere large: for seconds it sends its smallest layer alone.
        await Task.WhenAny(all.Select(official => SendsOnlyAsync(official, "q", TimeSpan.FromSeconds(3)))).Unwrap();

        // The chair begins, opens the first item and shows its paper; turning the page is followed by all.
        await chair.Test("begin").ClickAsync();
        await commune.Page.WaitForSelectorAsync("[data-test=status].status-inSession");
        await chair.ShowPanelAsync("agenda");
        await chair.Test("begin-item").ClickAsync();
        await chair.Test("present-document").ClickAsync();
        foreach (var official in all)
        {
            await official.Page.WaitForSelectorAsync("[data-test=paper][data-page='1']");
        }

        await chair.Test("page-next").ClickAsync();
        foreach (var official in all)
        {
            await official.Page.WaitForSelectorAsync("[data-test=paper][data-page='2'][data-following=true]");
        }

        // A hand, the floor by one key, a chat line.
        await commune.Test("hand").ClickAsync();
        await chair.ShowPanelAsync("people");
        await chair.Test("give-floor").WaitForAsync();
        await chair.Page.Locator("body").PressAsync("f");
        await commune.Test("return-floor").WaitForAsync();
        await province.ShowPanelAsync("chat");
        await province.Test("chat-input").FillAsync("Đề nghị xã nói rõ số liệu lúa vụ Thu Đông");
        await province.Test("chat-send").ClickAsync();
        await chair.ShowPanelAsync("chat");
        await chair.Page.GetByText("Đề nghị xã nói rõ số liệu lúa vụ Thu Đông").First.WaitForAsync();
        await chair.Test("mark-chat").ClickAsync();

        // The line of the commune is dead for 45 s; its seat is kept, and what happened meanwhile is listed after.
        communeNetwork.Cut();
        await province.Test("chat-input").FillAsync("Trong lúc xã mất đường truyền");
        await province.Test("chat-send").ClickAsync();
        await Eventually.TrueAsync(Passed(TimeSpan.FromSeconds(45)), TimeSpan.FromSeconds(60), "45 s pass");
        var before = await commune.StatsAsync();
        communeNetwork.Mend();
        var back = await Eventually.TrueAsync(
            async () => (await commune.StatsAsync()).SoundGrew(before), TimeSpan.FromSeconds(20), "sound comes back after the cut");
        Assert.True(back < TimeSpan.FromSeconds(5), $"sound was back {back.TotalSeconds:F1} s after the line returned; promised are 3 s and 5 round trips");
        await commune.Page.WaitForSelectorAsync("[data-test=missed]", new() { Timeout = 20_000 });
        await commune.SeesAndHearsAsync(others: 2);
        await chair.ShowPanelAsync("people");
        Assert.Equal(3, await chair.Page.Locator("[data-test=roster] [data-test=person]").CountAsync());

        // The chair writes the conclusion under the item and closes the meeting.
        await chair.ShowPanelAsync("notes");
        await chair.Test("add-conclusion").ClickAsync();
        await chair.Page.Locator("[data-test=conclusion] textarea").First.FillAsync("UBND xã Mỹ Đông báo cáo số liệu trước ngày 30 tháng 11");
        await chair.Page.WaitForSelectorAsync("[data-test=conclusion][data-status=saved]");
        await chair.FinishAsync();
        foreach (var official in all)
        {
            await official.Test("ended").WaitForAsync();
        }

        // The draft stands within 5 s of closing and is a Word file with the names and the agenda.
        var text = await MinutesTextAsync(secretary, meeting);
        Assert.All(
            [Chair, Province, Commune, "Báo cáo tình hình tháng", "Thảo luận và kết luận", "UBND xã Mỹ Đông báo cáo số liệu", "lúa vụ Thu Đông", "BIÊN BẢN"],
            expected => Assert.Contains(expected, text, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(all.SelectMany(o => o.Browser.Problems), p => p.Contains("Uncaught", StringComparison.Ordinal));
    }

    private static async Task SendsOnlyAsync(Official official, string layers, TimeSpan during)
    {
        var from = await official.StatsAsync();
        var since = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(
            async () =>
            {
                var now = await official.StatsAsync();
                if (now.LayersSince(from) is not "" and var sent && sent != layers)
                {
                    (from, since) = (now, TimeProvider.System.GetTimestamp());
                    return false;
                }

                return now.LayersSince(from) == layers && TimeProvider.System.GetElapsedTime(since) >= during;
            },
            TimeSpan.FromSeconds(30),
            $"sends layers {layers} alone");
    }

    private static Func<Task<bool>> Passed(TimeSpan span)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(span.TotalSeconds * TimeProvider.System.TimestampFrequency);
        return () => Task.FromResult(TimeProvider.System.GetTimestamp() >= end);
    }

    private static async Task<string> MinutesTextAsync(Official secretary, string meeting)
    {
        await Eventually.TrueAsync(
            async () => await secretary.Page.EvaluateAsync<bool>($"fetch('/api/meetings/{meeting}/minutes').then(a => a.ok)"),
            TimeSpan.FromSeconds(5),
            "the draft of the minutes");
        var base64 = await secretary.Page.EvaluateAsync<string>(
            $"fetch('/api/meetings/{meeting}/minutes.docx').then(a => a.arrayBuffer()).then(b => btoa(Array.from(new Uint8Array(b), c => String.fromCharCode(c)).join('')))");
        using var file = new MemoryStream(Convert.FromBase64String(base64));
        using var word = WordprocessingDocument.Open(file, isEditable: false);
        return string.Join('\n', word.MainDocumentPart!.Document!.Body!.Descendants<DocumentFormat.OpenXml.Wordprocessing.Paragraph>().Select(p => p.InnerText));
    }
}
