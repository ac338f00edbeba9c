using System.Text;

namespace Meetings.Server.Documents.Rendering;

/// <summary>The page as lines of plain text: for search and for screen readers.</summary>
internal static class PageText
{
    public static string Of(IReadOnlyList<TextRun> runs)
    {
        var text = new StringBuilder();
        TextRun? before = null;
        foreach (var run in runs)
        {
            if (before is not null)
            {
                var sameLine = Math.Abs(run.Y - before.Y) < 0.5 * before.Style.Size && run.X >= before.X;
                text.Append(sameLine ? run.X - before.X - before.Width < 0.05 * run.Style.Size ? "" : " " : "\n");
            }

            text.Append(run.Text);
            before = run;
        }

        return text.ToString();
    }
}
