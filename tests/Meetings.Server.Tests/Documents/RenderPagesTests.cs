using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using Meetings.Server.Documents.Rendering;

namespace Meetings.Server.Tests.Documents;

/// <summary>The hidden verbs, run in this process on files of this test.</summary>
public sealed class RenderPagesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("meetings-pages-").FullName;

    [Fact]
    public void A_Vietnamese_report_becomes_real_text_with_its_marks_in_one_to_three_kilobytes()
    {
        var pages = Render(Pdfs.Report);
        Assert.Equal([PageKind.Text, PageKind.Text], pages.Select(p => p.Kind));
        Assert.Equal((595, 842), (pages[0].Width, pages[0].Height));
        var svg = Svg(1);
        var texts = svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToList();
        Assert.Contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", texts);
        Assert.Contains("Độc lập - Tự do - Hạnh phúc", texts);
        Assert.Contains("27.850 ha, đạt 102,3% kế hoạch; năng suất ước 6,15 tấn/ha. Công tác phòng,", texts);
        Assert.Contains("Thu ngân sách trên địa bàn", texts);
        Assert.Contains("103.450", texts);
        Assert.InRange(new FileInfo(Path.Combine(_folder, "1.svg.br")).Length, 500, 3000);
        Assert.Contains("Trên đây là báo cáo", File.ReadAllText(Path.Combine(_folder, "2.txt")));
    }

    [Fact]
    public void No_two_pieces_of_text_on_a_line_overlap()
    {
        Render(Pdfs.Report);
        var pieces = Svg(1).Descendants().Where(e => e.Name.LocalName == "text")
            .Select(e => (Y: (double)e.Attribute("y")!, X: (double)e.Attribute("x")!, Width: (double?)e.Attribute("textLength") ?? 3, Text: e.Value));
        foreach (var line in pieces.GroupBy(p => p.Y))
        {
            var sorted = line.OrderBy(p => p.X).ToList();
            foreach (var (left, right) in sorted.Zip(sorted.Skip(1)))
            {
                Assert.True(left.X + left.Width <= right.X + 0.6, $"{left.Text} | {right.Text}");
            }
        }
    }

    [Fact]
    public void Colours_boxes_and_sans_type_are_kept()
    {
        Render(Pdfs.Plan);
        var text = Svg(1).ToString();
        Assert.Contains("fill:#0b3d75", text);
        Assert.Contains("#e8f1fb", text);
        Assert.Contains("Arial", text);
    }

    [Fact]
    public void Text_of_a_file_can_never_become_markup()
    {
        Render(Pdfs.Of("BT /F1 12 Tf 50 700 Td (</text><script>alert\\(1\\)</script>&\") Tj ET"));
        var svg = Svg(1);
        Assert.Equal("</text><script>alert(1)</script>&\"", svg.Descendants().Single(e => e.Name.LocalName == "text").Value);
        Assert.All(svg.Descendants(), e => Assert.Contains(e.Name.LocalName, (string[])["svg", "style", "path", "text"]));
        Assert.All(svg.Descendants().SelectMany(e => e.Attributes()), a => Assert.DoesNotContain("href", a.Name.LocalName));
    }

    [Fact]
    public void Hostile_numbers_stay_in_bounds()
    {
        Render(Pdfs.Of("1e38 0 0 1e38 0 0 cm 99999999 w 0 0 m 1e30 1e30 l S BT /F1 99999999 Tf 0 0 Td (big) Tj ET", "0 0 99999999 99999999"));
        Assert.DoesNotContain("E+", Svg(1).ToString());
        Assert.DoesNotContain("NaN", Svg(1).ToString());
    }

    [Fact]
    public void Turned_text_is_joined_and_turned()
    {
        Render(Pdfs.Of("BT /F1 12 Tf 0 1 -1 0 100 300 Tm (Doc theo le) Tj ET"));
        var text = Svg(1).Descendants().Single(e => e.Name.LocalName == "text");
        Assert.Equal("Doc theo le", text.Value);
        Assert.StartsWith("rotate(-90 ", (string)text.Attribute("transform")!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broken")]
    [InlineData("encrypted")]
    [InlineData("empty")]
    public void A_file_that_cannot_be_read_says_so_by_its_exit_code(string what)
    {
        var file = Path.Combine(_folder, "in.pdf");
        File.WriteAllBytes(file, what switch { "broken" => "%PDF-1.7 and then nothing"u8.ToArray(), "encrypted" => Pdfs.Encrypted, _ => [] });
        Assert.Equal(RenderPages.Unreadable, RenderPages.Run([RenderPages.InspectVerb, file]));
    }

    [Fact]
    public void Flipped_bytes_never_do_worse_than_being_unreadable()
    {
        var random = new Random(7);
        var file = Path.Combine(_folder, "in.pdf");
        for (var i = 0; i < 25; i++)
        {
            var bytes = Pdfs.Of("BT /F1 12 Tf 50 700 Td (Xin chao) Tj ET 10 10 100 50 re f");
            for (var flips = 0; flips < 6; flips++)
            {
                bytes[random.Next(9, bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(file, bytes);
            Assert.Contains(RenderPages.Run([RenderPages.RenderVerb, file, _folder]), (int[])[RenderPages.Fine, RenderPages.Unreadable]);
        }
    }

    [Fact]
    public void The_same_page_has_the_same_hash_and_a_changed_one_another()
    {
        string[] Hashes(string words) => [.. Render(Pdfs.Of($"BT /F1 12 Tf 50 700 Td ({words}) Tj ET")).Select(p => p.Hash)];
        var first = Hashes("Muc tieu 2027");
        Assert.Equal(first, Hashes("Muc tieu 2027"));
        Assert.NotEqual(first, Hashes("Muc tieu 2028"));
        Assert.All(first, hash => Assert.Equal(32, hash.Length));
    }

    [Theory]
    [InlineData("ABCDEF+.VnTimeH", true)]
    [InlineData("VNI-Times", true)]
    [InlineData("TimesNewRomanPSMT", false)]
    [InlineData(null, false)]
    public void Fonts_of_the_old_Vietnamese_code_pages_are_known_because_their_text_reads_as_gibberish(string? font, bool isOld) =>
        Assert.Equal(isOld, RenderPages.IsOldFont(font));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private List<RenderedPage> Render(byte[] pdf)
    {
        var file = Path.Combine(_folder, "in.pdf");
        File.WriteAllBytes(file, pdf);
        Assert.Equal(RenderPages.Fine, RenderPages.Run([RenderPages.RenderVerb, file, _folder]));
        return JsonSerializer.Deserialize<List<RenderedPage>>(File.ReadAllText(Path.Combine(_folder, RenderPages.ListFile)))!;
    }

    private XElement Svg(int page)
    {
        using var brotli = new BrotliStream(File.OpenRead(Path.Combine(_folder, $"{page}.svg.br")), CompressionMode.Decompress);
        return XElement.Load(brotli);
    }
}
