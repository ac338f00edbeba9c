namespace Meetings.Media.Engine.Participant;

/// <summary>Where a participant's sound and pictures come from. Called on the participant's own thread only.</summary>
public interface IMediaSource
{
    /// <summary>Seconds until something is due; negative when late.</summary>
    double Due { get; }

    /// <summary>Every payload ends with the moment it was sent, so receivers of the same process tree can tell its age.</summary>
    bool IsStamped { get; }

    /// <summary>Writes what is due.</summary>
    void Write(Publication publication);

    /// <summary>A viewer needs a picture that depends on no earlier one.</summary>
    void WantKeyFrame();
}
