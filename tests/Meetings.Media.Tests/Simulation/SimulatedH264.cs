using System.Buffers.Binary;

namespace Meetings.Media.Tests.Simulation;

/// <summary>
/// Pictures of H.264 as RTP carries them (RFC 6184): slices in units of their own; a key frame begins with its parameters and a slice in one
/// packet, as browsers send it.
/// </summary>
internal static class SimulatedH264
{
    private const byte Aggregate = 0x18, Parameters = 0x67, Idr = 0x65, Slice = 0x41;

    /// <param name="height">Lines of the picture, told in the parameters of a key frame.</param>
    public static byte[] Payload(int bytes, bool key, bool starts, int height)
    {
        var payload = new byte[bytes];
        if (!key || !starts)
        {
            (payload[0], payload[1]) = (key ? Idr : Slice, starts ? (byte)1 : (byte)0);
            return payload;
        }

        byte[] parameters = SequenceParameters(height > 0 ? height : 180);
        payload[0] = Aggregate;
        BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(1), (ushort)parameters.Length);
        parameters.CopyTo(payload, 3);
        int slice = 3 + parameters.Length + 2;
        BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(slice - 2), (ushort)(bytes - slice));
        (payload[slice], payload[slice + 1]) = (Idr, 1);
        return payload;
    }

    /// <summary>Where the slice has room for what the test writes.</summary>
    public static Span<byte> Body(Span<byte> payload) => payload[(SliceAt(payload) + 2)..];

    public static (bool Starts, bool Key, int BodyAt) Read(ReadOnlySpan<byte> payload)
    {
        int slice = SliceAt(payload);
        return (payload[slice + 1] == 1, payload[slice] == Idr, slice + 2);
    }

    private static int SliceAt(ReadOnlySpan<byte> payload) => payload[0] == Aggregate ? 5 + BinaryPrimitives.ReadUInt16BigEndian(payload[1..]) : 0;

    /// <summary>Constrained baseline, level 3.1, 16:9 (ITU-T H.264 section 7.3.2.1.1); lines beyond whole macroblocks are cropped.</summary>
    private static byte[] SequenceParameters(int height)
    {
        int width = height * 16 / 9, rows = (height + 15) / 16;
        string bits = Number(0) + Number(0) + Number(2) + Number(1) + "0" + Number((width / 16) - 1) + Number(rows - 1) + "11"
            + "1" + Number(0) + Number(0) + Number(0) + Number(((rows * 16) - height) / 2) + "01";
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return [Parameters, 0x42, 0xe0, 0x1f, .. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    /// <summary>Unsigned Exp-Golomb (section 9.1).</summary>
    private static string Number(int value)
    {
        string binary = Convert.ToString(value + 1, 2);
        return new string('0', binary.Length - 1) + binary;
    }
}
