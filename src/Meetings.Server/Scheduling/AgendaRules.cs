using System.Globalization;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling;

/// <summary>What an agenda must satisfy by itself.</summary>
internal static class AgendaRules
{
    public const int MaxItems = 100;

    /// <summary>Characters.</summary>
    public const int DescriptionLength = 4000;

    /// <returns>
    /// The clean items; or "too_many_items" (max), "item_title_missing", "item_title_too_long", "item_minutes_out_of_range", "item_depth_invalid",
    /// "item_audience_invalid", "item_audience_missing" (each with the item's number).
    /// </returns>
    public static Outcome<List<CheckedItem>> Check(IReadOnlyList<AgendaItemInput?> items, IReadOnlyCollection<Invitee> invitees)
    {
        if (items.Count > MaxItems)
        {
            return Refusal.Invalid("too_many_items", ("max", MaxItems.ToString(CultureInfo.InvariantCulture)));
        }

        var labels = Numbering.Labels(items.Select(i => i?.Depth ?? 0));
        var invited = invitees.Select(Audiences.Word).ToHashSet();
        var seen = new HashSet<AgendaItemId>();
        var answer = new List<CheckedItem>(items.Count);
        foreach (var item in items)
        {
            if (item is null || !Enum.IsDefined(item.Kind) || (item.Id is { } id && !seen.Add(id)))
            {
                return Refusal.Invalid("input_invalid");
            }

            if (item.Depth is < 0 or > Numbering.MaxDepth || (item.Depth > 0 && answer.Count == 0))
            {
                return Refusal.Invalid("item_depth_invalid", ("number", labels[answer.Count]));
            }

            var one = CheckItem(item, labels[answer.Count], invited);
            if (one.Refusal is { } wrong)
            {
                return wrong;
            }

            answer.Add(one.Value);
        }

        return answer;
    }

    private static Outcome<CheckedItem> CheckItem(AgendaItemInput item, string label, HashSet<string> invited)
    {
        if (MeetingRules.CleanTitle(item.Title) is not { } title)
        {
            return Refusal.Invalid("item_title_missing", ("number", label));
        }

        var presenter = MeetingRules.CleanTitle(item.PresenterText);
        if (title.Length > MeetingRules.TitleLength || presenter?.Length > MeetingRules.TitleLength)
        {
            return Refusal.Invalid(
                "item_title_too_long", ("number", label), ("max", MeetingRules.TitleLength.ToString(CultureInfo.InvariantCulture)));
        }

        var description = MeetingRules.CleanOptional(item.Description);
        if (description?.Length > DescriptionLength)
        {
            return Refusal.Invalid("text_too_long", ("max", DescriptionLength.ToString(CultureInfo.InvariantCulture)));
        }

        if (item.Minutes is < 0 or > MeetingRules.MaxMinutes)
        {
            return Refusal.Invalid("item_minutes_out_of_range", ("number", label));
        }

        if (Audiences.Write(item.Audience ?? []) is not { } audience
            || audience.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(word => !invited.Contains(word)))
        {
            return Refusal.Invalid("item_audience_invalid", ("number", label));
        }

        // Restricted to nobody would hide the item from the meeting.
        return item.IsRestricted && audience.Length == 0
            ? Refusal.Invalid("item_audience_missing", ("number", label))
            : new CheckedItem(
                item.Id, title, item.Kind, item.Minutes, item.PresenterId, presenter, item.Depth, description, audience, item.IsRestricted);
    }
}

internal sealed record CheckedItem(
    AgendaItemId? Id, string Title, AgendaItemKind Kind, int Minutes, PersonId? PresenterId, string? PresenterText, int Depth, string? Description,
    string Audience, bool IsRestricted);
