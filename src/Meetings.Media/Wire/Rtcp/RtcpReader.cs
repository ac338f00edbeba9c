using System.Buffers.Binary;

namespace Meetings.Media.Wire.Rtcp;

/// <summary>
/// Walks a compound (or reduced-size, RFC 5506) RTCP packet: one <see cref="MoveNext"/> a packet. Ends at the end or at the first
/// packet whose header does not fit; <see cref="IsMalformed"/> tells which.
/// </summary>
public ref struct RtcpReader(ReadOnlySpan<byte> compound)
{
    private const int HeaderLength = 4;

    private ReadOnlySpan<byte> _rest = compound;
    private byte _first;

    /// <summary>True when the walk ended at bytes that are not an RTCP packet; packets before it were sound.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The packet type; one that is not named may appear and is to be skipped.</summary>
    public RtcpType Type { get; private set; }

    /// <summary>The five bits after the padding bit: report count, source count or FMT.</summary>
    public readonly int Count => _first & 0x1f;

    /// <summary>Everything after the four header bytes, padding removed.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    public bool MoveNext()
    {
        Body = default;
        if (_rest.IsEmpty)
            return false;
        if (_rest.Length < HeaderLength || _rest[0] >> 6 != 2)
            return Stop();
        var length = HeaderLength * (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1);
        if (length > _rest.Length)
            return Stop();
        _first = _rest[0];
        Type = (RtcpType)_rest[1];
        var body = _rest[HeaderLength..length];
        _rest = _rest[length..];
        if ((_first & 0x20) != 0)
        {
            // RFC 3550 section 6.4.1 wants a multiple of four, but Chromium fills up its transport feedback with one to three bytes.
            var padding = body.IsEmpty ? 0 : body[^1];
            if (padding == 0 || padding > body.Length)
                return Stop();
            body = body[..^padding];
        }

        Body = body;
        return true;
    }

    private bool Stop()
    {
        IsMalformed = true;
        _rest = default;
        return false;
    }
}
