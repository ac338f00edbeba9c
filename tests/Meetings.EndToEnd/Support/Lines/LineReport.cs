using System.Globalization;

namespace Meetings.EndToEnd.Support.Lines;

/// <summary>A stretch of a call in the figures of the low-bandwidth promise.</summary>
internal sealed class LineReport
{
    private const double HeardSamples = 480;
    private readonly IReadOnlyList<LineSample> _samples;
    private readonly int _voice;
    private readonly int _picture;

    public LineReport(IReadOnlyList<LineSample> samples)
    {
        Assert.True(samples.Count > 5, "too little was recorded");
        _samples = samples;
        _voice = samples[^1].Audio.OrderByDescending(a => a.PacketsReceived - Before(a.Slot).PacketsReceived).Select(a => a.Slot).FirstOrDefault();
        _picture = samples[^1].Video.OrderByDescending(v => v.FrameHeight).ThenByDescending(v => v.FramesDecoded).Select(v => v.Slot).FirstOrDefault();
    }

    public double Seconds => (_samples[^1].At - _samples[0].At) / 1000;

    /// <summary>concealedSamples / totalSamplesReceived of the slot with the voice, 0 to 1.</summary>
    public double Concealed
    {
        get
        {
            var (first, last) = (Audio(_samples[0]), Audio(_samples[^1]));
            var total = last.TotalSamplesReceived - first.TotalSamplesReceived;
            return total > 0 ? (last.ConcealedSamples - first.ConcealedSamples) / total : 1;
        }
    }

    /// <summary>The longest time in which nothing that was really said was played, seconds; a fifth too much by the sampling.</summary>
    public double LongestSilence
    {
        get
        {
            var (heardAt, heard, longest) = (_samples[0].At, Real(_samples[0]), 0.0);
            foreach (var sample in _samples)
            {
                longest = Math.Max(longest, sample.At - heardAt);
                var real = Real(sample);
                if (real - heard >= HeardSamples || real < heard)
                {
                    (heardAt, heard) = (sample.At, real);
                }
            }

            return longest / 1000;
        }
    }

    /// <summary>Height of the best picture most of the time, pixels.</summary>
    public int Height
    {
        get
        {
            var heights = _samples.Select(s => Video(s).FrameHeight).Order().ToList();
            return heights[heights.Count / 2];
        }
    }

    public double FramesPerSecond => Math.Max(0, (Video(_samples[^1]).FramesDecoded - Video(_samples[0]).FramesDecoded) / Seconds);

    /// <summary>The longest time without a new frame of the best picture, seconds.</summary>
    public double LongestFreeze
    {
        get
        {
            var (at, frames, longest) = (_samples[0].At, Video(_samples[0]).FramesDecoded, 0.0);
            foreach (var sample in _samples)
            {
                longest = Math.Max(longest, sample.At - at);
                if (Video(sample).FramesDecoded != frames)
                {
                    (at, frames) = (sample.At, Video(sample).FramesDecoded);
                }
            }

            return longest / 1000;
        }
    }

    /// <summary>All pictures together.</summary>
    public double VideoKilobits => (_samples[^1].Video.Sum(v => v.BytesReceived) - _samples[0].Video.Sum(v => v.BytesReceived)) * 8 / 1000.0 / Seconds;

    public double KilobitsDown => (_samples[^1].BytesReceived - _samples[0].BytesReceived) * 8 / 1000 / Seconds;

    public double KilobitsUp => (_samples[^1].BytesSent - _samples[0].BytesSent) * 8 / 1000 / Seconds;

    /// <summary>How often media or hub went from connected to anything else.</summary>
    public int Disconnects => Lost(s => s.Media) + Lost(s => s.Hub);

    private int Lost(Func<LineSample, string?> state) =>
        _samples.Zip(_samples.Skip(1)).Count(pair => state(pair.First) == "connected" && state(pair.Second) != "connected");

    /// <summary>Rungs told to the person, in order, without repetitions.</summary>
    public IReadOnlyList<string> Rungs
    {
        get
        {
            var rungs = new List<string>();
            foreach (var rung in _samples.Select(s => s.Rung).OfType<string>().Where(rung => rungs.LastOrDefault() != rung))
            {
                rungs.Add(rung);
            }

            return rungs;
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seconds:F0} s: concealed {Concealed:P1}, longest silence {LongestSilence:F1} s, video {Height}p {FramesPerSecond:F1} fps longest still {LongestFreeze:F1} s, {KilobitsDown:F0}/{KilobitsUp:F0} kbit/s (video {VideoKilobits:F0}), {Disconnects} disconnects ({Lost(s => s.Hub)} of the hub), rungs {string.Join('>', Rungs)}");

    private static double Real(AudioSlotStats audio) => audio.TotalSamplesReceived - audio.ConcealedSamples;

    private double Real(LineSample sample) => Real(Audio(sample));

    private AudioSlotStats Before(int slot) =>
        _samples[0].Audio.FirstOrDefault(a => a.Slot == slot) ?? new AudioSlotStats(slot, 0, 0, 0, 0);

    private AudioSlotStats Audio(LineSample sample) =>
        sample.Audio.FirstOrDefault(a => a.Slot == _voice) ?? new AudioSlotStats(_voice, 0, 0, 0, 0);

    private VideoSlotStats Video(LineSample sample) =>
        sample.Video.FirstOrDefault(v => v.Slot == _picture) ?? new VideoSlotStats(_picture, 0, 0);
}
