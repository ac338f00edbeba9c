using System.Buffers.Binary;

namespace Meetings.Media.Tests.Fuzz;

/// <summary>Mutates inputs the way a coverage-blind fuzzer does; the same seed gives the same run.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[] s_interesting = [0, 1, 3, 4, 0x0f, 0x10, 0x1f, 0x20, 0x7f, 0x80, 0x81, 0x90, 0xbe, 0xf0, 0xfe, 0xff];
    private readonly Random _random = new(seed);

    public byte[] Next(IReadOnlyList<byte[]> seeds)
    {
        var bytes = seeds[_random.Next(seeds.Count)].ToArray();
        for (var times = 1 + _random.Next(5); times > 0; times--)
            bytes = Once(bytes, seeds[_random.Next(seeds.Count)]);
        return bytes;
    }

    private byte[] Once(byte[] bytes, byte[] other)
    {
        var at = _random.Next(bytes.Length + 1);
        switch (_random.Next(8))
        {
            case 0 when at < bytes.Length:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 1 when at < bytes.Length:
                bytes[at] = s_interesting[_random.Next(s_interesting.Length)];
                return bytes;
            case 2 when at + 2 <= bytes.Length:
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)(_random.Next(4) == 0 ? 0xffff : _random.Next(32)));
                return bytes;
            case 3:
                return bytes[..at];
            case 4:
                return [.. bytes, .. Random(_random.Next(40))];
            case 5:
                return [.. bytes.AsSpan(0, at), .. Random(_random.Next(8)), .. bytes.AsSpan(at)];
            case 6:
                return [.. bytes.AsSpan(0, at), .. other.AsSpan(_random.Next(other.Length + 1))];
            default:
                return _random.Next(20) == 0 ? Random(_random.Next(1500)) : bytes;
        }
    }

    private byte[] Random(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
