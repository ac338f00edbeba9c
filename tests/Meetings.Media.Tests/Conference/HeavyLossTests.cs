using System.Text;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

/// <summary>
/// A line that carries 4 Mbit/s and loses three tenths of the packets in both directions (F05 of the fault catalogue): the requests and reports of
/// the receiver, and what is sent again, are lost like anything else.
/// </summary>
public sealed class HeavyLossTests(ITestOutputHelper output)
{
    private const int Chances = 12;
    private const int Settling = 12;
    private const int Measured = 60;
    private const int Late = 150;

    private static readonly LineQuality Losing = new() { Jitter = TimeSpan.FromMilliseconds(5), Rate = 4_000_000, Loss = 0.30 };

    /// <param name="rate">What the line carries, bit/s.</param>
    /// <param name="least">Pictures a second at least.</param>
    /// <param name="most">Share of the voice missing at most; where the line carries little, repeats give way now and then.</param>
    [Theory]
    [InlineData(4_000_000, 10, 0.05)]
    [InlineData(700_000, 7, 0.08)]
    public void With_a_third_lost_both_ways_pictures_move_and_speech_is_whole(long rate, double least, double most)
    {
        var pictures = new List<double>();
        var missing = new List<double>();
        var told = new StringBuilder();
        for (int chance = 0; chance < Chances; chance++)
        {
            using var meeting = new SimulatedMeeting { Seed = chance * 100 };
            SimulatedBrowser viewer = Watch(meeting, Losing with { Rate = rate }, out SimulatedDecoder decoder);
            Instant begun = meeting.Now;
            meeting.RunSeconds(Settling);
            (Instant from, int frame) = (meeting.Now, meeting.Browser(1).Microphone.Frame);
            (long bytes, int asked, long resent) = (viewer.ReceivedBytes, decoder.Requests, meeting.Room.Counters.PacketsResent);
            var estimates = new List<long>();
            for (int second = 0; second < Measured; second++)
            {
                meeting.RunSeconds(1);
                estimates.Add(meeting.Room.Statistics(viewer.Id)!.EstimateToPeer);
            }

            pictures.Add(decoder.Frames.Count(f => f.At >= from.Nanoseconds) / (double)Measured);
            missing.Add(MissingShare(viewer.AudioSlots[0], frame, meeting.Browser(1).Microphone.Frame - 1000 / 20));
            long longest = LongestFreeze(decoder, from, meeting.Now);
            told.AppendLine($"{pictures[^1]:F1} fps, longest freeze {longest / 1e9:F1} s, {missing[^1]:P1} of the voice missing, first picture after {(decoder.Frames.Count == 0 ? -1 : (decoder.Frames[0].At - begun.Nanoseconds) / 1e9):F1} s, {decoder.Requests - asked} key frames asked for, "
                + $"{meeting.Room.Counters.PacketsResent - resent} resent, {(viewer.ReceivedBytes - bytes) / 125 / Measured} kbit/s, limited {meeting.Room.Counters[DropReason.FeedbackLimited]}, "
                + $"layers {string.Join('/', decoder.Frames.Where(f => f.At >= from.Nanoseconds).GroupBy(f => f.Publisher).OrderBy(g => g.Key).Select(g => $"{g.Key}:{g.Count()}"))}, "
                + $"estimates {string.Join(' ', estimates.Where((_, i) => i % 4 == 0).Select(e => e / 1000))}");
        }

        output.WriteLine(told.ToString());
        Assert.True(pictures.Min() >= least, told.ToString());
        Assert.True(missing.Max() < most, told.ToString());
    }

    [Theory]
    [InlineData(0.30, 75, 120)] // a check a second, seven tenths come, three answers each, seven tenths come
    [InlineData(0.05, 40, 60)]
    public void A_check_of_the_path_is_answered_three_times_where_much_is_lost(double loss, int least, int most)
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser viewer = Watch(meeting, Losing with { Loss = loss }, out _);
        meeting.RunSeconds(Settling);
        int before = viewer.StunAnswers;
        meeting.RunSeconds(Measured);
        Assert.InRange(viewer.StunAnswers - before, least, most);
    }

    private static long LongestFreeze(SimulatedDecoder decoder, Instant from, Instant to)
    {
        long[] times = [from.Nanoseconds, .. decoder.Frames.Select(f => f.At).Where(at => at >= from.Nanoseconds), to.Nanoseconds];
        return times.Zip(times.Skip(1), (a, b) => b - a).Max();
    }

    /// <summary>Share of the frames that did not come within 150 ms of when they came at best.</summary>
    private static double MissingShare(SlotReception slot, int from, int to)
    {
        const long Each = 20_000_000;
        long best = slot.HeardAt.Min(h => h.Value - h.Key * Each);
        int inTime = slot.HeardAt.Count(h => h.Key >= from && h.Key < to && h.Value - h.Key * Each - best <= Late * 1_000_000L);
        return 1 - inTime / (double)(to - from);
    }

    /// <summary>One speaks and is looked at, a second is in the strip; both send three sizes of their cameras.</summary>
    private static SimulatedBrowser Watch(SimulatedMeeting meeting, LineQuality line, out SimulatedDecoder decoder)
    {
        SimulatedBrowser speaker = Publish(meeting, 1);
        SimulatedBrowser second = Publish(meeting, 3);
        (speaker.Microphone.SoundBytes, speaker.Microphone.On) = (60, true);
        SimulatedBrowser viewer = meeting.Join(2, line, videoSlots: 4, arrivals: true, red: true);
        viewer.Microphone.On = true;
        viewer.Microphone.Level = 100;
        foreach (SlotReception slot in viewer.VideoSlots)
        {
            slot.Decoder = new SimulatedDecoder();
            (slot.MostNacks, slot.NackEvery) = (10, TimeSpan.FromMilliseconds(100)); // as Chromium
        }

        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720), new VideoWish(second.Id, SourceKind.Camera, 180));
        decoder = viewer.VideoSlots[0].Decoder!;
        return viewer;
    }

    /// <summary>180 lines take 160 kbit/s, 360 lines 480, 720 lines 1,400; key frames eight times as much as others.</summary>
    private static SimulatedBrowser Publish(SimulatedMeeting meeting, int number)
    {
        SimulatedBrowser publisher = meeting.Join(number, simulcast: true);
        publisher.SendLayers(7);
        foreach ((SimulatedSource layer, int packets) in publisher.CameraLayers.Zip([1, 3, 9]))
        {
            (layer.FramesPerSecond, layer.KeyFrameWeight, layer.PacketsPerFrame) = (20, 8, packets);
        }

        return publisher;
    }
}
