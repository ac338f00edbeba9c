using System.Buffers.Binary;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Conference;

public sealed class FeedbackTests
{
    [Fact]
    public void A_publisher_hears_of_every_packet_several_times_a_second()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        speaker.Camera.On = speaker.Microphone.On = true;
        meeting.RunSeconds(5);

        Assert.InRange(speaker.FeedbackReceived, 20, 100);
        Assert.InRange(speaker.PacketsInFeedback, (speaker.Camera.Packets + speaker.Microphone.Packets) * 95 / 100,
            speaker.Camera.Packets + speaker.Microphone.Packets);
        Assert.InRange(speaker.ReceiverReports, 4, 6);
        Assert.InRange(meeting.Room.Statistics(speaker.Id)!.BitrateFromPeer, 900_000, 1_300_000);
    }

    [Fact]
    public void Sound_and_picture_of_one_publisher_keep_their_distance_in_sender_reports()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1, new LineQuality { Jitter = TimeSpan.FromMilliseconds(15) });
        SimulatedBrowser viewer = meeting.Join(2);
        speaker.Camera.On = speaker.Microphone.On = true;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(10);

        Assert.True(viewer.SenderReports > 10);
        // Both sources stamp the same instant; where the receiver places them must agree to a few milliseconds.
        double audio = Capture(viewer, viewer.SlotSsrc(true, 0), 48000, viewer.AudioSlots[0]);
        double video = Capture(viewer, viewer.SlotSsrc(false, 0), 90000, viewer.VideoSlots[0]);
        Assert.InRange(audio - video, -0.025, 0.025);
        Assert.InRange(meeting.Room.Statistics(viewer.Id)!.RoundTrip!.Value.TotalMilliseconds, 35, 50);
    }

    [Fact]
    public void A_lost_key_frame_is_asked_for_until_one_comes()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser viewer = meeting.Join(2);
        speaker.Camera.On = true;
        speaker.Camera.WantsKeyFrame = false;
        meeting.RunSeconds(1);
        meeting.Down(speaker).IsUp = false;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(3);
        Assert.Equal(0, viewer.VideoSlots[0].Count);
        Assert.InRange(meeting.Room.Counters.KeyFrameRequestsSent, 4, 7);

        meeting.Down(speaker).IsUp = true;
        meeting.RunUntil(() => viewer.VideoSlots[0].Count > 0, 1);
        long sent = meeting.Room.Counters.KeyFrameRequestsSent;
        meeting.RunSeconds(3);
        Assert.Equal(sent, meeting.Room.Counters.KeyFrameRequestsSent);
    }

    /// <summary>What was lost right before a key frame is of no use to a decoder once that is there: no ten requests, and no second key frame for it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_lost_for_good_before_a_key_frame_is_asked_for_once_and_costs_no_other_key_frame(bool isH264)
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1, pictures: isH264 ? [MediaCodec.H264] : null);
        SimulatedBrowser viewer = meeting.Join(2, pictures: isH264 ? [MediaCodec.H264] : null);
        speaker.Camera.On = true;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(2);

        (int frame, int packets, int lost) = (speaker.Camera.Frame, speaker.Camera.PacketsPerFrame, 0);
        meeting.Up(speaker).Sieve = bytes =>
        {
            uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8));
            bool isGone = ssrc == speaker.Camera.Ssrc && lost < packets - 1;
            lost += isGone ? 1 : 0;
            return isGone || ssrc == speaker.Camera.RtxSsrc;
        };
        meeting.RunUntil(() => speaker.Camera.Frame > frame, 1); // the last packet of this picture comes: of H.264 what is lost is no part of the next
        (long asked, long keyFrames) = (meeting.Room.Counters.PacketsRequestedAgain, meeting.Room.Counters.KeyFrameRequestsSent);
        speaker.Camera.WantsKeyFrame = true;
        meeting.RunSeconds(4);
        Assert.Equal(packets - 1, lost);
        Assert.InRange(meeting.Room.Counters.PacketsRequestedAgain - asked, 1, 2 * lost); // once while the key frame has not come
        Assert.Equal(keyFrames, meeting.Room.Counters.KeyFrameRequestsSent);
    }

    [Fact]
    public void Forty_viewers_coming_at_once_cost_the_publisher_few_key_frames()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        speaker.Camera.On = true;
        meeting.RunSeconds(2);
        int before = speaker.Camera.KeyFrames;
        var viewers = new List<SimulatedBrowser>();
        for (int n = 2; n < 42; n++)
        {
            viewers.Add(meeting.Join(n, videoSlots: 1));
            meeting.Show(viewers[^1], new VideoWish(speaker.Id, SourceKind.Camera, 720));
            meeting.RunSeconds(0.02);
        }

        meeting.RunSeconds(1);
        Assert.InRange(speaker.Camera.KeyFrames - before, 1, 4);
        Assert.All(viewers, v => Assert.True(v.VideoSlots[0].Count > 100));
        Assert.All(viewers, v => v.VideoSlots[0].AssertContinuous());
        Assert.Equal(0, viewers.Sum(v => v.VideoSlots[0].MissingInside));
    }

    private static double Capture(SimulatedBrowser viewer, uint ssrc, int rate, SlotReception slot)
    {
        // NTP time of the newest frame as a player would compute it from the latest report, minus when the publisher made it.
        (long _, ulong ntp, uint rtp, uint _) = viewer.Reports.Last(r => r.Ssrc == ssrc);
        SlotReception.Piece last = slot.Pieces.Values.Last(p => p.Starts);
        return ntp / 4294967296.0 + (int)(last.Timestamp - rtp) / (double)rate - last.ArrivedAt / 1e9;
    }
}
