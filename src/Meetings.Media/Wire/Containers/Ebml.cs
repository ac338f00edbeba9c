using System.Buffers.Binary;
using System.Text;

namespace Meetings.Media.Wire.Containers;

/// <summary>Writes EBML elements (RFC 8794) into a buffer the caller owns and keeps large enough.</summary>
internal ref struct Ebml(Span<byte> to)
{
    /// <summary>Eight bytes that say "until something else follows": a file cut off anywhere is still well-formed (RFC 8794 section 6.2).</summary>
    private const ulong UnknownSize = 0x01ff_ffff_ffff_ffff;

    private readonly Span<byte> _to = to;

    public int Length { get; private set; }

    /// <summary>An element with eight bytes of size, unknown when not told: what follows belongs to it.</summary>
    public void Open(uint id, long? size)
    {
        Id(id);
        BinaryPrimitives.WriteUInt64BigEndian(_to[Length..], size is { } known ? 1UL << 56 | (ulong)known : UnknownSize);
        Length += 8;
    }

    /// <summary>The head of an element of less than 127 bytes: the id and one byte.</summary>
    public void Small(uint id, int size)
    {
        Id(id);
        _to[Length++] = (byte)(0x80 | size);
    }

    /// <summary>A number in eight bytes, whatever it is: so that elements are equally long.</summary>
    public void Wide(uint id, ulong value)
    {
        Small(id, 8);
        BinaryPrimitives.WriteUInt64BigEndian(_to[Length..], value);
        Length += 8;
    }

    /// <summary>So many bytes, 2 to 128 with the head, that may become something else (RFC 8794 section 11.3.2).</summary>
    public void Void(int length)
    {
        Small(MatroskaId.Void, length - 2);
        _to.Slice(Length, length - 2).Clear();
        Length += length - 2;
    }

    /// <summary>Begins an element whose size is filled in by <see cref="End"/>; at most 2^28 - 2 bytes.</summary>
    public int Begin(uint id)
    {
        Id(id);
        Length += 4;
        return Length;
    }

    public readonly void End(int begun) => BinaryPrimitives.WriteUInt32BigEndian(_to[(begun - 4)..], 0x1000_0000u | (uint)(Length - begun));

    public void Number(uint id, ulong value)
    {
        var bytes = 1;
        while (bytes < 8 && value >> (8 * bytes) != 0)
            bytes++;
        Id(id);
        _to[Length++] = (byte)(0x80 | bytes);
        for (var i = bytes - 1; i >= 0; i--)
            _to[Length++] = (byte)(value >> (8 * i));
    }

    public void Float(uint id, double value)
    {
        Id(id);
        _to[Length++] = 0x88;
        BinaryPrimitives.WriteDoubleBigEndian(_to[Length..], value);
        Length += 8;
    }

    public void Text(uint id, string value)
    {
        var begun = Begin(id);
        Length += Encoding.UTF8.GetBytes(value, _to[Length..]);
        End(begun);
    }

    public void Bytes(uint id, ReadOnlySpan<byte> value)
    {
        var begun = Begin(id);
        value.CopyTo(_to[Length..]);
        Length += value.Length;
        End(begun);
    }

    public void Raw(byte value) => _to[Length++] = value;

    public void Raw(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_to[Length..], value);
        Length += 2;
    }

    /// <summary>The head of an element whose body the caller writes itself.</summary>
    public void Head(uint id, int bodyLength)
    {
        Id(id);
        BinaryPrimitives.WriteUInt32BigEndian(_to[Length..], 0x1000_0000u | (uint)bodyLength);
        Length += 4;
    }

    private void Id(uint id)
    {
        for (var shift = 24; shift >= 0; shift -= 8)
            if (id >> shift != 0)
                _to[Length++] = (byte)(id >> shift);
    }
}
