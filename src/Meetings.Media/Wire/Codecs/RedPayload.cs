namespace Meetings.Media.Wire.Codecs;

/// <summary>
/// Redundant audio (RFC 2198): four-byte headers of earlier frames, a one-byte header of the newest, then the frames in that order.
/// </summary>
public static class RedPayload
{
    private const int MaxBlocks = 8;

    /// <summary>Bytes the header of an earlier frame takes.</summary>
    public const int EarlierHeader = 4;

    /// <summary>Bytes the header of the newest frame takes.</summary>
    public const int NewestHeader = 1;

    private const int MostOffset = (1 << 14) - 1;
    private const int MostEarlier = (1 << 10) - 1;

    /// <summary>Whether an earlier frame can stand before another: 14 bits of timestamp and 10 of length (RFC 2198 section 3).</summary>
    public static bool CanRepeat(uint timestampsApart, int earlierLength) => timestampsApart is > 0 and <= MostOffset && earlierLength is > 0 and <= MostEarlier;

    /// <summary>Writes the header of an earlier frame; those of all frames stand before all frames, the oldest first.</summary>
    /// <param name="to">At least <see cref="EarlierHeader"/> bytes.</param>
    /// <param name="type">Payload type, 0 to 127.</param>
    /// <param name="timestampsApart">How far before the newest it was, as <see cref="CanRepeat"/> allows.</param>
    /// <param name="length">Bytes of the frame, as <see cref="CanRepeat"/> allows.</param>
    public static void WriteEarlierHeader(Span<byte> to, byte type, uint timestampsApart, int length)
    {
        to[0] = (byte)(0x80 | type);
        to[1] = (byte)(timestampsApart >> 6);
        to[2] = (byte)((timestampsApart << 2) | (uint)(length >> 8));
        to[3] = (byte)length;
    }

    /// <summary>Where the newest frame lies; false when headers or lengths do not add up, or the newest frame is empty.</summary>
    public static bool TryFindPrimary(ReadOnlySpan<byte> payload, out Range primary)
    {
        primary = default;
        int at = 0, redundant = 0;
        for (var blocks = 0; blocks <= MaxBlocks && at < payload.Length; blocks++)
        {
            if ((payload[at] & 0x80) == 0)
            {
                var start = at + 1 + redundant;
                primary = start..payload.Length;
                return start < payload.Length;
            }

            if (at + 4 > payload.Length)
                return false;
            redundant += ((payload[at + 2] & 0x03) << 8) | payload[at + 3];
            at += 4;
        }

        return false;
    }

    /// <summary>Sets the payload type of every block in place: numbers differ from receiver to receiver.</summary>
    /// <param name="payload">One that <see cref="TryFindPrimary"/> accepts.</param>
    public static void SetPayloadType(Span<byte> payload, byte type)
    {
        var at = 0;
        while ((payload[at] & 0x80) != 0)
        {
            payload[at] = (byte)(0x80 | type);
            at += 4;
        }

        payload[at] = type;
    }
}
