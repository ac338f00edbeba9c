using PdfSharp.Fonts;

namespace Meetings.Server.OfficialDocuments;

/// <summary>
/// Liberation Serif, of the measures of Times New Roman and with all Vietnamese letters (SIL Open Font Licence 1.1), from this
/// program itself: a PDF looks the same on every machine, whatever fonts that has.
/// </summary>
internal sealed class OfficialFonts : IFontResolver
{
    public const string Family = "Liberation Serif";

    private static readonly Lock Setting = new();

    public static void Use()
    {
        lock (Setting)
        {
            GlobalFontSettings.FontResolver ??= new OfficialFonts();
        }
    }

    public FontResolverInfo? ResolveTypeface(string familyName, bool isBold, bool isItalic) => new((isBold, isItalic) switch
    {
        (true, true) => "BoldItalic",
        (true, false) => "Bold",
        (false, true) => "Italic",
        (false, false) => "Regular",
    });

    public byte[]? GetFont(string faceName)
    {
        var name = $"Meetings.Server.OfficialDocuments.Fonts.LiberationSerif-{faceName}.ttf";
        using var stream = typeof(OfficialFonts).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
