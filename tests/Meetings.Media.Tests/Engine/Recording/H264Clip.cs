using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Meetings.Media.Tests.Engine.Recording;

/// <summary>
/// Real H.264: 45 pictures of 320x180, then 15 of 160x90, a key frame every 15, two slices a picture, constrained baseline. Made by
/// <c>ffmpeg -f lavfi -i testsrc2=size=320x180:rate=15:duration=3 -pix_fmt yuv420p -c:v libx264 -profile:v baseline -threads 1 -crf 34
/// -x264-params keyint=15:min-keyint=15:scenecut=0:slices=2:repeat-headers=1:aud=1 -bsf:v filter_units=remove_types=6 -f h264</c>, and the
/// same for the smaller one.
/// </summary>
internal static class H264Clip
{
    public const int Interval = 15;
    public const int Pictures = 60;

    private static readonly byte[] StartCode = [0, 0, 1];

    /// <summary>NAL units of each picture, without access unit delimiters.</summary>
    public static IReadOnlyList<byte[][]> AccessUnits { get; } = Read(File.ReadAllBytes(PathOf()));

    /// <summary>As files hold it: each unit after its length.</summary>
    public static byte[] InFile(byte[][] units) => [.. units.SelectMany(static u => (byte[])[.. Length(u), .. u])];

    /// <summary>Cut as browsers cut it (RFC 6184, packetization mode 1): parameter sets together, what is too large in pieces.</summary>
    public static List<byte[]> Packets(byte[][] units, int most)
    {
        List<byte[]> packets = [];
        var sets = units.TakeWhile(static u => (u[0] & 0x1f) is 7 or 8).ToArray();
        if (sets.Length > 0)
            packets.Add([0x78, .. sets.SelectMany(static s => (byte[])[(byte)(s.Length >> 8), (byte)s.Length, .. s])]);
        foreach (var unit in units.Skip(sets.Length))
        {
            if (unit.Length <= most)
                packets.Add(unit);
            for (var at = 1; unit.Length > most && at < unit.Length; at += most - 2)
            {
                var end = Math.Min(unit.Length, at + most - 2);
                var flags = (at == 1 ? 0x80 : 0) | (end == unit.Length ? 0x40 : 0);
                packets.Add([(byte)((unit[0] & 0xe0) | 28), (byte)(flags | (unit[0] & 0x1f)), .. unit.AsSpan(at, end - at)]);
            }
        }

        return packets;
    }

    private static byte[] Length(byte[] unit)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, unit.Length);
        return length;
    }

    private static List<byte[][]> Read(ReadOnlySpan<byte> bytes)
    {
        List<byte[][]> pictures = [];
        List<byte[]> picture = [];
        while (!bytes.IsEmpty)
        {
            bytes = bytes[(bytes.IndexOf(StartCode) + 3)..];
            var end = bytes.IndexOf(StartCode);
            var unit = bytes[..(end < 0 ? bytes.Length : end)].TrimEnd((byte)0).ToArray();
            bytes = end < 0 ? [] : bytes[end..];
            if ((unit[0] & 0x1f) != 9)
            {
                picture.Add(unit);
            }
            else if (picture.Count > 0)
            {
                pictures.Add([.. picture]);
                picture.Clear();
            }
        }

        pictures.Add([.. picture]);
        return pictures;
    }

    private static string PathOf([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "pictures.h264");
}
