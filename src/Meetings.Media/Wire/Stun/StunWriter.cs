using System.Buffers.Binary;
using Meetings.Media.Primitives;

namespace Meetings.Media.Wire.Stun;

/// <summary>Writes the STUN messages an ICE-lite server answers with, and the requests of a client (RFC 8489, RFC 8445 section 7).</summary>
public static class StunWriter
{
    /// <summary>A buffer of this many bytes holds everything this class writes (user names up to 256 bytes).</summary>
    public const int MaxWrittenLength = 384;

    public const int BadRequest = 400;
    public const int Unauthenticated = 401;
    public const int UnknownAttribute = 420;
    public const int RoleConflict = 487;

    /// <summary>A binding success response: XOR-MAPPED-ADDRESS, MESSAGE-INTEGRITY, FINGERPRINT; 64 bytes for IPv4, 76 for IPv6.</summary>
    /// <param name="key">Our ICE password, UTF-8.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteBindingSuccess(Span<byte> to, ReadOnlySpan<byte> transactionId, TransportAddress mapped, ReadOnlySpan<byte> key)
    {
        var length = WriteHeader(to, StunClass.SuccessResponse, transactionId);
        Span<byte> value = stackalloc byte[20];
        var valueLength = mapped.IsIpv4 ? 8 : 20;
        value[0] = 0;
        value[1] = mapped.IsIpv4 ? (byte)1 : (byte)2;
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(mapped.Port ^ (StunWire.MagicCookie >> 16)));
        if (mapped.IsIpv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(value[4..], mapped.Ipv4 ^ StunWire.MagicCookie);
        }
        else
        {
            var mask = ((ulong)StunWire.MagicCookie << 32) | BinaryPrimitives.ReadUInt32BigEndian(transactionId);
            BinaryPrimitives.WriteUInt64BigEndian(value[4..], mapped.High ^ mask);
            BinaryPrimitives.WriteUInt64BigEndian(value[12..], mapped.Low ^ BinaryPrimitives.ReadUInt64BigEndian(transactionId[4..]));
        }

        length = Append(to, length, StunAttribute.XorMappedAddress, value[..valueLength]);
        return Finish(to, length, key);
    }

    /// <summary>A binding error response without a reason phrase, so that it never outgrows the request by much (no amplifier).</summary>
    /// <param name="code">300-699, see the constants.</param>
    /// <param name="unknownAttribute">For 420: the attribute not understood; 0 = none.</param>
    /// <param name="key">Our ICE password; empty when the request was not authenticated (400, 401 carry no integrity).</param>
    public static int WriteBindingError(
        Span<byte> to, ReadOnlySpan<byte> transactionId, int code, ReadOnlySpan<byte> key, ushort unknownAttribute = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 699);
        var length = WriteHeader(to, StunClass.ErrorResponse, transactionId);
        length = Append(to, length, StunAttribute.ErrorCode, [0, 0, (byte)(code / 100), (byte)(code % 100)]);
        if (unknownAttribute != 0)
            length = Append(to, length, StunAttribute.UnknownAttributes, [(byte)(unknownAttribute >> 8), (byte)unknownAttribute]);
        return Finish(to, length, key);
    }

    /// <summary>A connectivity check of a controlling agent (RFC 8445 section 7.2.2): what a browser sends us.</summary>
    /// <param name="userName">Receiver's ufrag, colon, own ufrag.</param>
    /// <param name="key">The receiver's ICE password.</param>
    public static int WriteBindingRequest(
        Span<byte> to,
        ReadOnlySpan<byte> transactionId,
        ReadOnlySpan<byte> userName,
        uint priority,
        ulong tieBreaker,
        bool useCandidate,
        ReadOnlySpan<byte> key,
        bool controlling = true)
    {
        Span<byte> number = stackalloc byte[8];
        var length = WriteHeader(to, StunClass.Request, transactionId);
        length = Append(to, length, StunAttribute.UserName, userName);
        BinaryPrimitives.WriteUInt32BigEndian(number, priority);
        length = Append(to, length, StunAttribute.Priority, number[..4]);
        BinaryPrimitives.WriteUInt64BigEndian(number, tieBreaker);
        length = Append(to, length, controlling ? StunAttribute.IceControlling : StunAttribute.IceControlled, number);
        if (useCandidate)
            length = Append(to, length, StunAttribute.UseCandidate, default);
        return Finish(to, length, key);
    }

    private static int WriteHeader(Span<byte> to, StunClass messageClass, ReadOnlySpan<byte> transactionId)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(transactionId.Length, StunWire.TransactionIdLength);
        var c = (int)messageClass;
        var type = (int)StunMethod.Binding | ((c & 1) << 4) | ((c & 2) << 7);
        BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], StunWire.MagicCookie);
        transactionId.CopyTo(to[8..]);
        return StunWire.HeaderLength;
    }

    private static int Append(Span<byte> to, int length, StunAttribute type, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to[length..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(to[(length + 2)..], (ushort)value.Length);
        value.CopyTo(to[(length + 4)..]);
        var end = length + 4 + StunWire.Padded(value.Length);
        to[(length + 4 + value.Length)..end].Clear();
        return end;
    }

    /// <summary>Adds MESSAGE-INTEGRITY (unless the key is empty) and FINGERPRINT, and settles the length field.</summary>
    private static int Finish(Span<byte> to, int length, ReadOnlySpan<byte> key)
    {
        if (!key.IsEmpty)
        {
            Span<byte> digest = stackalloc byte[StunWire.IntegrityLength];
            StunWire.Integrity(to[..length], key, digest);
            length = Append(to, length, StunAttribute.MessageIntegrity, digest);
        }

        var total = length + StunWire.FingerprintAttributeLength;
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)(total - StunWire.HeaderLength));
        Span<byte> sum = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(sum, StunWire.Fingerprint(to[..length]));
        return Append(to, length, StunAttribute.Fingerprint, sum);
    }
}
