using System.Globalization;

namespace Meetings.Server.Documents.Rendering;

/// <summary>Makes the image of a page with poppler's pdftoppm, where that is installed.</summary>
internal sealed class PageImages(DocumentsSettings settings, TimeProvider time)
{
    private const int MemoryMb = 1500;

    /// <summary>Pixels; a page ten times as high as wide must not become a poster.</summary>
    private const int MostHeight = 4000;

    private readonly string? _pdftoppm = settings.FindPdftoppm();

    public bool Available => _pdftoppm is not null;

    /// <summary>Writes N.png (a text page: 16 greys) or N.jpg; the letter of <see cref="Document.Images"/>.</summary>
    public async Task<char> MakeAsync(string file, string folder, int page, RenderedPage shape, CancellationToken cancellationToken)
    {
        var number = page.ToString(CultureInfo.InvariantCulture);
        var grey = shape.Kind == PageKind.Text;
        var target = Path.Combine(folder, number);
        var height = (int)Math.Clamp(settings.ImageWidth * (double)shape.Height / Math.Max(1, shape.Width), 16, MostHeight);
        List<string> arguments =
        [
            "-f", number, "-l", number, "-singlefile",
            "-scale-to-x", settings.ImageWidth.ToString(CultureInfo.InvariantCulture), "-scale-to-y", height.ToString(CultureInfo.InvariantCulture),
        ];
        arguments.AddRange(grey ? ["-gray"] : ["-jpeg", "-jpegopt", "quality=60,progressive=y,optimize=y"]);
        arguments.AddRange([file, target]);
        var (code, _) = await ChildProcess.RunAsync(
            _pdftoppm!, arguments, TimeSpan.FromSeconds(settings.ImageSeconds), MemoryMb, time, cancellationToken);
        if (!grey)
        {
            return code == 0 && File.Exists(target + ".jpg") ? 'j' : '-';
        }

        var greys = target + ".pgm";
        if (code != 0 || !File.Exists(greys))
        {
            return '-';
        }

        var png = GreyPng.FromPgm(await File.ReadAllBytesAsync(greys, cancellationToken));
        File.Delete(greys);
        if (png is null)
        {
            return '-';
        }

        await File.WriteAllBytesAsync(target + ".png", png, cancellationToken);
        return 'p';
    }
}
