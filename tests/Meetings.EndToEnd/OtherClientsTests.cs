using System.Diagnostics;
using System.Text.Json;
using Meetings.EndToEnd.Support;

namespace Meetings.EndToEnd;

/// <summary>Not only Chromium: Firefox ESR, and a client that we did not write, joined by docs/protocol.md alone.</summary>
[Collection(nameof(RealTime))]
public sealed class OtherClientsTests
{
    [Fact]
    public async Task Firefox_and_Chromium_see_and_hear_each_other()
    {
        Machine.Require(Machine.MayMakeNamespaces, "network namespaces need root");
        using var network = new NetworkNamespace();
        await using var server = new ServerProcess();
        await server.StartAsync();
        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var meeting = await Plan.MeetingAsync(secretary, "Họp với Firefox", ["Lý Bá Ửng", "Huỳnh Trọng Ân"], []);
        await using var chair = await Official.SignInAsync(server, "huyen.chutich");
        await chair.EnterAsync(meeting);
        await chair.TurnOnMicrophoneAndCameraAsync();

        await using var firefox = await Firefox.StartAsync(network);
        var address = server.UrlFrom(network);
        await firefox.GoAsync(address);
        Assert.Equal(200, (await firefox.EvaluateAsync(
            $$"""fetch('/api/session', { method: 'POST', headers: { 'X-Meetings': '1', 'Content-Type': 'application/json' }, body: JSON.stringify({ userName: 'mydong.chutich', password: '{{Official.DemoPassword}}' }) }).then(a => a.status)"""))!.GetValue<int>());
        await firefox.GoAsync($"{address}/meetings/{meeting}/room");
        foreach (var step in (string[])["enter", "mic", "cam"])
        {
            await Eventually.TrueAsync(
                async () => (await firefox.EvaluateAsync($"(b => b ? (b.click(), true) : false)(document.querySelector('[data-test={step}]'))"))!.GetValue<bool>(),
                TimeSpan.FromSeconds(30),
                $"Firefox has a button {step}");
        }

        await chair.SeesAndHearsAsync(others: 1, TimeSpan.FromSeconds(40));
        var before = await StatsAsync(firefox);
        await Eventually.TrueAsync(
            async () => await StatsAsync(firefox) is var now && now.NewFrames(before) >= 1 && now.SoundGrew(before),
            TimeSpan.FromSeconds(30),
            () => $"Firefox decodes pictures and hears sound; last {StatsAsync(firefox).GetAwaiter().GetResult()}");
    }

    [Fact]
    public async Task Who_knows_H264_alone_sees_and_is_seen_also_when_coming_late()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var meeting = await Plan.MeetingAsync(secretary, "Họp với thiết bị chỉ có H.264", ["Lý Bá Ửng", "Huỳnh Trọng Ân"], []);
        await using var chair = await Official.SignInAsync(server, "huyen.chutich");
        foreach (var official in (Official[])[chair, secretary])
        {
            await official.Page.AddInitScriptAsync(PictureCodecs.Watched);
            await official.EnterAsync(meeting);
            await official.TurnOnMicrophoneAndCameraAsync();
        }

        await PictureCodecs.SeeAsync("vp8", (chair, 1), (secretary, 1));

        // A conference kit comes: those who send VP8 change, and nobody is left without a picture.
        await using var device = await Official.SignInAsync(server, "mydong.chutich");
        await device.Page.AddInitScriptAsync(PictureCodecs.Watched + PictureCodecs.OnlyH264);
        await device.EnterAsync(meeting);
        await device.TurnOnMicrophoneAndCameraAsync();
        await PictureCodecs.SeeAsync("h264", (device, 2), (chair, 2), (secretary, 2));
        Assert.Equal(0, await device.Test("undecodable").CountAsync());
        Assert.Equal(1, (await chair.StatsAsync()).Connections);

        // It goes: those who stay have temporal layers again.
        await device.Test("leave").ClickAsync();
        await device.Page.Locator("dialog footer .btn-danger, dialog footer .btn-primary").First.ClickAsync();
        await PictureCodecs.SeeAsync("vp8", (chair, 1), (secretary, 1));
        Assert.DoesNotContain(chair.Browser.Problems.Concat(device.Browser.Problems), p => p.Contains("Uncaught", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Node_client_written_from_the_protocol_page_joins_and_hears()
    {
        var example = Path.Combine(Machine.Root, "docs/examples");
        Machine.Require(Directory.Exists(Path.Combine(example, "node_modules/@roamhq/wrtc")), "run 'npm ci' in docs/examples (tests/run does)");
        await using var server = new ServerProcess();
        await server.StartAsync();
        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var meeting = await Plan.MeetingAsync(secretary, "Họp với máy trạm khác", ["Lý Bá Ửng", "Huỳnh Trọng Ân"], []);
        await using var chair = await Official.SignInAsync(server, "huyen.chutich");
        await chair.EnterAsync(meeting);
        await chair.TurnOnMicrophoneAndCameraAsync();

        using var node = Process.Start(new ProcessStartInfo("node", $"join.mjs --server {server.LocalUrl} --user mydong.chutich --password {Official.DemoPassword} --meeting {meeting} --seconds 8")
        {
            WorkingDirectory = example,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = node.StandardOutput.ReadToEndAsync();
        var complained = node.StandardError.ReadToEndAsync();
        var before = await chair.StatsAsync();
        await Eventually.TrueAsync(async () => (await chair.StatsAsync()).SoundGrew(before), TimeSpan.FromSeconds(30), "the chair hears the Node client's tone");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await node.WaitForExitAsync(limit.Token);
        Assert.True(node.ExitCode == 0, $"{await said}\n{await complained}");
    }

    private static async Task<MediaStats> StatsAsync(Firefox firefox) =>
        (await firefox.EvaluateAsync("window.__meetings ? window.__meetings.stats() : {}")).Deserialize<MediaStats>(JsonSerializerOptions.Web)!;
}
