namespace Meetings.Media.Primitives;

/// <summary>What a peer may publish: at most one of each.</summary>
public enum SourceKind
{
    Microphone,
    Camera,
    Screen,
}
