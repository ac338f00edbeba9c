using System.Diagnostics;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Tests.Wire.Containers;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Containers;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Tests.Engine.Participant;

public sealed class ClipMediaTests
{
    private readonly List<(byte PayloadType, bool Marker, uint Timestamp, byte[] Payload)> _sent = [];
    private readonly Publication _publication;
    private readonly ClipMedia _media;

    public ClipMediaTests()
    {
        _publication = new Publication(1, 2, (packet, _, length, _) =>
        {
            Assert.True(RtpPacket.TryParse(packet[..length], out var parsed));
            _sent.Add((parsed.PayloadType, parsed.Marker, parsed.Timestamp, parsed.Payload.ToArray()));
        });
        Assert.True(VideoClip.TryParse(ClipFiles.Ivf(100, ClipFiles.Frame(isKey: true, 2_000), ClipFiles.Frame(false, 50), ClipFiles.Frame(false, 50)), out var video));
        Assert.True(AudioClip.TryParse(ClipFiles.Opus([.. Enumerable.Range(0, 100).Select(static _ => new byte[] { 0x78, 1, 2, 3 })]), out var audio));
        _media = new ClipMedia(video, audio);
    }

    [Fact]
    public void The_clip_is_played_over_and_over_from_its_key_frame()
    {
        WriteUntil(() => _sent.Count >= 12);
        Assert.Equal(
            ["key", "", "delta", "delta", "key", "", "delta", "delta", "key", ""],
            _sent.Take(10).Select(static p => KindOf(p.Payload)));
        Assert.Equal([0u, 0u, 900u, 1_800u, 2_700u], _sent.Take(5).Select(static p => p.Timestamp));
        Assert.Equal([false, true, true, true, false], _sent.Take(5).Select(static p => p.Marker));
    }

    [Fact]
    public void A_key_frame_asked_for_comes_next()
    {
        WriteUntil(() => _sent.Count >= 3);
        _sent.Clear();
        _media.WantKeyFrame();
        WriteUntil(() => _sent.Count >= 1);
        Assert.Equal("key", KindOf(_sent[0].Payload));
    }

    [Fact]
    public void There_is_sound_only_while_speaking()
    {
        WriteUntil(() => _sent.Count >= 8);
        Assert.Equal(0, _publication.AudioPackets);
        _media.IsSpeaking = true;
        WriteUntil(() => _publication.AudioPackets >= 4);
        var sound = _sent.Where(static p => p.PayloadType == 111).Take(4).ToList();
        Assert.Equal([true, false, false, false], sound.Select(static p => p.Marker));
        Assert.Equal([0u, 960u, 1_920u, 2_880u], sound.Select(p => p.Timestamp - sound[0].Timestamp));
        _media.IsSpeaking = false;
        var until = _publication.VideoPackets + 8;
        var before = _publication.AudioPackets;
        WriteUntil(() => _publication.VideoPackets >= until);
        Assert.Equal(before, _publication.AudioPackets);
    }

    private static string KindOf(byte[] payload) =>
        Vp8Descriptor.TryParse(payload, out var descriptor) && descriptor.StartOfFrame ? descriptor.IsKeyFrame(payload) ? "key" : "delta" : "";

    // The clip runs in real time: here 100 frames a second.
    private void WriteUntil(Func<bool> enough)
    {
        var began = Stopwatch.GetTimestamp();
        while (!enough())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "nothing came");
            if (_media.Due <= 0)
                _media.Write(_publication);
            else
                Thread.Yield();
        }
    }
}
