using System.Buffers.Binary;
using Meetings.Media.Conference;
using Meetings.Media.Conference.Taps;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

/// <summary>A recorder in the room, on the virtual clock.</summary>
public sealed class TapTests
{
    private readonly Kept _kept = new();

    [Fact]
    public void Every_source_is_taken_whole_in_order_and_on_one_time_line()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = Speaker(meeting, new LineQuality());
        meeting.RunSeconds(1);
        meeting.Apply(new StartTap(_kept));
        meeting.RunSeconds(5);

        List<Kept.Frame> sound = _kept.Of(SourceKind.Microphone);
        List<Kept.Frame> pictures = _kept.Of(SourceKind.Camera);
        Assert.InRange(sound.Count, 240, 251);
        Assert.InRange(pictures.Count, 130, 151);
        Assert.True(pictures[0].IsKeyFrame);
        Assert.All(pictures, f => Assert.Equal(speaker.Camera.PacketsPerFrame * (speaker.Camera.PacketBytes - 4), f.Length));
        Assert.Equal(Enumerable.Range(sound[0].Number, sound.Count), sound.Select(f => f.Number));
        Assert.Equal(Enumerable.Range(pictures[0].Number, pictures.Count), pictures.Select(f => f.Number));
        Assert.DoesNotContain(sound.Skip(1).Concat(pictures.Skip(1)), f => f.IsAfterGap);
        Assert.All(sound.Zip(sound.Skip(1)), p => Assert.InRange((p.Second.At - p.First.At).TotalMilliseconds, 0, 60));
        Assert.InRange((sound[^1].At - pictures[^1].At).TotalMilliseconds, -80, 80);
        Assert.InRange(sound[^1].At.TotalSeconds, 4.7, 5.1);
    }

    [Fact]
    public void With_loss_what_is_taken_can_be_decoded_and_gaps_are_marked()
    {
        using var meeting = new SimulatedMeeting();
        Speaker(meeting, new LineQuality { Loss = 0.3 });
        meeting.RunSeconds(1);
        meeting.Apply(new StartTap(_kept));
        meeting.RunSeconds(10);

        List<Kept.Frame> pictures = _kept.Of(SourceKind.Camera);
        Assert.True(pictures.Count > 20, $"{pictures.Count} pictures");
        foreach ((Kept.Frame before, Kept.Frame after) in pictures.Zip(pictures.Skip(1)))
        {
            Assert.True(after.Number == before.Number + 1 || after is { IsKeyFrame: true, IsAfterGap: true }, $"{before} then {after}");
            Assert.True(after.At >= before.At);
        }

        Assert.Contains(_kept.Of(SourceKind.Microphone), f => f.IsAfterGap);
    }

    [Fact]
    public void Nothing_of_a_pause_is_taken_and_a_key_frame_follows_it()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = Speaker(meeting, new LineQuality());
        meeting.RunSeconds(1);
        meeting.Apply(new StartTap(_kept));
        meeting.RunSeconds(2);
        meeting.Apply(new PauseTap());
        int kept = _kept.Frames.Count;
        speaker.Camera.WantsKeyFrame = true; // one within the pause must not be what begins after it
        meeting.RunSeconds(2);
        Assert.Equal(kept, _kept.Frames.Count);
        meeting.Apply(new ResumeTap());
        meeting.RunSeconds(2);

        foreach (SourceKind source in (SourceKind[])[SourceKind.Microphone, SourceKind.Camera])
        {
            List<Kept.Frame> frames = _kept.Of(source);
            Kept.Frame first = frames.First(f => f.At > TimeSpan.FromSeconds(3));
            Assert.True(first is { IsKeyFrame: true, IsAfterGap: true });
            Assert.True(first.At >= TimeSpan.FromSeconds(3.9), $"{source} goes on at {first.At}");
            Assert.DoesNotContain(frames, f => f.At > TimeSpan.FromSeconds(2.1) && f.At < TimeSpan.FromSeconds(3.9));
        }
    }

    [Fact]
    public void Who_is_muted_by_the_chair_is_not_recorded()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = Speaker(meeting, new LineQuality());
        meeting.Apply(new AllowSource(speaker.Id, SourceKind.Microphone, false));
        meeting.Apply(new StartTap(_kept));
        meeting.RunSeconds(2);
        Assert.Empty(_kept.Of(SourceKind.Microphone));
        meeting.Apply(new AllowSource(speaker.Id, SourceKind.Microphone, true));
        meeting.RunSeconds(1);
        Assert.InRange(_kept.Of(SourceKind.Microphone).Count, 40, 51);
    }

    [Fact]
    public void A_sink_without_room_makes_a_gap_and_a_key_frame()
    {
        using var meeting = new SimulatedMeeting();
        Speaker(meeting, new LineQuality());
        meeting.RunSeconds(1);
        meeting.Apply(new StartTap(_kept));
        meeting.RunSeconds(1);
        _kept.IsFull = true;
        meeting.RunSeconds(1);
        _kept.IsFull = false;
        meeting.RunSeconds(2);
        List<Kept.Frame> pictures = _kept.Of(SourceKind.Camera);
        Kept.Frame first = pictures.First(f => f.At > TimeSpan.FromSeconds(1.95));
        Assert.True(first is { IsKeyFrame: true, IsAfterGap: true });
        Assert.True(pictures.Count > 60);
    }

    [Fact]
    public void The_best_layer_is_taken_and_a_change_begins_with_a_key_frame()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1, simulcast: true);
        speaker.SendLayers(0b111);
        meeting.Apply(new StartTap(_kept));
        meeting.RunSeconds(4);
        List<Kept.Frame> pictures = _kept.Of(SourceKind.Camera);
        Assert.True(pictures.Count > 30, $"{pictures.Count} pictures");
        int best = pictures.Max(f => f.Height);
        Assert.Equal(best, pictures.Last(f => f.IsKeyFrame).Height); // nobody else watches: the recorder alone keeps it coming
        foreach ((Kept.Frame before, Kept.Frame after) in pictures.Zip(pictures.Skip(1)))
        {
            Assert.True(after.Label == before.Label || after.IsKeyFrame, $"{before} then {after}");
        }
    }

    private static SimulatedBrowser Speaker(SimulatedMeeting meeting, LineQuality line)
    {
        SimulatedBrowser speaker = meeting.Join(1, line);
        speaker.Microphone.On = speaker.Camera.On = true;
        return speaker;
    }

    private sealed class Kept : ITapSink
    {
        public List<Frame> Frames { get; } = [];

        public bool IsFull { get; set; }

        public bool IsComplete { get; private set; }

        public List<Frame> Of(SourceKind source) => Frames.FindAll(f => f.Source == source);

        public bool TryTake(in TapFrame frame)
        {
            if (IsFull)
            {
                return false;
            }

            int tag = frame.Source == SourceKind.Microphone ? 1 : 10;
            int label = BinaryPrimitives.ReadInt32BigEndian(frame.Bytes[tag..]);
            int number = BinaryPrimitives.ReadInt32BigEndian(frame.Bytes[(tag + 4)..]);
            Frames.Add(new Frame(frame.Source, frame.At, frame.IsKeyFrame, frame.IsAfterGap, frame.Format.Height, label, number, frame.Bytes.Length));
            return true;
        }

        public void Complete() => IsComplete = true;

        internal sealed record Frame(SourceKind Source, TimeSpan At, bool IsKeyFrame, bool IsAfterGap, int Height, int Label, int Number, int Length);
    }
}
