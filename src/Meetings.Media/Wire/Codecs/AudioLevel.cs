namespace Meetings.Media.Wire.Codecs;

/// <summary>Client-to-mixer audio level (RFC 6464 section 3).</summary>
/// <param name="Decibels">0 (loudest) to 127 (silence), in -dBov.</param>
/// <param name="Voice">The sender's encoder believes the packet holds speech.</param>
public readonly record struct AudioLevel(byte Decibels, bool Voice)
{
    public static bool TryParse(ReadOnlySpan<byte> extension, out AudioLevel level)
    {
        level = default;
        if (extension.IsEmpty)
            return false;
        level = new AudioLevel((byte)(extension[0] & 0x7f), (extension[0] & 0x80) != 0);
        return true;
    }

    /// <summary>The extension's single byte.</summary>
    public byte ToByte() => (byte)((Decibels & 0x7f) | (Voice ? 0x80 : 0));
}
