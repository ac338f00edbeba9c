using System.Text.Json.Serialization;

namespace Meetings.Server.Documents.Rendering;

/// <summary>The images of a page: the smallest that can be read comes first, the sharper one when the reader looks closer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PageTier>))]
internal enum PageTier
{
    Small,
    Large,
}

/// <summary>Pixels and quality by what is on the page, as measured (see README.md of this slice).</summary>
internal static class Tiers
{
    /// <summary>Pixels.</summary>
    public static int WidthOf(PageTier tier, PageKind kind) => (tier, kind) switch
    {
        (PageTier.Small, PageKind.Scan) => 800,
        (PageTier.Small, PageKind.Mixed) => 960,
        (PageTier.Small, _) => 1080,
        _ => 1600,
    };

    /// <summary>AVIF quality of libaom as Magick.NET counts it, 1-100.</summary>
    public static uint QualityOf(PageTier tier) => tier == PageTier.Small ? 27u : 34u;

    /// <summary>For the few browsers without AVIF.</summary>
    public const uint WebPQuality = 30;
}
