using Meetings.Media.Tests.Vectors;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Fuzz;

/// <summary>What a recorder and layer selection read of H.264: an input is a few payloads, each behind a byte of its length.</summary>
internal static class H264Fuzz
{
    private const int MaxFrame = 4096;
    private static readonly H264Frame s_frame = new(MaxFrame);
    private static readonly byte[] s_configuration = new byte[H264KeyFrame.MaxConfiguration];

    public static IReadOnlyList<byte[]> Seeds { get; } =
    [
        // Parameter sets together, then an IDR slice in two pieces.
        Hex.Bytes("24 78 0018 6742c00cdc1419f9f011000003000100000300320f142b80 0005 68ce0f2c80 05 7c 85 88845f 05 7c 45 0102ff"),
        // Single units, high profile with scaling lists.
        Hex.Bytes("18 677a1020b6cb80a00bbf1f80880000030008000003019020 06 68ee0f2cc00b 04 65888400"),
        Hex.Bytes("14 6764101eacf02d1ed8088000000300800000190a 05 68ee0f2c8b 04 65888400 02 0910 02 419a"),
        // An Exp-Golomb number without an end, the cycle of picture orders at its longest.
        Hex.Bytes("0c 6742c00c 0000000000000000 05 68ce0f2c80 04 65888400"),
        Hex.Bytes("0a 6742c00c d2 8000 ff00 ff 05 68ce0f2c80 04 65888400"),
        Hex.Bytes("03 7c05 01 03 1d0000 00 05 18 0009 6742"),
    ];

    public static void Run(ReadOnlySpan<byte> bytes)
    {
        _ = H264Parameters.TryParse(bytes, out _);
        s_frame.Clear();
        while (!bytes.IsEmpty)
        {
            var length = Math.Min(bytes[0], bytes.Length - 1);
            if (H264Parameters.TryParse(H264Payload.SequenceParameters(bytes.Slice(1, length)), out var parameters) && parameters.Height <= 0)
                throw new InvalidOperationException("a picture without lines");
            if (!s_frame.TryAdd(bytes.Slice(1, length)))
                s_frame.Clear();
            bytes = bytes[(1 + length)..];
        }

        if (s_frame.Bytes.Length > MaxFrame)
            throw new InvalidOperationException("a picture beyond its bound");
        if (H264KeyFrame.TryRead(s_frame.Bytes, out var key) && key.WriteConfiguration(s_configuration) < 15)
            throw new InvalidOperationException("a configuration without its sets");
    }
}
