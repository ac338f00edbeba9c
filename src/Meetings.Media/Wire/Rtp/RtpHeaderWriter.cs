using System.Buffers.Binary;

namespace Meetings.Media.Wire.Rtp;

/// <summary>
/// Writes an outgoing RTP header: fixed part, then one-byte extension elements (RFC 8285 section 4.2), then <see cref="Finish"/>.
/// Without an element no extension block is written.
/// </summary>
public ref struct RtpHeaderWriter
{
    private readonly Span<byte> _to;
    private int _length;

    /// <param name="to">Begins where the packet begins; needs 12 bytes, 4 more with extensions, and 1 + n rounded up per element.</param>
    public RtpHeaderWriter(Span<byte> to, bool marker, byte payloadType, ushort sequenceNumber, uint timestamp, uint ssrc)
    {
        _to = to;
        _length = RtpPacket.FixedHeaderLength;
        to[0] = 0x80;
        to[1] = (byte)((payloadType & 0x7f) | (marker ? 0x80 : 0));
        RtpHeader.SetSequenceNumber(to, sequenceNumber);
        RtpHeader.SetTimestamp(to, timestamp);
        RtpHeader.SetSsrc(to, ssrc);
    }

    /// <summary>Reserves an element to be filled now or just before sending (transport sequence, send time).</summary>
    /// <param name="id">1-14; 0 = not negotiated, nothing is written.</param>
    /// <param name="valueLength">1-16 bytes.</param>
    /// <returns>Offset of the value from the packet's start, or 0 when nothing was written.</returns>
    public int Reserve(byte id, int valueLength)
    {
        if (id == 0)
            return 0;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, (byte)14);
        ArgumentOutOfRangeException.ThrowIfLessThan(valueLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(valueLength, 16);
        if (_length == RtpPacket.FixedHeaderLength)
        {
            _to[0] |= 0x10;
            BinaryPrimitives.WriteUInt16BigEndian(_to[_length..], 0xbede);
            _length += 4;
        }

        _to[_length] = (byte)((id << 4) | (valueLength - 1));
        var at = _length + 1;
        _to.Slice(at, valueLength).Clear();
        _length = at + valueLength;
        return at;
    }

    /// <summary>Adds an element with this value; does nothing when <paramref name="id"/> is 0 or the value is empty.</summary>
    public void Add(byte id, scoped ReadOnlySpan<byte> value)
    {
        if (id == 0 || value.IsEmpty)
            return;
        value.CopyTo(_to[Reserve(id, value.Length)..]);
    }

    /// <summary>Pads the extension block and writes its length.</summary>
    /// <returns>The header's length in bytes: where the payload begins.</returns>
    public int Finish()
    {
        if (_length == RtpPacket.FixedHeaderLength)
            return _length;
        while ((_length & 3) != 0)
            _to[_length++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(
            _to[(RtpPacket.FixedHeaderLength + 2)..], (ushort)((_length - RtpPacket.FixedHeaderLength - 4) / 4));
        return _length;
    }
}
