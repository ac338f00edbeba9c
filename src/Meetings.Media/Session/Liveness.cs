using Meetings.Media.Primitives;

namespace Meetings.Media.Session;

/// <summary>
/// An ICE-lite server sends no consent checks (RFC 7675), so a peer lives as long as authenticated STUN or SRTP comes from it. Silent after
/// one span, dead after another: then nothing is sent, the seat stays, and the next authenticated packet brings it back.
/// </summary>
internal sealed class Liveness(TimeSpan silentAfter, TimeSpan deadAfter)
{
    private Instant _last;
    private bool _everHeard;

    public PeerConnectivity State { get; private set; } = PeerConnectivity.New;

    /// <summary>An authenticated packet came. True when that changed the state.</summary>
    public bool Heard(Instant now)
    {
        _last = now;
        _everHeard = true;
        return Move(PeerConnectivity.Connected);
    }

    /// <summary>Heard so lately that it is not even silent.</summary>
    public bool IsFresh(Instant now) => _everHeard && now - _last < silentAfter;

    /// <summary>Time passed. True when that changed the state.</summary>
    public bool Pass(Instant now)
    {
        if (!_everHeard)
        {
            return false;
        }

        TimeSpan quiet = now - _last;
        return Move(quiet >= deadAfter ? PeerConnectivity.Dead : quiet >= silentAfter ? PeerConnectivity.Silent : PeerConnectivity.Connected);
    }

    private bool Move(PeerConnectivity to)
    {
        bool moved = State != to;
        State = to;
        return moved;
    }
}
