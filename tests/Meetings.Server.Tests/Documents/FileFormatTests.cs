using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Meetings.Server.Documents.Formats;
using Meetings.Server.Documents.Rendering;

namespace Meetings.Server.Tests.Documents;

/// <summary>trust.md D02, D03: told by bytes, refused before anything is unpacked.</summary>
public sealed class FileFormatTests
{
    [Fact]
    public void Files_are_told_by_their_bytes()
    {
        Assert.Equal((FileFormat.Docx, null), Recognise(Offices.Docx("x")));
        Assert.Equal((FileFormat.Xlsx, null), Recognise(Offices.Xlsx("x")));
        Assert.Equal((FileFormat.Pptx, null), Recognise(Offices.Pptx("x")));
        Assert.Equal((FileFormat.Odt, null), Recognise(Offices.HostileOdt("http://x", "file:///x", "x")));
        Assert.Equal((FileFormat.Pdf, null), Recognise(Pdfs.Report));
        Assert.Equal((FileFormat.Png, null), Recognise(Pictures.Png(3, 3)));
        Assert.Equal((FileFormat.WebP, null), Recognise([.. "RIFF\0\0\0\0WEBPVP8 "u8, 0, 0, 0, 0]));
        Assert.Equal((FileFormat.Jpeg, null), Recognise([0xFF, 0xD8, 0xFF, 0xE0, 0, 0]));
    }

    [Theory]
    [InlineData("%!PS-Adobe-3.0 EPSF-3.0")]
    [InlineData("push graphic-context\nimage over 0,0 0,0 'https://127.0.0.1/x'")]
    [InlineData("<?xml version=\"1.0\"?><image><read filename=\"msl:x\"/></image>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"><image xlink:href=\"/etc/passwd\"/></svg>")]
    [InlineData("GIF89a")]
    [InlineData("II*\0")]
    public void Formats_with_a_history_are_not_taken_whatever_they_are_called(string start) =>
        Assert.Equal((null, "document_kind_unknown"), Recognise(Encoding.Latin1.GetBytes(start)));

    [Fact]
    public void An_archive_that_is_no_office_file_is_not_taken() =>
        Assert.Equal((null, "document_kind_unknown"), Recognise(Offices.Zip(("readme.txt", "x"), ("inner.zip", "PK"))));

    [Theory]
    [InlineData("../../etc/cron.d/x")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\..\\x")]
    [InlineData("C:evil")]
    public void Paths_that_climb_are_refused(string path) =>
        Assert.Equal((null, "document_is_bomb"), Recognise(Offices.Zip(("[Content_Types].xml", "<x/>"), ("word/document.xml", "<x/>"), (path, "x"))));

    [Fact]
    public void A_bomb_is_refused_by_its_directory_alone_in_no_time()
    {
        // 100 MB of zeros in a few hundred kB: a real bomb.
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var types = zip.CreateEntry("[Content_Types].xml").Open())
            {
                types.Write("<x/>"u8);
            }

            using var entry = zip.CreateEntry("word/document.xml", CompressionLevel.SmallestSize).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 100; i++)
            {
                entry.Write(zeros);
            }
        }

        var clock = Stopwatch.StartNew();
        Assert.Equal((null, "document_is_bomb"), Recognise(bytes.ToArray()));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void More_entries_than_any_office_file_has_are_refused() =>
        Assert.Equal((null, "document_is_bomb"), Recognise(Offices.Zip([("[Content_Types].xml", "x"), ("word/document.xml", "x"), .. Enumerable.Range(0, 10_001).Select(i => ($"x{i}", ""))])));

    [Fact]
    public void Links_lies_about_sizes_and_shared_bytes_are_refused()
    {
        var good = Offices.Docx("x");
        Assert.Equal(FileFormat.Docx, Recognise(good).Format);
        var directory = good.AsSpan().IndexOf("PK\u0001\u0002"u8);

        var link = (byte[])good.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(link.AsSpan(directory + 38), 0xA1FF0000);
        Assert.Equal((null, "document_is_bomb"), Recognise(link));

        var huge = (byte[])good.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(huge.AsSpan(directory + 24), uint.MaxValue);
        Assert.Equal((null, "document_is_bomb"), Recognise(huge));

        var overlapping = (byte[])good.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(overlapping.AsSpan(directory + 20), (uint)good.Length);
        Assert.Equal((null, "document_is_bomb"), Recognise(overlapping));

        Assert.Equal((null, "document_is_bomb"), Recognise(good[..^30]));
    }

    [Fact]
    public void Flipped_bytes_are_refused_or_recognised_and_never_throw()
    {
        var random = new Random(5);
        var good = Offices.Docx("x");
        for (var i = 0; i < 2000; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var flips = 0; flips < 5; flips++)
            {
                bytes[random.Next(4, bytes.Length)] = (byte)random.Next(256);
            }

            var (format, problem) = Recognise(bytes);
            Assert.True(format is null != problem is null);
        }
    }

    [Fact]
    public void A_flood_of_pixels_is_refused_by_its_header()
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, Pictures.Png(65_535, 65_535));
        Assert.Equal(RenderPages.Unreadable, RenderPages.Run([PictureWork.InspectVerb, file]));
        File.WriteAllBytes(file, Pictures.Png(20, 30));
        Assert.Equal(RenderPages.Fine, RenderPages.Run([PictureWork.InspectVerb, file]));
        File.WriteAllText(file, "push graphic-context");
        Assert.Equal(RenderPages.Unreadable, RenderPages.Run([PictureWork.InspectVerb, file]));
        File.Delete(file);
    }

    private static (FileFormat? Format, string? Problem) Recognise(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return FileFormats.Recognise(stream);
    }
}
