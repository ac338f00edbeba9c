using Meetings.Media.Wire.Sdp;
using Meetings.Server.Demo;
using Meetings.Server.Kernel;

namespace Meetings.Server.Tests.Rooms;

/// <summary>What a page hears of the codec of its pictures.</summary>
public sealed class PictureCodecTests
{
    private const string Vp8 = "a=rtpmap:96 VP8/90000\r\n", H264 = "a=rtpmap:102 H264/90000\r\na=fmtp:102 packetization-mode=1;profile-level-id=42e01f\r\n";
    private static readonly MeetingId Now = DemoMeetings.MeetingOf("now");

    [Fact]
    public async Task Who_knows_H264_alone_changes_what_a_page_is_told_to_send_and_a_page_that_comes_back_is_told_again()
    {
        await using var app = await MeetingsApp.StartAsync();
        var http = await app.SignedInAsync("huyen.chutich");
        await using var chair = await RoomClient.ConnectAsync(app, http, Now);
        var entered = await chair.CallAsync("Enter", Now.ToString(), new { device = "trang", mode = "full", offer = Offer(1, "96 102", Vp8 + H264) });
        Assert.NotNull(entered["answer"]);

        await using var kit = await RoomClient.ConnectAsync(app, await app.SignedInAsync("mydong.chutich"), Now);
        Assert.NotNull((await kit.CallAsync("Enter", Now.ToString(), new { device = "thiết bị họp", mode = "full", offer = Offer(2, "102", H264) }))["answer"]);
        await chair.UntilAsync(() => chair.News.Contains("codec [\"h264\"]"), "the news of the codec");

        await using var back = await RoomClient.EnterAsync(app, http, Now, "trang", (string)entered["resume"]!);
        await back.UntilAsync(() => back.News.Contains("codec [\"h264\"]"), "the codec told again");
        Assert.DoesNotContain(kit.News, static news => news.StartsWith("codec", StringComparison.Ordinal));
    }

    /// <summary>Microphone, camera and screen, three slots for voices and one for a picture.</summary>
    private static string Offer(int client, string formats, string codecs)
    {
        var lines = Enumerable.Range(0, 7).Select(i => (Mid: i, IsAudio: i is 0 or (>= 3 and < 6)));
        return SdpTransport.Pack($"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2 3 4 5 6\r\n" + string.Concat(lines.Select(line =>
            $"m={(line.IsAudio ? "audio" : "video")} 9 UDP/TLS/RTP/SAVPF {(line.IsAudio ? "111" : formats)}\r\nc=IN IP4 0.0.0.0\r\na=rtcp-mux\r\n"
            + $"a=ice-ufrag:clnt{client}\r\na=ice-pwd:khongduocghivaonhatky12345\r\na=fingerprint:sha-256 {string.Join(':', Enumerable.Repeat($"A{client}", 32))}\r\n"
            + $"a=setup:actpass\r\na=mid:{line.Mid}\r\na={(line.Mid < 3 ? "sendonly" : "recvonly")}\r\n{(line.IsAudio ? "a=rtpmap:111 opus/48000/2\r\n" : codecs)}")));
    }
}
