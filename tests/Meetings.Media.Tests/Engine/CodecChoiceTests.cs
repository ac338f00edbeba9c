using System.Collections.Concurrent;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Engine;

/// <summary>Who is told to change the codec of its pictures, and when: real offers, real answers.</summary>
public sealed class CodecChoiceTests
{
    private const string Vp8 = "a=rtpmap:96 VP8/90000\r\n", Baseline = "packetization-mode=1;profile-level-id=42e01f\r\n";

    [Fact]
    public async Task Who_comes_and_goes_changes_what_the_others_are_told_to_send()
    {
        var told = new ConcurrentQueue<CodecWanted>();
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var room = server.OpenRoom(notice =>
        {
            if (notice is CodecWanted wanted)
                told.Enqueue(wanted);
        });
        using var page = new HeadlessParticipant(2, new SyntheticMedia(new SyntheticOptions()));
        using var device = new HeadlessParticipant(2, new SyntheticMedia(new SyntheticOptions()));
        using var old = new HeadlessParticipant(2, new SyntheticMedia(new SyntheticOptions()));
        var both = page.CreateOffer().Replace("SAVPF 96 97\r\n", "SAVPF 96 97 102\r\n", StringComparison.Ordinal)
            .Replace(Vp8, $"{Vp8}a=rtpmap:102 H264/90000\r\na=fmtp:102 {Baseline}", StringComparison.Ordinal);
        var alone = device.CreateOffer().Replace(Vp8, $"a=rtpmap:96 H264/90000\r\na=fmtp:96 {Baseline}", StringComparison.Ordinal);

        Assert.Equal("96 97 102", await PicturesAsync(1, both));
        Assert.Equal("96 97", await PicturesAsync(2, alone));
        await ToldAsync(new CodecWanted(new PeerId(1), MediaCodec.H264));
        Assert.Equal("102 96 97", await PicturesAsync(1, both)); // and so is an offer anew answered
        Assert.Equal("96 97", await PicturesAsync(3, old.CreateOffer())); // no codec suits both newcomers
        await ToldAsync(new CodecWanted(new PeerId(1), MediaCodec.Vp8));
        room.Remove(new PeerId(3));
        await ToldAsync(new CodecWanted(new PeerId(1), MediaCodec.H264));
        room.Remove(new PeerId(2));
        await ToldAsync(new CodecWanted(new PeerId(1), MediaCodec.Vp8));
        Assert.Empty(told);

        async Task<string> PicturesAsync(int peer, string offer)
        {
            var answer = (await room.NegotiateAsync(new PeerId(peer), offer)).AnswerSdp!;
            return answer.Split("m=video 9 UDP/TLS/RTP/SAVPF ")[1].Split("\r\n")[0];
        }

        async Task ToldAsync(CodecWanted expected)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            CodecWanted? next;
            while (!told.TryDequeue(out next))
            {
                limit.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            Assert.Equal(expected, next);
        }
    }
}
