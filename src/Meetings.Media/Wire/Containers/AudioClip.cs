using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Wire.Containers;

/// <summary>Opus packets read from an Ogg file (RFC 3533 pages, RFC 7845 headers) of one stream. Checksums are not looked at.</summary>
public sealed class AudioClip
{
    private const int PageHead = 27;

    private AudioClip(IReadOnlyList<ReadOnlyMemory<byte>> packets, int samples)
    {
        Packets = packets;
        SamplesPerPacket = samples;
    }

    /// <summary>At least one; all are equally long in time.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Packets { get; }

    /// <summary>At 48 kHz: 960 for packets of 20 ms.</summary>
    public int SamplesPerPacket { get; }

    /// <summary>False for anything but a whole Opus file whose packets all hold the same time.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> file, out AudioClip clip)
    {
        clip = null!;
        if (!TrySplit(file, out var packets) || packets.Count < 3
            || !packets[0].Span.StartsWith("OpusHead"u8) || !packets[1].Span.StartsWith("OpusTags"u8))
            return false;
        packets.RemoveRange(0, 2);
        var samples = 0;
        foreach (var packet in packets)
        {
            if (!OpusToc.TryParse(packet.Span, out var toc) || (samples != 0 && toc.Samples != samples))
                return false;
            samples = toc.Samples;
        }

        clip = new AudioClip(packets, samples);
        return true;
    }

    /// <summary>RFC 3533 section 6: a packet ends with the first lacing value below 255, maybe on a later page.</summary>
    private static bool TrySplit(ReadOnlyMemory<byte> file, out List<ReadOnlyMemory<byte>> packets)
    {
        packets = [];
        var bytes = file.Span;
        var unfinished = new List<byte>();
        for (var at = 0; at < bytes.Length;)
        {
            var page = bytes[at..];
            if (page.Length < PageHead || !page.StartsWith("OggS"u8) || page[4] != 0)
                return false;
            int segments = page[26], content = PageHead + segments;
            if (page.Length < content)
                return false;
            var begin = content;
            for (var i = 0; i < segments; i++)
            {
                var lacing = page[PageHead + i];
                if (page.Length - content < lacing)
                    return false;
                content += lacing;
                if (lacing == 255)
                    continue;
                var length = content - begin;
                if (unfinished.Count > 0)
                {
                    unfinished.AddRange(page.Slice(begin, length));
                    packets.Add(unfinished.ToArray());
                    unfinished.Clear();
                }
                else
                {
                    packets.Add(file.Slice(at + begin, length));
                }

                begin = content;
            }

            unfinished.AddRange(page[begin..content]);
            at += content;
        }

        return unfinished.Count == 0;
    }
}
