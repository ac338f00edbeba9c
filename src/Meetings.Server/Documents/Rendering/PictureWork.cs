using System.Globalization;
using ImageMagick;
using ImageMagick.Drawing;

namespace Meetings.Server.Documents.Rendering;

/// <summary>
/// The hidden verbs that open pictures, in a sandboxed child only: <c>inspect-picture FILE</c>, <c>picture-to-pdf FILE PDF</c>,
/// <c>encode-page RASTER TARGET TIER KIND</c>, <c>stamp-page IMAGE TARGET TEXT</c>. The format is decided by the first bytes and
/// told to the decoder, so that no other decoder (MVG, MSL, PostScript, SVG ...) is ever reached (trust.md D02).
/// </summary>
internal static class PictureWork
{
    public const string InspectVerb = "inspect-picture", ToPdfVerb = "picture-to-pdf", EncodeVerb = "encode-page", StampVerb = "stamp-page";

    /// <summary>16,384 pixels a side and 100 million in all: an A3 scan at 600 dots per inch.</summary>
    private const uint MostSide = 16_384;

    private const ulong MostPixels = 100_000_000;

    /// <summary>libaom's speed: 8 loses the tools for screen content that make text small; 6 takes twice the time of 7 for no fewer bytes.</summary>
    private const string Speed = "7";

    public static bool IsVerb(string[] args) => args is [InspectVerb or ToPdfVerb or EncodeVerb or StampVerb, ..];

    public static int Run(string[] args)
    {
        ResourceLimits.Thread = 1;
        ResourceLimits.Memory = 768UL << 20;
        ResourceLimits.Disk = 0;
        ResourceLimits.Width = MostSide;
        ResourceLimits.Height = MostSide;
        ResourceLimits.Area = MostPixels;
        ResourceLimits.ListLength = 4;
        switch (args)
        {
            case [InspectVerb, var file]:
                if (FormatOf(file) is not { } format || new MagickImageInfo(file, new MagickReadSettings { Format = format }) is not { Width: > 0 and <= MostSide, Height: > 0 and <= MostSide } info
                    || (ulong)info.Width * info.Height > MostPixels)
                {
                    return RenderPages.Unreadable;
                }

                Console.WriteLine(1);
                return RenderPages.Fine;
            case [ToPdfVerb, var file, var pdf]:
                return ToPdf(file, pdf);
            case [EncodeVerb, var raster, var target, var tier, var kind]:
                return Encode(raster, target, Enum.Parse<PageTier>(tier), Enum.Parse<PageKind>(kind));
            case [StampVerb, var image, var target, var text]:
                return Stamp(image, target, text);
            default:
                return 2;
        }
    }

    /// <summary>A font with Vietnamese letters; null where there is none and nothing can be stamped.</summary>
    public static string? FindFont()
    {
        string[] folders = OperatingSystem.IsWindows()
            ? [Environment.GetFolderPath(Environment.SpecialFolder.Fonts)]
            : ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts/Supplemental"];
        string[] names = ["LiberationSans-Regular.ttf", "DejaVuSans.ttf", "NotoSans-Regular.ttf", "arial.ttf", "Arial.ttf"];
        return names.SelectMany(name => folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, name, new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })))
            .OrderByDescending(path => path.Contains("liberation2", StringComparison.Ordinal)).FirstOrDefault();
    }

    private static MagickFormat? FormatOf(string file)
    {
        Span<byte> head = stackalloc byte[16];
        using var stream = File.OpenRead(file);
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        head = head[..read];
        return head switch
        {
            _ when head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]) => MagickFormat.Png,
            _ when head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => MagickFormat.Jpeg,
            _ when head.StartsWith("RIFF"u8) && head.Length > 11 && head[8..].StartsWith("WEBP"u8) => MagickFormat.WebP,
            _ when head.StartsWith("P6"u8) => MagickFormat.Ppm,
            _ when head.Length > 11 && head[4..].StartsWith("ftypavif"u8) => MagickFormat.Avif,
            _ => null,
        };
    }

    private static MagickImage Open(string file) =>
        new(file, new MagickReadSettings { Format = FormatOf(file) ?? throw new InvalidDataException("Not a picture."), FrameCount = 1 });

    private static int ToPdf(string file, string pdf)
    {
        using var image = Open(file);
        image.AutoOrient();
        image.Strip();
        image.BackgroundColor = MagickColors.White;
        image.Alpha(AlphaAction.Remove);

        // As large as fits A4 either way up, in points.
        var (longSide, shortSide) = (Math.Max(image.Width, image.Height), Math.Min(image.Width, image.Height));
        var density = Math.Max(longSide / 842.0, shortSide / 595.0) * 72;
        image.Density = new Density(density, density, DensityUnit.PixelsPerInch);
        image.Quality = 90;
        image.Settings.Compression = CompressionMethod.JPEG;
        image.Write(pdf, MagickFormat.Pdf);
        return RenderPages.Fine;
    }

    private static int Encode(string raster, string target, PageTier tier, PageKind kind)
    {
        using var image = Open(raster);
        var width = (uint)Tiers.WidthOf(tier, kind);
        if (image.Width > width)
        {
            image.Resize(width, 0);
        }

        image.Strip();
        var name = target + "." + tier.ToString().ToLowerInvariant();
        image.Settings.SetDefine(MagickFormat.Heic, "speed", Speed);
        image.Quality = Tiers.QualityOf(tier);
        image.Write(name + ".avif", MagickFormat.Avif);
        if (tier == PageTier.Small)
        {
            image.Quality = Tiers.WebPQuality;
            image.Write(name + ".webp", MagickFormat.WebP);
        }

        return RenderPages.Fine;
    }

    private static int Stamp(string file, string target, string text)
    {
        if (FindFont() is not { } font)
        {
            return RenderPages.Unreadable;
        }

        using var image = Open(file);
        var size = image.Width / 34.0;
        var drawing = new Drawables().Font(font).FontPointSize(size).FillColor(new MagickColor("#b0002c50")).StrokeColor(MagickColors.Transparent)
            .Rotation(-30);
        // Rows across the page in its turned frame, so that no corner is without a name.
        var reach = (double)image.Width + image.Height;
        for (var y = -reach / 2; y < reach; y += size * 8)
        {
            for (var x = -reach; x < reach; x += size * Math.Max(12, text.Length * 0.75))
            {
                drawing.Text(x, y, text);
            }
        }

        drawing.Draw(image);
        image.Strip();
        image.Quality = 40;
        image.Write(target, MagickFormat.WebP);
        return RenderPages.Fine;
    }
}
