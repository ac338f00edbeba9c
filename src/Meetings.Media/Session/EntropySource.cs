using System.Buffers.Binary;

namespace Meetings.Media.Session;

/// <summary>
/// Stretches the join command's entropy into initial numbers (SplitMix64). These need be unguessable to an outsider only as far as RFC 3550
/// asks; keys never come from here.
/// </summary>
internal struct EntropySource
{
    private ulong _state;

    public EntropySource(ReadOnlySpan<byte> entropy)
    {
        for (; entropy.Length >= 8; entropy = entropy[8..])
        {
            _state ^= BinaryPrimitives.ReadUInt64LittleEndian(entropy);
            _state = Next();
        }
    }

    public ulong Next()
    {
        _state += 0x9e37_79b9_7f4a_7c15;
        ulong z = _state;
        z = (z ^ z >> 30) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ z >> 27) * 0x94d0_49bb_1331_11eb;
        return z ^ z >> 31;
    }

    /// <summary>1 to 32767: the rollover counter begins at zero.</summary>
    public ushort NextSequence() => (ushort)(1 + Next() % 0x7ffe);
}
