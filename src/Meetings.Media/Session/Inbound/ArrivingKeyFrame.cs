using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Inbound;

/// <summary>The newest key frame of a layer, from its first packet until all of it has come.</summary>
/// <param name="first">Line of its first packet, or of the first missing one that may belong to it.</param>
/// <param name="line">Line of the packet by which it was recognised.</param>
internal struct ArrivingKeyFrame(long first, long line, uint timestamp)
{
    private readonly uint _timestamp = timestamp;
    private long _next = line;
    private bool _isWhole;

    public long First { get; } = first;

    /// <summary>Whether every packet of it is there, up to its marker (RFC 3550 section 5.1) or the frame after it.</summary>
    public bool IsWhole(PublishedLayer layer)
    {
        for (; !_isWhole && layer.Has(_next, out StoredPacket packet); _next++)
        {
            _isWhole = packet.Marker || packet.Timestamp != _timestamp;
        }

        return _isWhole;
    }
}
