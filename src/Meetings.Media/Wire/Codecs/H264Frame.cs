using System.Buffers.Binary;

namespace Meetings.Media.Wire.Codecs;

/// <summary>
/// Puts the payloads of one H.264 access unit together (RFC 6184 sections 5.6, 5.7.1, 5.8: single unit, STAP-A, FU-A) in the form files
/// hold: each NAL unit after its length in four bytes (ISO/IEC 14496-15 section 5.3.3). Payloads come in order and without holes.
/// </summary>
/// <param name="maxBytes">An access unit beyond this is given up.</param>
public sealed class H264Frame(int maxBytes)
{
    /// <summary>Bytes of the length before each unit.</summary>
    internal const int Prefix = 4;

    private const int StapA = 24, FuA = 28;
    private byte[] _bytes = [];
    private int _length;
    private int _open = -1;

    /// <summary>The units so far, each after its length.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Of the last unit only the beginning is there.</summary>
    public bool IsOpen => _open >= 0;

    public void Clear() => (_length, _open) = (0, -1);

    /// <summary>False when the access unit cannot be made whole any more: a piece is not where it belongs, malformed, or too much.</summary>
    public bool TryAdd(ReadOnlySpan<byte> payload)
    {
        if (!H264Payload.TryParse(payload, out _))
            return false;
        if ((payload[0] & 0x1f) == FuA)
            return TryAddPiece(payload);
        if (IsOpen)
            return false;
        if ((payload[0] & 0x1f) != StapA)
            return TryAddUnit(payload);
        for (var rest = payload[1..]; !rest.IsEmpty;)
        {
            int size = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (!TryAddUnit(rest.Slice(2, size)))
                return false;
            rest = rest[(2 + size)..];
        }

        return true;
    }

    private bool TryAddUnit(ReadOnlySpan<byte> unit)
    {
        if (!IsKept(unit[0]))
            return true;
        if (!TryMakeRoom(Prefix + unit.Length))
            return false;
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_length), unit.Length);
        unit.CopyTo(_bytes.AsSpan(_length + Prefix));
        _length += Prefix + unit.Length;
        return true;
    }

    private bool TryAddPiece(ReadOnlySpan<byte> payload)
    {
        bool starts = (payload[1] & 0x80) != 0, ends = (payload[1] & 0x40) != 0;
        var piece = payload[2..];
        if (starts == IsOpen || !TryMakeRoom(Prefix + 1 + piece.Length))
            return false;
        if (starts)
        {
            _open = _length;
            _length += Prefix;
            _bytes[_length++] = (byte)((payload[0] & 0xe0) | (payload[1] & 0x1f));
        }

        piece.CopyTo(_bytes.AsSpan(_length));
        _length += piece.Length;
        if (!ends)
            return true;
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_open), _length - _open - Prefix);
        if (!IsKept(_bytes[_open + Prefix]))
            _length = _open;
        _open = -1;
        return true;
    }

    private static bool IsKept(byte first) => (first & 0x1f) is >= 1 and <= H264Unit.LastKept;

    private bool TryMakeRoom(int more)
    {
        if (_length + more > maxBytes)
            return false;
        if (_length + more > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(maxBytes, Math.Max(16 * 1024, 2 * (_length + more))));
        return true;
    }
}
