using System.Text;
using Meetings.Server.Kernel;
using Meetings.Server.OfficialDocuments;
using Meetings.Server.Preparation.Contracts;

namespace Meetings.Server.Minutes;

/// <summary>What was answered in writing before the meeting, as an item of its own after the agenda.</summary>
internal static class ComposeOpinions
{
    private const string Title = "Ý kiến bằng văn bản trước cuộc họp";

    /// <param name="label">The number of the next item; counted on.</param>
    public static List<MinutesItem> Items(MinutesSources sources, int number, ref int label)
    {
        // An opinion on a restricted item's paper is for those who see that item, so it stands apart.
        var items = new List<MinutesItem>();
        foreach (var group in sources.Opinions.Where(o => o.Answers.Count > 0).GroupBy(o => RestrictedItem(sources, o)))
        {
            var text = string.Join('\n', group.Select(o => Text(sources, o)));
            items.Add(new MinutesItem(number + items.Count, Title, null, null, text, $"{label}", group.Key));
            label++;
        }

        return items;
    }

    private static AgendaItemId? RestrictedItem(MinutesSources sources, WrittenOpinion opinion) =>
        opinion.DocumentId is { } paper && sources.Documents.TryGetValue(paper, out var known)
        && sources.Plan.Agenda.FirstOrDefault(i => i.Id == known.AgendaItemId) is { IsRestricted: true } item
            ? item.Id
            : null;

    private static string Text(MinutesSources sources, WrittenOpinion opinion)
    {
        var text = new StringBuilder("Nội dung xin ý kiến: ").Append(opinion.Question.TrimEnd('.')).Append('.');
        if (opinion.Options.Count > 0)
        {
            var counts = opinion.Options.Select((option, index) => $"{option}: {OfficialText.Count(opinion.Answers.Count(a => a.Choice == index))}");
            text.Append("\nKết quả (").Append(OfficialText.Count(opinion.Answers.Count)).Append(" ý kiến): ").Append(string.Join("; ", counts)).Append('.');
        }

        foreach (var answer in opinion.Answers.Where(a => a.Text.Length > 0))
        {
            var unit = answer.UnitId is { } id ? sources.Units.GetValueOrDefault(id)?.Name : null;
            text.Append("\n- ").Append(unit is null || unit == answer.Name ? answer.Name : $"{answer.Name} ({unit})").Append(": ")
                .Append(answer.Text.Replace('\n', ' ').TrimEnd('.')).Append('.');
        }

        return text.ToString();
    }
}
