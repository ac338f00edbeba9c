using Meetings.Media.Session.Inbound;

namespace Meetings.Media.Session.Outbound;

/// <summary>
/// Which pictures of a stream pass, by temporal layer. Decided once a picture: down at once, up one layer at a time and only with a
/// picture that depends on the base layer alone (Y, RFC 7741 section 4.2), anywhere with a key frame.
/// </summary>
internal struct TemporalGate
{
    private uint _timestamp;
    private bool _decided;
    private bool _passes;

    /// <summary>Highest temporal layer that passes now.</summary>
    public int Current { get; private set; }

    /// <summary>A source or layer begins, always with a key frame.</summary>
    public void Restart() => _decided = false;

    /// <summary>For packets in order; those of one picture share their fate.</summary>
    /// <param name="target">Highest temporal layer wanted.</param>
    public bool Passes(in StoredPacket packet, int target)
    {
        if (_decided && packet.Timestamp == _timestamp)
        {
            return _passes;
        }

        (_timestamp, _decided) = (packet.Timestamp, true);
        if (packet.StartsKeyFrame || target < Current)
        {
            Current = target;
        }
        else if (packet.Temporal == Current + 1 && Current < target && (packet.Mark & PacketMark.LayerSync) != 0)
        {
            Current++;
        }

        _passes = packet.Temporal <= Current;
        return _passes;
    }
}
