using System.Globalization;
using Meetings.Media.Engine.Participant;

namespace Meetings.Load.Bench;

/// <summary>What is sent.</summary>
internal enum ScenarioMedia
{
    /// <summary>A camera of 1.06 Mbit/s and a microphone each.</summary>
    Video,

    /// <summary>Microphones only.</summary>
    Audio,
}

/// <summary>P publishers, each also receiving the others, and S more participants that only receive; everybody receives every publisher.</summary>
internal sealed record Scenario(int Publishers, int Subscribers, ScenarioMedia Media)
{
    /// <summary>Reads "1x40" or "5x150a" (a: audio only).</summary>
    public static Scenario Parse(string text)
    {
        var media = text.EndsWith('a') ? ScenarioMedia.Audio : ScenarioMedia.Video;
        var parts = text.TrimEnd('a').Split('x');
        return new Scenario(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), media);
    }

    public int Participants => Publishers + Subscribers;

    public int VideoSlots => Media == ScenarioMedia.Video ? Publishers : 0;

    public SyntheticMedia Source(bool isPublisher) => new(new SyntheticOptions { Video = isPublisher && Media == ScenarioMedia.Video, Audio = isPublisher });

    public override string ToString() => $"{Publishers}x{Subscribers}{(Media == ScenarioMedia.Audio ? "a" : "")}";
}
