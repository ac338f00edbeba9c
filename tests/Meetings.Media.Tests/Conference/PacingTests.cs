using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Outbound;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

/// <summary>Sound never stands behind pictures: neither in the room nor in the queue of a thin line.</summary>
public sealed class PacingTests
{
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(40);

    [Fact]
    public void A_voice_is_hardly_late_behind_a_key_frame_on_256_kilobits()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1, new LineQuality { Delay = OneWay }, simulcast: true);
        SimulatedBrowser viewer = meeting.Join(2, new LineQuality { Delay = OneWay, Rate = 256_000 }, arrivals: true);
        speaker.SendLayers(1);
        SimulatedSource camera = speaker.CameraLayers[0];
        (camera.FramesPerSecond, camera.KeyFrameWeight, camera.PacketBytes) = (15, 12, 900); // 110 kbit/s; a key frame is 11 kB: 350 ms of the line
        speaker.Microphone.On = true;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 180));
        meeting.RunSeconds(20);

        (int keys, long begun) = (camera.KeyFrames, meeting.Now.Nanoseconds);
        for (int i = 0; i < 10; i++)
        {
            camera.WantsKeyFrame = true;
            meeting.RunSeconds(1.5);
        }

        Assert.Equal(10, camera.KeyFrames - keys);
        var late = Lateness(viewer.AudioSlots[0], begun);
        Assert.True(late.Max() < 120, $"a voice packet was {late.Max():F0} ms later than the earliest");
        Assert.True(late.Order().ElementAt(late.Count * 95 / 100) < 80, $"{late.Order().ElementAt(late.Count * 95 / 100):F0} ms");
        viewer.VideoSlots[0].AssertContinuous();
        viewer.VideoSlots[0].AssertDecodable();
        Assert.True(viewer.VideoSlots[0].Pieces.Values.Count(p => p is { Key: true, Starts: true } && p.ArrivedAt > begun) >= 10);
        Assert.True(viewer.VideoSlots[0].LongestGap(begun) < TimeSpan.FromMilliseconds(600), $"{viewer.VideoSlots[0].LongestGap(begun)}");
    }

    [Fact]
    public void On_a_line_with_plenty_of_room_nothing_waits()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1, new LineQuality { Delay = OneWay });
        SimulatedBrowser viewer = meeting.Join(2, new LineQuality { Delay = OneWay }); // tells nothing of its arrivals
        speaker.Camera.On = true;
        speaker.Camera.KeyFrameWeight = 20;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(3);
        long begun = meeting.Now.Nanoseconds;
        speaker.Camera.WantsKeyFrame = true;
        meeting.RunSeconds(1);
        long[] key = [.. viewer.VideoSlots[0].Pieces.Values.Where(p => p.ArrivedAt > begun && p.Frame == KeyFrame(viewer, begun)).Select(p => p.ArrivedAt)];
        Assert.Equal(80, key.Length);
        Assert.True((key.Max() - key.Min()) / 1e6 <= 2, $"{(key.Max() - key.Min()) / 1e6:F1} ms");
    }

    [Fact]
    public void The_pacer_admits_forty_milliseconds_at_once_and_then_a_little_more_than_the_line_carries()
    {
        var pacer = new Pacer();
        Instant now = Instant.FromMilliseconds(10_000);
        pacer.SetLine(1_000_000);
        Assert.Equal(5, AtOnce());
        now += TimeSpan.FromSeconds(1);
        Assert.Equal(5, AtOnce()); // no more is saved up
        int packets = 0;
        for (int ms = 0; ms < 1000; ms++)
        {
            now += TimeSpan.FromMilliseconds(1);
            packets += AtOnce();
        }

        Assert.InRange(packets, 129, 133); // 1.05 Mbit/s
        pacer.SetLine(Pacer.PlentyFrom);
        Assert.False(pacer.IsActive);
        Assert.True(pacer.Admits(now));
        pacer.SetLine(null);
        Assert.True(pacer.Admits(now));

        int AtOnce()
        {
            int count = 0;
            while (count < 1000 && pacer.Admits(now))
            {
                pacer.Spend(1000);
                count++;
            }

            return count;
        }
    }

    private static int KeyFrame(SimulatedBrowser viewer, long since) =>
        viewer.VideoSlots[0].Pieces.Values.First(p => p.ArrivedAt > since && p is { Key: true, Starts: true }).Frame;

    /// <summary>How much later than the earliest each voice packet came, against its timestamp; ms.</summary>
    private static List<double> Lateness(SlotReception voice, long since)
    {
        var pieces = voice.Pieces.Values.Where(p => p.ArrivedAt > since).ToList();
        uint first = pieces[0].Timestamp;
        var delays = pieces.Select(p => p.ArrivedAt / 1e6 - (p.Timestamp - first) / 48.0).ToList();
        return [.. delays.Select(d => d - delays.Min())];
    }
}
