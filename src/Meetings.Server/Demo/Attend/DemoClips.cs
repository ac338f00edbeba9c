using Meetings.Media.Engine.Participant;
using Meetings.Media.Wire.Containers;

namespace Meetings.Server.Demo.Attend;

/// <summary>What simulated sites show and say: drawn meeting rooms and a synthetic voice (embedded from Demo/Media).</summary>
internal static class DemoClips
{
    private const int Rooms = 4;
    private static readonly Lazy<VideoClip[]> Pictures = new(() => [.. Enumerable.Range(1, Rooms).Select(n =>
        VideoClip.TryParse(Read($"room{n}.ivf"), out var clip) ? clip : throw new InvalidDataException($"room{n}.ivf"))]);

    private static readonly Lazy<AudioClip> Speech = new(() =>
        AudioClip.TryParse(Read("speech.opus"), out var clip) ? clip : throw new InvalidDataException("speech.opus"));

    /// <param name="index">Of the site; the rooms are handed out in turn.</param>
    public static ClipMedia For(int index) => new(Pictures.Value[index % Rooms], Speech.Value);

    private static byte[] Read(string file)
    {
        using var stream = typeof(DemoClips).Assembly.GetManifestResourceStream($"Meetings.Server.Demo.Media.{file}")
            ?? throw new FileNotFoundException($"Demo/Media/{file} is not embedded.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
