namespace Meetings.Media.Wire.Codecs;

/// <summary>
/// Redundant audio (RFC 2198): four-byte headers of earlier frames, a one-byte header of the newest, then the frames in that order.
/// </summary>
public static class RedPayload
{
    private const int MaxBlocks = 8;

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
