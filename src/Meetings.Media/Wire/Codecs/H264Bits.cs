namespace Meetings.Media.Wire.Codecs;

/// <summary>
/// Reads the bits of a NAL unit (ITU-T H.264 section 7.2), without the bytes that only keep start codes out (section 7.4.1). Beyond the end
/// come zeros, and <see cref="IsBeyond"/> says so.
/// </summary>
/// <param name="payload">What follows the unit's first byte.</param>
internal ref struct H264Bits(ReadOnlySpan<byte> payload)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private int _at;
    private int _bit;
    private int _zeros;

    /// <summary>More was read than there is, or a number was longer than 32 bits.</summary>
    public bool IsBeyond { get; private set; }

    public bool Flag() => Read(1) != 0;

    /// <param name="count">Bits, 0 to 32.</param>
    public uint Read(int count)
    {
        uint value = 0;
        for (int i = 0; i < count; i++)
        {
            value = value << 1 | Next();
        }

        return value;
    }

    /// <summary>An unsigned Exp-Golomb number, ue(v), section 9.1.</summary>
    public uint Number()
    {
        int zeros = 0;
        while (Next() == 0)
        {
            if (IsBeyond || ++zeros == 32)
            {
                IsBeyond = true;
                return 0;
            }
        }

        return (1u << zeros) - 1 + Read(zeros);
    }

    /// <summary>A signed Exp-Golomb number, se(v), section 9.1.1.</summary>
    public int Signed()
    {
        uint number = Number();
        return (number & 1) != 0 ? (int)(number / 2) + 1 : -(int)(number / 2);
    }

    private uint Next()
    {
        if (_bit == 0 && _zeros >= 2 && _at < _payload.Length && _payload[_at] == 3)
        {
            _at++;
            _zeros = 0;
        }

        if (_at >= _payload.Length)
        {
            IsBeyond = true;
            return 0;
        }

        uint bit = (uint)(_payload[_at] >> (7 - _bit)) & 1;
        if (++_bit == 8)
        {
            _zeros = _payload[_at] == 0 ? _zeros + 1 : 0;
            _bit = 0;
            _at++;
        }

        return bit;
    }
}
