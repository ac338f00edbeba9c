using System.Buffers.Binary;

namespace Meetings.Media.Wire.Rtp;

/// <summary>A view of one plaintext RTP packet (RFC 3550 section 5.1) with its header extensions (RFC 8285).</summary>
public readonly ref struct RtpPacket
{
    /// <summary>Length of the fixed header in bytes.</summary>
    public const int FixedHeaderLength = 12;

    private const int OneByteProfile = 0xbede;
    private const int TwoByteProfile = 0x1000;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _extensionStart;

    private RtpPacket(ReadOnlySpan<byte> bytes, int headerLength, int extensionStart, int paddingLength)
    {
        _bytes = bytes;
        _extensionStart = extensionStart;
        HeaderLength = headerLength;
        PaddingLength = paddingLength;
    }

    public bool Marker => (_bytes[1] & 0x80) != 0;

    /// <summary>0-127.</summary>
    public byte PayloadType => (byte)(_bytes[1] & 0x7f);

    public ushort SequenceNumber => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>In units of the payload's clock rate.</summary>
    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>Bytes before the payload: fixed header, CSRCs and extension block.</summary>
    public int HeaderLength { get; }

    /// <summary>Bytes of padding after the payload, its count byte included; 0 without padding.</summary>
    public int PaddingLength { get; }

    /// <summary>The payload without padding; empty for probe padding.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..^PaddingLength];

    /// <summary>The whole packet.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public static bool TryParse(ReadOnlySpan<byte> bytes, out RtpPacket packet)
    {
        packet = default;
        if (!TryMeasureHeader(bytes, out var headerLength, out var extensionStart))
            return false;
        var padding = 0;
        if ((bytes[0] & 0x20) != 0)
        {
            padding = bytes[^1];
            if (padding == 0 || padding > bytes.Length - headerLength)
                return false;
        }

        packet = new RtpPacket(bytes, headerLength, extensionStart, padding);
        return true;
    }

    /// <summary>Length of the unencrypted part of an RTP or SRTP packet; false when the packet is shorter than it claims.</summary>
    public static bool TryGetHeaderLength(ReadOnlySpan<byte> bytes, out int headerLength) =>
        TryMeasureHeader(bytes, out headerLength, out _);

    /// <summary>The element with this id in a one-byte or two-byte header extension (RFC 8285 sections 4.2 and 4.3).</summary>
    /// <param name="id">1-14 (one-byte form) or 1-255; 0 is never found, so that it can mean "not negotiated".</param>
    public bool TryGetExtension(byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (_extensionStart == 0 || id == 0)
            return false;
        int profile = BinaryPrimitives.ReadUInt16BigEndian(_bytes[_extensionStart..]);
        var elements = _bytes[(_extensionStart + 4)..HeaderLength];
        if (profile == OneByteProfile)
            return TryFindOneByte(elements, id, out value);
        return (profile & 0xfff0) == TwoByteProfile && TryFindTwoByte(elements, id, out value);
    }

    private static bool TryMeasureHeader(ReadOnlySpan<byte> bytes, out int headerLength, out int extensionStart)
    {
        headerLength = 0;
        extensionStart = 0;
        if (bytes.Length < FixedHeaderLength || bytes[0] >> 6 != 2)
            return false;
        var end = FixedHeaderLength + (4 * (bytes[0] & 0x0f));
        if ((bytes[0] & 0x10) != 0)
        {
            if (bytes.Length < end + 4)
                return false;
            extensionStart = end;
            end += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(bytes[(end + 2)..]));
        }

        headerLength = end;
        return bytes.Length >= end;
    }

    private static bool TryFindOneByte(ReadOnlySpan<byte> elements, byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        for (var i = 0; i < elements.Length;)
        {
            var elementId = elements[i] >> 4;
            // A pad byte stands alone; its length bits mean nothing.
            if (elementId == 0)
            {
                i++;
                continue;
            }

            var length = (elements[i] & 0x0f) + 1;
            if (elementId == 15 || i + 1 + length > elements.Length)
                return false;
            if (elementId == id)
            {
                value = elements.Slice(i + 1, length);
                return true;
            }

            i += 1 + length;
        }

        return false;
    }

    private static bool TryFindTwoByte(ReadOnlySpan<byte> elements, byte id, out ReadOnlySpan<byte> value)
    {
        value = default;
        for (var i = 0; i < elements.Length;)
        {
            if (elements[i] == 0)
            {
                i++;
                continue;
            }

            if (i + 2 > elements.Length || i + 2 + elements[i + 1] > elements.Length)
                return false;
            if (elements[i] == id)
            {
                value = elements.Slice(i + 2, elements[i + 1]);
                return true;
            }

            i += 2 + elements[i + 1];
        }

        return false;
    }
}
