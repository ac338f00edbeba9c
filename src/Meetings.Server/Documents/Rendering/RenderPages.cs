using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Exceptions;

namespace Meetings.Server.Documents.Rendering;

/// <summary>What is on a page, which tells the browser whether the text alone will do.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<PageKind>))]
internal enum PageKind
{
    Text,
    Mixed,
    Scan,
}

/// <param name="Width">Whole points.</param>
/// <param name="Hash">Of what is on the page, 32 hexadecimal digits: pages that did not change between versions have the same.</param>
internal sealed record RenderedPage(PageKind Kind, int Width, int Height, string Hash = "");

/// <summary>
/// The hidden verbs <c>inspect-pdf FILE</c>, <c>render-pages FILE FOLDER</c> and <c>extract-image FILE PAGE TARGET</c>: a stranger's
/// PDF is only ever opened in a sandboxed child process of this same program, which its parent limits in time and memory and whose
/// crash harms nobody.
/// </summary>
public static class RenderPages
{
    internal const string InspectVerb = "inspect-pdf", RenderVerb = "render-pages", ExtractVerb = "extract-image";

    /// <summary>Exit codes; everything else is a crash or a kill, which the parent also reads as unreadable.</summary>
    internal const int Fine = 0, Unreadable = 3, TooManyPages = 4;

    internal const string ListFile = "pages.json";

    internal const int MostPages = 1000;

    /// <summary>Characters of SVG; a page beyond is shown by its image.</summary>
    private const int LargestSvg = 1_500_000;

    public static bool IsVerb(string[] args) => args is [InspectVerb or RenderVerb or ExtractVerb, ..] || PictureWork.IsVerb(args);

    /// <summary>The exit code of the process.</summary>
    public static int Run(string[] args)
    {
        try
        {
            return args switch
            {
                [InspectVerb, var file] => Inspect(file),
                [RenderVerb, var file, var folder] => Render(file, folder),
                [ExtractVerb, var file, var page, var target] => Extract(file, int.Parse(page, CultureInfo.InvariantCulture), target),
                _ => PictureWork.Run(args),
            };
        }
#pragma warning disable CA1031 // Whatever a broken file makes the parser throw means the same: it cannot be read.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine(failure is PdfDocumentEncryptedException ? "encrypted" : failure.GetType().Name);
            return Unreadable;
        }
    }

    private static int Inspect(string file)
    {
        using var pdf = Open(file);
        if (pdf.NumberOfPages is 0)
        {
            return Unreadable;
        }

        _ = pdf.GetPage(1);
        Console.WriteLine(pdf.NumberOfPages);
        return pdf.NumberOfPages <= MostPages ? Fine : TooManyPages;
    }

    private static int Render(string file, string folder)
    {
        using var pdf = Open(file);
        var pages = new List<RenderedPage>();
        for (var n = 1; n <= Math.Min(pdf.NumberOfPages, MostPages); n++)
        {
            pages.Add(RenderPage(pdf, n, folder));
        }

        // Written last: its presence says that every page is there.
        File.WriteAllText(Path.Combine(folder, ListFile), JsonSerializer.Serialize(pages));
        return Fine;
    }

    private static PdfDocument Open(string file) =>
        PdfDocument.Open(file, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, ClipPaths = false });

    private static RenderedPage RenderPage(PdfDocument pdf, int number, string folder)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        string svg, text;
        var rendered = new RenderedPage(PageKind.Mixed, 595, 842);
        try
        {
            var page = pdf.GetPage(number);
            (svg, text, var kind) = Compose(page);
            rendered = new RenderedPage(kind, Whole(page.Width), Whole(page.Height), HashOf(page, kind, svg));
        }
#pragma warning disable CA1031 // One broken page must not take the others along; its image may still show it.
        catch (Exception)
#pragma warning restore CA1031
        {
            (svg, text) = (SvgPage.Write(595, 842, [], [Shape.Box(36, 36, 559, 806, null)], []), "");
            rendered = rendered with { Hash = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) };
        }

        using (var compressed = new BrotliStream(File.Create(Path.Combine(folder, name + ".svg.br")), CompressionLevel.SmallestSize))
        {
            compressed.Write(Encoding.UTF8.GetBytes(svg));
        }

        File.WriteAllText(Path.Combine(folder, name + ".txt"), text);
        return rendered;
    }

    /// <summary>The picture a scanned page holds, as TARGET.jpg or TARGET.png; says which.</summary>
    private static int Extract(string file, int number, string target)
    {
        using var pdf = Open(file);
        var image = pdf.GetPage(number).GetImages().MaxBy(i => (long)i.WidthInSamples * i.HeightInSamples);
        if (image is null || (long)image.WidthInSamples * image.HeightInSamples > 100_000_000)
        {
            return Unreadable;
        }

        if (image.RawBytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            File.WriteAllBytes(target + ".jpg", image.RawBytes.ToArray());
            Console.WriteLine(".jpg");
            return Fine;
        }

        if (!image.TryGetPng(out var png))
        {
            return Unreadable;
        }

        File.WriteAllBytes(target + ".png", png);
        Console.WriteLine(".png");
        return Fine;
    }

    /// <summary>The drawing says all of a text page; of others the pictures and the drawing commands count as well.</summary>
    private static string HashOf(Page page, PageKind kind, string svg)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind} {page.Rotation.Value} {svg}")));
        if (kind != PageKind.Text)
        {
            foreach (var image in page.GetImages())
            {
                hash.AppendData(image.RawBytes);
            }

            using var operations = new MemoryStream();
            foreach (var operation in page.Operations)
            {
                operation.Write(operations);
            }

            hash.AppendData(operations.ToArray());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static int Whole(double points) => (int)Math.Round(Math.Clamp(points, 1, 20000));

    private static (string Svg, string Text, PageKind Kind) Compose(Page page)
    {
        var runs = TextRuns.Of(page.Letters.Where(l => IsOn(page, l)), page.Height);
        var (shapes, hasDrawing) = PageShapes.Of(page);
        var boxes = page.GetImages().Select(i => i.BoundingBox).Where(b => Math.Abs(b.Width * b.Height) > 16).Take(200).ToList();
        var pictures = boxes.ConvertAll(b => Shape.Box(b.Left, page.Height - b.Top, b.Right, page.Height - b.Bottom, null));
        var covered = boxes.Sum(b => Math.Abs(b.Width * b.Height)) / Math.Max(1, page.Width * page.Height);
        var kind = covered > 0.6 ? PageKind.Scan : covered > 0.01 || hasDrawing || HasOldLetters(page) ? PageKind.Mixed : PageKind.Text;
        var svg = SvgPage.Write(page.Width, page.Height, shapes, pictures, runs);
        if (svg.Length > LargestSvg)
        {
            return (SvgPage.Write(page.Width, page.Height, [], pictures, []), PageText.Of(runs), PageKind.Mixed);
        }

        return (svg, PageText.Of(runs), kind);
    }

    /// <summary>Fonts of the old Vietnamese code pages (TCVN3, VNI): their text reads as gibberish, only the picture shows the words.</summary>
    internal static bool IsOldFont(string? name) =>
        name is not null && (name.Contains(".Vn", StringComparison.Ordinal) || name.Contains("VNI-", StringComparison.Ordinal));

    private static bool HasOldLetters(Page page) => page.Letters.Any(l => IsOldFont(l.FontName));

    private static bool IsOn(Page page, Letter letter) =>
        letter.StartBaseLine.X > -5 && letter.StartBaseLine.X < page.Width + 5
        && letter.StartBaseLine.Y > -5 && letter.StartBaseLine.Y < page.Height + 5;
}
