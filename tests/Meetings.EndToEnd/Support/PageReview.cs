using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Meetings.EndToEnd.Support;

/// <summary>
/// Looks at pages as they stand: takes their picture and notes what no page may have: sideways scrolling, texts missing from the catalogues, targets too
/// small to hit (WCAG 2.2, 2.5.8), violations axe-core calls serious. Findings are gathered, so that one run tells everything.
/// </summary>
internal sealed class PageReview
{
    private static readonly (int Width, int Height)[] Sizes = [(1366, 768), (390, 844)];
    private static readonly string Client = Path.Combine(Machine.Root, "src/Meetings.Client");
    private readonly string _axe = File.ReadAllText(Path.Combine(Client, "node_modules/axe-core/axe.min.js"));
    private readonly string[] _prefixes = KeyPrefixes();
    private readonly string _results = Directory.CreateDirectory(Path.Combine(Machine.Root, "TestResults/pages")).FullName;
    private readonly string? _documents = Environment.GetEnvironmentVariable("UPDATE_PICTURES") == "1"
        ? Directory.CreateDirectory(Path.Combine(Machine.Root, "docs/images/pages")).FullName
        : null;

    public List<string> Findings { get; } = [];

    /// <summary>Reviews what is shown now at both sizes, in English at the wide one; the page is resized, not loaded again.</summary>
    /// <param name="kept">The picture belongs into the documentation; false where another looks nearly the same.</param>
    public async Task OfAsync(IPage page, string name, string language = "vi", bool kept = true)
    {
        foreach (var (width, height) in language == "vi" ? Sizes : Sizes[..1])
        {
            await page.SetViewportSizeAsync(width, height);
            await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            await page.ScreenshotAsync(new()
            {
                Path = Path.Combine(kept && _documents is not null ? _documents : _results, $"{name}-{width}.png"),
                Animations = ScreenshotAnimations.Disabled,
                Caret = ScreenshotCaret.Hide,
            });
            foreach (var finding in await page.EvaluateAsync<string[]>(Look, new object[] { _prefixes, language }))
            {
                Findings.Add($"{name} at {width}: {finding}");
            }

            if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            {
                // Not as a script element: the pages' content security policy rightly refuses those.
                await page.EvaluateAsync(_axe);
            }

            foreach (var finding in await page.EvaluateAsync<string[]>(Axe))
            {
                Findings.Add($"{name} at {width}: {finding}");
            }
        }
    }

    /// <summary>First parts of all catalogue keys ("meeting" of "meeting.enter"): a visible word that begins so is a text nobody wrote.</summary>
    private static string[] KeyPrefixes()
    {
        var prefixes = Directory.EnumerateFiles(Path.Combine(Client, "src"), "*.ts", SearchOption.AllDirectories)
            .Where(f => f.EndsWith("strings.vi.ts", StringComparison.Ordinal) || f.Contains("/app/vi/", StringComparison.Ordinal))
            .SelectMany(f => Regex.Matches(File.ReadAllText(f), @"^\s+'?([a-zA-Z]+)[.'\w]*:", RegexOptions.Multiline))
            .Select(m => m.Groups[1].Value)
            .Distinct()
            .ToArray();
        Assert.True(prefixes.Length > 20, "The catalogues were not found.");
        return prefixes;
    }

    private const string Look =
        """
        ([prefixes, language]) => {
          const found = [];
          if (document.documentElement.lang !== language) found.push(`the document's language is ${document.documentElement.lang}`);
          if (document.documentElement.scrollWidth > innerWidth) found.push(`scrolls sideways: ${document.documentElement.scrollWidth} px`);
          const texts = [document.title, document.body.innerText];
          for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], img[alt]'))
            for (const attribute of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(element.getAttribute(attribute) ?? '');
          const keyLike = new RegExp(`(?<![\\w./@-])(?:${prefixes.join('|')})(?:\\.[a-zA-Z_]\\w*)+(?![\\w@/])`, 'g');
          for (const text of texts)
            for (const hit of text.match(/\{[a-zA-Z]+\}/g) ?? []) found.push(`a placeholder stands unfilled: ${hit}`);
          for (const text of texts)
            for (const hit of text.match(keyLike) ?? []) found.push(`a key of the catalogues is shown: ${hit}`);
          const name = e => `<${e.tagName.toLowerCase()} ${e.className}> “${(e.getAttribute('aria-label') ?? e.innerText ?? e.name ?? '').trim().slice(0, 40)}”`;
          const wide = e => { const b = e.getBoundingClientRect(); return { width: b.width, height: b.height, top: b.top, left: b.left, right: b.right, bottom: b.bottom }; };
          const targets = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=menuitem], [role=tab], [role=option]';
          let seen = 0;
          for (const element of document.querySelectorAll(targets)) {
            if (element.disabled || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
            // A box to tick is as large as the label around it.
            const box = wide(element.matches('[type=checkbox], [type=radio]') ? element.closest('label') ?? element : element);
            if (box.width <= 1 || box.right <= 0 || box.bottom <= 0) continue;
            seen++;
            // A link within a sentence is exempt (2.5.8, inline).
            const inline = element.matches('a, button') && getComputedStyle(element).display === 'inline'
              && [...element.parentElement.childNodes].some(n => n.nodeType === 3 && n.data.trim().length > 3);
            if (!inline && (box.width < 23.95 || box.height < 23.95)) found.push(`a target of ${box.width.toFixed(0)} x ${box.height.toFixed(0)}: ${name(element)}`);
          }
          if (seen === 0) found.push('nothing to press was found');
          return [...new Set(found)];
        }
        """;

    private const string Axe =
        """
        async () => (await axe.run(document, { resultTypes: ['violations'], elementRef: false })).violations
          .filter(v => v.impact === 'serious' || v.impact === 'critical')
          .flatMap(v => v.nodes.slice(0, 4).map(n => `${v.id} (${v.impact}): ${n.target.join(' ')}: ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? v.help}`))
        """;
}
