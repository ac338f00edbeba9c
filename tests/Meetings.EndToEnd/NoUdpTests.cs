using System.Text.Json;
using Meetings.EndToEnd.Support;

namespace Meetings.EndToEnd;

/// <summary>Profile NO-UDP of the low-bandwidth promise: a network that drops every UDP datagram.</summary>
[Collection(nameof(RealTime))]
public sealed class NoUdpTests
{
    private const string Chair = "Lý Bá Ửng";
    private const string Commune = "Huỳnh Trọng Ân";

    [Fact]
    public async Task F09_with_udp_blocked_sound_and_picture_come_over_the_https_port_within_five_seconds()
    {
        Machine.Require(Machine.MayMakeNamespaces, "network namespaces need root");
        using var network = new NetworkNamespace();
        network.BlockUdp();
        await using var server = new ServerProcess();
        await server.StartAsync();
        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var meeting = await Plan.MeetingAsync(secretary, "Họp qua mạng chặn UDP", [Chair, Commune], []);
        await using var chair = await Official.SignInAsync(server, "huyen.chutich");
        await chair.EnterAsync(meeting);
        await chair.TurnOnMicrophoneAndCameraAsync();

        // The device check says so before the meeting, and that one can meet all the same.
        await using var commune = await Official.SignInAsync(server, "mydong.chutich", network);
        await commune.OpenRoomAsync(meeting);
        await commune.Test("udp-over-tcp").WaitForAsync();
        Assert.Equal(0, await commune.Page.Locator("[data-test=udp-blocked]").CountAsync());

        await commune.Test("mode-full").CheckAsync();
        await commune.Test("enter").ClickAsync();
        await commune.Test("call").WaitForAsync();
        var silence = await commune.StatsAsync();
        var took = await Eventually.TrueAsync(
            async () => (await commune.StatsAsync()) is var now && now.SoundGrew(silence) && now.NewFrames(silence) >= 1,
            TimeSpan.FromSeconds(30),
            "sound and picture over TCP");
        Assert.True(took < TimeSpan.FromSeconds(5), $"sound and picture took {took.TotalSeconds:F1} s; promised are 5 s");
        Assert.Equal("tcp", await PathAsync(commune));

        // And it is seen and heard by who has UDP.
        await commune.TurnOnMicrophoneAndCameraAsync();
        await chair.SeesAndHearsAsync(others: 1);
        Assert.Equal("udp", await PathAsync(chair));

        // Once UDP is open, the next checks find it; the line is not interrupted meanwhile.
        network.OpenUdp();
        await commune.Page.EvaluateAsync("window.dispatchEvent(new Event('online'))");
        await commune.SeesAndHearsAsync(others: 1);
        await Eventually.TrueAsync(
            async () => await PathAsync(commune) == "udp", TimeSpan.FromSeconds(20), "media returns to UDP");
        await commune.SeesAndHearsAsync(others: 1);
    }

    private static async Task<string?> PathAsync(Official official) =>
        (await official.Page.EvaluateAsync<JsonElement>("window.__meetings.stats().then(s => s.path ?? '')")).GetString();
}
