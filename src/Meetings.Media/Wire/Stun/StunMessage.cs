using System.Buffers.Binary;
using System.Security.Cryptography;
using Meetings.Media.Primitives;

namespace Meetings.Media.Wire.Stun;

/// <summary>
/// A view of one STUN message (RFC 8489) as ICE uses it (RFC 8445 section 7). Parsing checks structure and FINGERPRINT; integrity
/// needs a key and is asked for with <see cref="VerifyIntegrity"/>. Attributes after MESSAGE-INTEGRITY are ignored.
/// </summary>
public readonly ref struct StunMessage
{
    /// <summary>Longest message accepted, in bytes; a path MTU fits well within it.</summary>
    public const int MaxLength = 2048;

    private const int MaxUserNameLength = 513;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Offsets _at;

    private StunMessage(ReadOnlySpan<byte> bytes, Offsets at)
    {
        _bytes = bytes;
        _at = at;
    }

    public StunClass Class => (StunClass)(((_bytes[0] & 1) << 1) | ((_bytes[1] >> 4) & 1));

    /// <summary>The 12-bit method; <see cref="StunMethod.Binding"/> is the only one named.</summary>
    public StunMethod Method
    {
        get
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(_bytes);
            return (StunMethod)((type & 0x000f) | ((type & 0x00e0) >> 1) | ((type & 0x3e00) >> 2));
        }
    }

    /// <summary>12 bytes.</summary>
    public ReadOnlySpan<byte> TransactionId => _bytes.Slice(8, StunWire.TransactionIdLength);

    public bool HasUserName => _at.UserName != 0;

    /// <summary>USERNAME as sent: receiver's ufrag, colon, sender's ufrag (RFC 8445 section 7.2.2). Empty when absent.</summary>
    public ReadOnlySpan<byte> UserName => Value(_at.UserName);

    /// <summary>The part of USERNAME before the colon: the ufrag of whoever receives the request. Empty without a colon.</summary>
    public ReadOnlySpan<byte> ReceiverUfrag
    {
        get
        {
            var colon = UserName.IndexOf((byte)':');
            return colon < 0 ? default : UserName[..colon];
        }
    }

    /// <summary>The part of USERNAME after the first colon. Empty without a colon.</summary>
    public ReadOnlySpan<byte> SenderUfrag
    {
        get
        {
            var colon = UserName.IndexOf((byte)':');
            return colon < 0 ? default : UserName[(colon + 1)..];
        }
    }

    public bool HasIntegrity => _at.Integrity != 0;

    /// <summary>True when FINGERPRINT is present; it was right, or the message would not have parsed.</summary>
    public bool HasFingerprint => _at.Fingerprint != 0;

    public bool UseCandidate => _at.UseCandidate != 0;

    public uint? Priority => _at.Priority == 0 ? null : BinaryPrimitives.ReadUInt32BigEndian(Value(_at.Priority));

    /// <summary>The first comprehension-required attribute we do not know (RFC 8489 section 6.3.1), or 0.</summary>
    public ushort FirstUnknownRequired => _at.UnknownRequired;

    /// <summary>ERROR-CODE of an error response (300-699), or 0.</summary>
    public int ErrorCode => _at.ErrorCode == 0 ? 0 : ((Value(_at.ErrorCode)[2] & 7) * 100) + Value(_at.ErrorCode)[3];

    /// <summary>SOFTWARE as UTF-8; empty when absent.</summary>
    public ReadOnlySpan<byte> Software => Value(_at.Software);

    public bool TryGetIceControlling(out ulong tieBreaker) => TryGetTieBreaker(_at.IceControlling, out tieBreaker);

    public bool TryGetIceControlled(out ulong tieBreaker) => TryGetTieBreaker(_at.IceControlled, out tieBreaker);

    /// <summary>XOR-MAPPED-ADDRESS of a success response.</summary>
    public bool TryGetXorMappedAddress(out TransportAddress address)
    {
        address = default;
        return _at.XorMappedAddress != 0 && StunWire.TryReadAddress(Value(_at.XorMappedAddress), TransactionId, xor: true, out address);
    }

    /// <summary>Checks MESSAGE-INTEGRITY with the short-term key, the password itself (RFC 8489 section 9.1.1), in constant time.</summary>
    public bool VerifyIntegrity(ReadOnlySpan<byte> key)
    {
        if (_at.Integrity == 0)
            return false;
        Span<byte> digest = stackalloc byte[StunWire.IntegrityLength];
        StunWire.Integrity(_bytes[.._at.Integrity], key, digest);
        return CryptographicOperations.FixedTimeEquals(digest, Value(_at.Integrity));
    }

    public static bool TryParse(ReadOnlySpan<byte> datagram, out StunMessage message, out DropReason reason)
    {
        message = default;
        reason = DropReason.StunMalformed;
        if (datagram.Length < StunWire.HeaderLength || datagram.Length > MaxLength || (datagram[0] & 0xc0) != 0)
            return false;
        if (BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != StunWire.MagicCookie)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if ((length & 3) != 0 || length != datagram.Length - StunWire.HeaderLength)
            return false;

        var at = default(Offsets);
        for (var offset = StunWire.HeaderLength; offset < datagram.Length;)
        {
            // Both the datagram and every attribute are multiples of four, so a whole attribute header is always there.
            var type = BinaryPrimitives.ReadUInt16BigEndian(datagram[offset..]);
            var valueLength = BinaryPrimitives.ReadUInt16BigEndian(datagram[(offset + 2)..]);
            var next = offset + 4 + StunWire.Padded(valueLength);
            if (next > datagram.Length || !Note(ref at, datagram, offset, type, valueLength))
                return false;
            if (at.Fingerprint != 0)
            {
                // FINGERPRINT must be the last attribute (RFC 8489 section 14.7).
                if (next != datagram.Length)
                    return false;
                if (BinaryPrimitives.ReadUInt32BigEndian(datagram[(offset + 4)..]) != StunWire.Fingerprint(datagram[..offset]))
                {
                    reason = DropReason.StunFingerprint;
                    return false;
                }
            }

            offset = next;
        }

        message = new StunMessage(datagram, at);
        reason = DropReason.None;
        return true;
    }

    /// <summary>Checks one attribute's own length and remembers the first of each kind (RFC 8489 section 14).</summary>
    private static bool Note(ref Offsets at, ReadOnlySpan<byte> bytes, int offset, int type, int length)
    {
        if (at.Integrity != 0 && type != (int)StunAttribute.Fingerprint)
            return true;
        switch ((StunAttribute)type)
        {
            case StunAttribute.UserName:
                return length <= MaxUserNameLength && First(ref at.UserName, offset);
            case StunAttribute.MessageIntegrity:
                return length == StunWire.IntegrityLength && First(ref at.Integrity, offset);
            case StunAttribute.Fingerprint:
                return length == 4 && First(ref at.Fingerprint, offset);
            case StunAttribute.Priority:
                return length == 4 && First(ref at.Priority, offset);
            case StunAttribute.UseCandidate:
                return length == 0 && First(ref at.UseCandidate, offset);
            case StunAttribute.IceControlled:
                return length == 8 && First(ref at.IceControlled, offset);
            case StunAttribute.IceControlling:
                return length == 8 && First(ref at.IceControlling, offset);
            case StunAttribute.ErrorCode:
                return length >= 4 && First(ref at.ErrorCode, offset);
            case StunAttribute.Software:
                return First(ref at.Software, offset);
            case StunAttribute.MappedAddress:
                return StunWire.TryReadAddress(bytes.Slice(offset + 4, length), default, xor: false, out _);
            case StunAttribute.XorMappedAddress:
                return StunWire.TryReadAddress(bytes.Slice(offset + 4, length), bytes.Slice(8, 12), xor: true, out _)
                    && First(ref at.XorMappedAddress, offset);
            case StunAttribute.UnknownAttributes or StunAttribute.Realm or StunAttribute.Nonce or StunAttribute.MessageIntegritySha256:
                return true;
            default:
                if (type < 0x8000 && at.UnknownRequired == 0)
                    at.UnknownRequired = (ushort)type;
                return true;
        }
    }

    private static bool First(ref int field, int offset)
    {
        if (field == 0)
            field = offset;
        return true;
    }

    private ReadOnlySpan<byte> Value(int offset) =>
        offset == 0 ? default : _bytes.Slice(offset + 4, BinaryPrimitives.ReadUInt16BigEndian(_bytes[(offset + 2)..]));

    private bool TryGetTieBreaker(int offset, out ulong tieBreaker)
    {
        tieBreaker = offset == 0 ? 0 : BinaryPrimitives.ReadUInt64BigEndian(Value(offset));
        return offset != 0;
    }

    /// <summary>Where the first attribute of each kind begins; 0 = absent (an attribute never begins at 0).</summary>
    private struct Offsets
    {
        public int UserName, Integrity, Fingerprint, Priority, UseCandidate, IceControlled, IceControlling, ErrorCode, Software,
            XorMappedAddress;
        public ushort UnknownRequired;
    }
}
