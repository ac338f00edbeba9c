using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Rendering;

namespace Meetings.Server.Documents.Reading;

/// <summary>
/// Writes the reader's name and the time over pages (đóng dấu chìm): into the drawing of a text page, burnt into the picture of
/// another. A burnt picture is made once per reader and kept, so its time is that of the first reading.
/// </summary>
internal sealed class PaperStamps(DocumentStore store, PageMaker maker, TimeProvider time)
{
    private const string Zone = "Asia/Ho_Chi_Minh";

    private readonly ConcurrentDictionary<string, Lazy<Task<string?>>> _making = new();

    /// <summary>Nothing can be burnt in without a font that has Vietnamese letters.</summary>
    public static bool Available { get; } = PictureWork.FindFont() is not null;

    public string Drawing(string svg, int width, int height, Caller caller)
    {
        var text = new StringBuilder();
        Printable.AppendEscaped(text, Line(caller));
        var size = Math.Max(8, width / 34);
        var overlay = new StringBuilder(svg, 0, svg.LastIndexOf("</svg>", StringComparison.Ordinal), svg.Length + 4096)
            .Append(CultureInfo.InvariantCulture, $"<g transform=\"rotate(-30 {width / 2} {height / 2})\" style=\"font:{size}px Arial,'Liberation Sans',sans-serif\" fill=\"#b0002c\" fill-opacity=\".28\">");
        for (var y = -height / 2; y < height * 3 / 2; y += size * 8)
        {
            overlay.Append(CultureInfo.InvariantCulture, $"<text x=\"{-width / 2}\" y=\"{y}\">");
            for (var i = 0; i < 4; i++)
            {
                overlay.Append(text).Append("        ");
            }

            overlay.Append("</text>");
        }

        return overlay.Append("</g></svg>").ToString();
    }

    /// <summary>The path of the burnt picture, or null when it could not be made.</summary>
    public async Task<string?> PictureAsync(Caller caller, Document document, string hash, string tier, CancellationToken cancellationToken)
    {
        var target = store.Stamped(document, $"{caller.AccountId}-{hash}.{tier}.webp");
        if (File.Exists(target))
        {
            return target;
        }

        try
        {
            return await _making.GetOrAdd(target, _ => new Lazy<Task<string?>>(() => BurnAsync(caller, store.Page(document, hash, $"{tier}.avif"), target)))
                .Value.WaitAsync(cancellationToken);
        }
        finally
        {
            _making.TryRemove(target, out _);
        }
    }

    private async Task<string?> BurnAsync(Caller caller, string source, string target)
    {
        var job = store.NewJob();
        try
        {
            var made = Path.Combine(job, "stamped.webp");
            if (!await maker.StampAsync(source, job, made, Line(caller), CancellationToken.None))
            {
                return null;
            }

            File.Copy(made, target, overwrite: true);
            return target;
        }
        finally
        {
            Directory.Delete(job, recursive: true);
        }
    }

    private string Line(Caller caller)
    {
        var local = TimeZoneInfo.ConvertTime(time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(Zone));
        return string.Create(CultureInfo.InvariantCulture, $"{caller.DisplayName} · {local:dd/MM/yyyy HH:mm}");
    }
}
