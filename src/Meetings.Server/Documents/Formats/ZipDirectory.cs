using System.Buffers.Binary;
using System.Text;

namespace Meetings.Server.Documents.Formats;

/// <summary>
/// Reads the central directory of a ZIP archive (PKWARE APPNOTE 4.3.12, 4.3.16) without unpacking anything, and refuses what no
/// office program writes: bombs, thousands of entries, paths that climb, links, ZIP64, overlapping entries (trust.md D03).
/// </summary>
internal static class ZipDirectory
{
    private const int MostEntries = 10_000;

    private const long MostUnpacked = 600_000_000;

    /// <summary>Deflate's own limit is about 1030; office XML rarely passes 30. Small files may be any ratio.</summary>
    private const int MostRatio = 150;

    private const long SmallEntry = 10_000_000;

    private const int EndLength = 22, EntryLength = 46, MostComment = 65_535;

    /// <summary>The names of the entries; null when the archive is broken or dangerous.</summary>
    public static IReadOnlySet<string>? Read(Stream file)
    {
        var tail = new byte[Math.Min(file.Length, EndLength + MostComment)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < EndLength)
        {
            return null;
        }

        var record = tail.AsSpan(end);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (count is 0 or > MostEntries || length > MostEntries * 400L || offset + (long)length > file.Length)
        {
            return null;
        }

        var directory = new byte[length];
        file.Position = offset;
        file.ReadExactly(directory);
        return Entries(directory, count, offset);
    }

    private static HashSet<string>? Entries(ReadOnlySpan<byte> directory, int count, long directoryAt)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var locals = new List<(long At, long Packed)>(count);
        long unpacked = 0;
        for (var i = 0; i < count; i++)
        {
            if (directory.Length < EntryLength || !directory.StartsWith("PK\u0001\u0002"u8))
            {
                return null;
            }

            long packed = BinaryPrimitives.ReadUInt32LittleEndian(directory[20..]);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(directory[24..]);
            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            var rest = BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            var mode = BinaryPrimitives.ReadUInt32LittleEndian(directory[38..]) >> 16;
            long at = BinaryPrimitives.ReadUInt32LittleEndian(directory[42..]);
            if (directory.Length < EntryLength + nameLength + rest)
            {
                return null;
            }

            var name = Encoding.UTF8.GetString(directory.Slice(EntryLength, nameLength));
            unpacked += size;
            if (IsLink(mode) || Climbs(name) || unpacked > MostUnpacked || (size > SmallEntry && size > packed * MostRatio) || !names.Add(name))
            {
                return null;
            }

            locals.Add((at, packed));
            directory = directory[(EntryLength + nameLength + rest)..];
        }

        return Overlap(locals, directoryAt) ? null : names;
    }

    /// <summary>S_IFLNK of Unix modes.</summary>
    private static bool IsLink(uint mode) => (mode & 0xF000) == 0xA000;

    private static bool Climbs(string name) =>
        name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal)
        || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains("..");

    /// <summary>Entries that share bytes are the trick of the 42 kB bomb that unpacks to terabytes without nesting.</summary>
    private static bool Overlap(List<(long At, long Packed)> locals, long directoryAt)
    {
        locals.Sort();
        for (var i = 0; i < locals.Count; i++)
        {
            var next = i + 1 < locals.Count ? locals[i + 1].At : directoryAt;
            if (locals[i].At + locals[i].Packed > next)
            {
                return true;
            }
        }

        return false;
    }
}
