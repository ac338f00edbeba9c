using System.Text;

namespace Meetings.Server.Documents.Formats;

/// <summary>What may be a paper. Told by its bytes alone; neither name nor media type of an upload is believed.</summary>
internal enum FileFormat
{
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    Odt,
    Ods,
    Odp,
    Png,
    Jpeg,
    WebP,
}

internal static class FileFormats
{
    /// <summary>ISO 32000-1 annex H.3.4.1: readers accept the header within the first 1024 bytes.</summary>
    private const int HeaderWithin = 1024;

    private const string OpenDocument = "application/vnd.oasis.opendocument.";

    public static bool IsOffice(this FileFormat format) => format is >= FileFormat.Docx and <= FileFormat.Odp;

    public static bool IsPicture(this FileFormat format) => format is FileFormat.Png or FileFormat.Jpeg or FileFormat.WebP;

    public static string Ending(this FileFormat format) => format == FileFormat.Jpeg ? "jpg" : format.ToString().ToLowerInvariant();

    public static string MediaType(this FileFormat format) => format switch
    {
        FileFormat.Pdf => "application/pdf",
        FileFormat.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileFormat.Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        FileFormat.Odt => OpenDocument + "text",
        FileFormat.Ods => OpenDocument + "spreadsheet",
        FileFormat.Odp => OpenDocument + "presentation",
        FileFormat.Png => "image/png",
        FileFormat.Jpeg => "image/jpeg",
        FileFormat.WebP => "image/webp",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>The format of a file, or the code of the refusal: "document_kind_unknown" or "document_is_bomb".</summary>
    public static (FileFormat? Format, string? Problem) Recognise(Stream file)
    {
        var head = new byte[HeaderWithin];
        file.Position = 0;
        var start = head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        if (OfStart(start) is { } format)
        {
            return (format, null);
        }

        if (!start.StartsWith("PK\u0003\u0004"u8))
        {
            return (null, "document_kind_unknown");
        }

        return ZipDirectory.Read(file) is { } zip ? OfZip(zip, start) : (null, "document_is_bomb");
    }

    private static FileFormat? OfStart(ReadOnlySpan<byte> start) => start switch
    {
        _ when start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]) => FileFormat.Png,
        _ when start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => FileFormat.Jpeg,
        _ when start.StartsWith("RIFF"u8) && start.Length > 12 && start[8..].StartsWith("WEBP"u8) => FileFormat.WebP,
        _ when start.IndexOf("%PDF-"u8) >= 0 => FileFormat.Pdf,
        _ => null,
    };

    private static (FileFormat? Format, string? Problem) OfZip(IReadOnlySet<string> entries, ReadOnlySpan<byte> start)
    {
        if (entries.Contains("[Content_Types].xml"))
        {
            return entries.Contains("word/document.xml") ? (FileFormat.Docx, null)
                : entries.Contains("xl/workbook.xml") ? (FileFormat.Xlsx, null)
                : entries.Contains("ppt/presentation.xml") ? (FileFormat.Pptx, null)
                : (null, "document_kind_unknown");
        }

        // OpenDocument 1.2 part 3, 3.3: the first entry is "mimetype", stored, without extra field: its text begins at byte 38.
        if (start.Length > 90 && start[30..].StartsWith("mimetype"u8))
        {
            var type = Encoding.ASCII.GetString(start[38..90]);
            return type.StartsWith(OpenDocument + "text", StringComparison.Ordinal) ? (FileFormat.Odt, null)
                : type.StartsWith(OpenDocument + "spreadsheet", StringComparison.Ordinal) ? (FileFormat.Ods, null)
                : type.StartsWith(OpenDocument + "presentation", StringComparison.Ordinal) ? (FileFormat.Odp, null)
                : (null, "document_kind_unknown");
        }

        return (null, "document_kind_unknown");
    }
}
