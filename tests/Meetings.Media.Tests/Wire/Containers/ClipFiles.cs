using System.Buffers.Binary;

namespace Meetings.Media.Tests.Wire.Containers;

/// <summary>Small clip files made byte by byte.</summary>
internal static class ClipFiles
{
    /// <summary>An IVF file of 320x180; the first byte of a frame tells a key frame (even) from others.</summary>
    public static byte[] Ivf(int rate, params byte[][] frames)
    {
        var head = new byte[32];
        "DKIF"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(6), 32);
        "VP80"u8.CopyTo(head.AsSpan(8));
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(12), 320);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(14), 180);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(16), rate);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(20), 1);
        List<byte> file = [.. head];
        foreach (var frame in frames)
        {
            var before = new byte[12];
            BinaryPrimitives.WriteInt32LittleEndian(before, frame.Length);
            file.AddRange([.. before, .. frame]);
        }

        return [.. file];
    }

    /// <summary>A frame of this length whose bytes count up.</summary>
    public static byte[] Frame(bool isKey, int length) =>
        [(byte)(isKey ? 0x10 : 0x11), .. Enumerable.Range(1, length - 1).Select(static i => (byte)i)];

    /// <summary>An Ogg file with one page for each list of packets; a packet marked open goes on with the next page's first.</summary>
    public static byte[] Ogg(params (byte[] Packet, bool IsOpen)[][] pages)
    {
        List<byte> file = [];
        foreach (var page in pages)
        {
            List<byte> lacing = [], content = [];
            foreach (var (packet, isOpen) in page)
            {
                lacing.AddRange(Enumerable.Repeat((byte)255, packet.Length / 255));
                if (!isOpen)
                    lacing.Add((byte)(packet.Length % 255));
                content.AddRange(packet);
            }

            file.AddRange([.. "OggS"u8, .. new byte[22], (byte)lacing.Count, .. lacing, .. content]);
        }

        return [.. file];
    }

    /// <summary>Opus in 20 ms packets: the head and tags, then the packets on a page.</summary>
    public static byte[] Opus(params byte[][] packets) => Ogg(
        [("OpusHead\u0001\u0001"u8.ToArray(), false)],
        [("OpusTags"u8.ToArray(), false)],
        [.. packets.Select(static p => (p, false))]);
}
