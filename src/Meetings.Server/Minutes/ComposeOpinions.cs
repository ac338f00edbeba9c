using System.Text;
using Meetings.Server.Kernel;
using Meetings.Server.OfficialDocuments;
using Meetings.Server.Preparation.Contracts;

namespace Meetings.Server.Minutes;

/// <summary>What was answered in writing before the meeting, as an item of its own after the agenda.</summary>
internal static class ComposeOpinions
{
    private const string Title = "Ý kiến bằng văn bản trước cuộc họp";

    /// <summary>Characters of words in one part: a part longer than a field may be could not be edited any more.</summary>
    private const int MostWords = 60_000;

    /// <param name="label">The number of the next item; counted on.</param>
    public static List<MinutesItem> Items(MinutesSources sources, int number, ref int label)
    {
        // What was said of a paper is for those who may read it and see its item, so it stands apart.
        var items = new List<MinutesItem>();
        foreach (var group in sources.Opinions.Where(o => o.Answers.Count > 0).GroupBy(o => o.DocumentId).OrderBy(g => g.Key is not null))
        {
            var paper = group.Key is { } id ? sources.Documents.GetValueOrDefault(id) : null;
            var item = sources.Plan.Agenda.FirstOrDefault(i => i.Id == paper?.AgendaItemId)?.Id;
            var (title, left) = (paper is null ? Title : $"{Title}: {paper.Name}", MostWords);
            var text = string.Join('\n', group.Select(o => Text(sources, o, ref left)));
            items.Add(new MinutesItem(number + items.Count, title, null, null, text, $"{label}", item, group.Key));
            label++;
        }

        return items;
    }

    private static string Text(MinutesSources sources, WrittenOpinion opinion, ref int left)
    {
        var unsaid = 0;
        var text = new StringBuilder("Nội dung xin ý kiến: ").Append(opinion.Question.ReplaceLineEndings(" ").TrimEnd('.')).Append('.');
        if (opinion.Options.Count > 0)
        {
            var counts = opinion.Options.Select((option, index) => $"{option}: {OfficialText.Count(opinion.Answers.Count(a => a.Choice == index))}");
            text.Append("\nKết quả (").Append(OfficialText.Count(opinion.Answers.Count)).Append(" ý kiến): ").Append(string.Join("; ", counts)).Append('.');
        }

        foreach (var answer in opinion.Answers.Where(a => a.Text.Length > 0))
        {
            if ((left -= answer.Text.Length) < 0)
            {
                unsaid++;
                continue;
            }

            var unit = answer.UnitId is { } id ? sources.Units.GetValueOrDefault(id)?.Name : null;
            text.Append("\n- ").Append(unit is null || unit == answer.Name ? answer.Name : $"{answer.Name} ({unit})").Append(": ")
                .Append(answer.Text.Replace('\n', ' ').TrimEnd('.')).Append('.');
        }

        if (unsaid > 0)
        {
            text.Append("\n- Và ").Append(OfficialText.Count(unsaid)).Append(" ý kiến khác trong hồ sơ cuộc họp.");
        }

        return text.ToString();
    }
}
