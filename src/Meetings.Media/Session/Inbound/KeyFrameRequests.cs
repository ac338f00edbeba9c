using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Inbound;

/// <summary>
/// Merges everybody's wishes for a key frame of one source into at most two requests a second upstream, repeated until one comes.
/// </summary>
internal sealed class KeyFrameRequests
{
    /// <summary>Least time between two requests upstream.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(500);

    private bool _wanted;
    private Instant _notBefore = new(long.MinValue);

    /// <summary>Somebody cannot decode without a key frame.</summary>
    public void Want() => _wanted = true;

    /// <summary>A key frame has begun to arrive.</summary>
    public void Satisfy() => _wanted = false;

    /// <summary>True when a request should go out now; counts as sent.</summary>
    public bool TakeDue(Instant now)
    {
        if (!_wanted || now < _notBefore)
        {
            return false;
        }

        _notBefore = now + Spacing; // stays wanted: repeated until a key frame satisfies it
        return true;
    }
}
