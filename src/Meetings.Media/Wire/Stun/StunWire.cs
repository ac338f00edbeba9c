using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Meetings.Media.Primitives;

namespace Meetings.Media.Wire.Stun;

/// <summary>Numbers and sums shared by reading and writing STUN (RFC 8489).</summary>
internal static class StunWire
{
    public const int HeaderLength = 20;
    public const int TransactionIdLength = 12;
    public const uint MagicCookie = 0x2112_a442;
    public const int IntegrityLength = 20;
    public const int IntegrityAttributeLength = 4 + IntegrityLength;
    public const int FingerprintAttributeLength = 8;
    private const uint FingerprintXor = 0x5354_554e;

    private static readonly uint[] s_crcTable = MakeCrcTable();

    public static int Padded(int length) => (length + 3) & ~3;

    /// <summary>FINGERPRINT over everything before the attribute (RFC 8489 section 14.7); the length field counts it already.</summary>
    public static uint Fingerprint(ReadOnlySpan<byte> upToAttribute)
    {
        var crc = uint.MaxValue;
        foreach (var b in upToAttribute)
            crc = s_crcTable[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc ^ FingerprintXor;
    }

    /// <summary>
    /// MESSAGE-INTEGRITY over everything before the attribute with the length field counting up to its end (RFC 8489 section 14.5).
    /// </summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 8445 section 7 has ICE use HMAC-SHA1.")]
    public static void Integrity(ReadOnlySpan<byte> upToAttribute, ReadOnlySpan<byte> key, Span<byte> digest)
    {
        Span<byte> copy = stackalloc byte[StunMessage.MaxLength];
        copy = copy[..upToAttribute.Length];
        upToAttribute.CopyTo(copy);
        BinaryPrimitives.WriteUInt16BigEndian(copy[2..], (ushort)(upToAttribute.Length - HeaderLength + IntegrityAttributeLength));
        HMACSHA1.HashData(key, copy, digest);
    }

    /// <summary>Reads (XOR-)MAPPED-ADDRESS (RFC 8489 sections 14.1 and 14.2).</summary>
    public static bool TryReadAddress(ReadOnlySpan<byte> value, ReadOnlySpan<byte> transactionId, bool xor, out TransportAddress address)
    {
        address = default;
        if (value.Length < 8)
            return false;
        var port = BinaryPrimitives.ReadUInt16BigEndian(value[2..]);
        if (xor)
            port ^= (ushort)(MagicCookie >> 16);
        switch (value[1])
        {
            case 1 when value.Length == 8:
                var ipv4 = BinaryPrimitives.ReadUInt32BigEndian(value[4..]);
                address = TransportAddress.FromIpv4(xor ? ipv4 ^ MagicCookie : ipv4, port);
                return true;
            case 2 when value.Length == 20:
                var high = BinaryPrimitives.ReadUInt64BigEndian(value[4..]);
                var low = BinaryPrimitives.ReadUInt64BigEndian(value[12..]);
                if (xor)
                {
                    high ^= ((ulong)MagicCookie << 32) | BinaryPrimitives.ReadUInt32BigEndian(transactionId);
                    low ^= BinaryPrimitives.ReadUInt64BigEndian(transactionId[4..]);
                }

                address = new TransportAddress(high, low, port);
                return true;
            default:
                return false;
        }
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var c = i;
            for (var k = 0; k < 8; k++)
                c = (c & 1) != 0 ? 0xedb8_8320u ^ (c >> 1) : c >> 1;
            table[i] = c;
        }

        return table;
    }
}
