using System.Globalization;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling;

/// <summary>What a plan must satisfy by itself, before anything is looked up.</summary>
internal static class MeetingRules
{
    /// <summary>Characters; a longer title does not fit the trích yếu of its papers.</summary>
    public const int TitleLength = 300;

    public const int NotesLength = 4000;

    public const int MaxInvitees = 1000;

    /// <summary>Bounds of a meeting's length in minutes.</summary>
    public const int MinMinutes = 5, MaxMinutes = 7 * 24 * 60;

    public static Outcome<CheckedPlan> Check(MeetingInput input)
    {
        if (Secrecy.Refuse(input.Secrecy) is { } secret)
        {
            return secret;
        }

        if (CleanTitle(input.Title) is not { } title)
        {
            return Refusal.Invalid("title_missing");
        }

        if (title.Length > TitleLength)
        {
            return Refusal.Invalid("title_too_long", ("max", Text(TitleLength)));
        }

        if (!Enum.IsDefined(input.Kind) || !Enum.IsDefined(input.Mode) || !Enum.IsDefined(input.Quorum))
        {
            return Refusal.Invalid("input_invalid");
        }

        if (input.Minutes is < MinMinutes or > MaxMinutes)
        {
            return Refusal.Invalid("minutes_out_of_range", ("min", Text(MinMinutes)), ("max", Text(MaxMinutes)));
        }

        var place = CleanOptional(input.Place);
        var notes = CleanOptional(input.Notes);
        if (place?.Length > TitleLength || notes?.Length > NotesLength)
        {
            return Refusal.Invalid("text_too_long", ("max", Text(place?.Length > TitleLength ? TitleLength : NotesLength)));
        }

        var time = MeetingTime.Resolve(input.LocalStart, input.Zone);
        if (time.Refusal is { } badTime)
        {
            return badTime;
        }

        var invitees = CheckInvitees(input);
        if (invitees.Refusal is { } badInvitees)
        {
            return badInvitees;
        }

        var agenda = AgendaRules.Check(input.Agenda ?? [], invitees.Value);
        if (agenda.Refusal is { } badAgenda)
        {
            return badAgenda;
        }

        if (input.ChairId is { } chair && input.SecretaryId == chair)
        {
            return Refusal.Invalid("chair_is_secretary");
        }

        var urgency = Urgency.Check(input);
        if (urgency.Refusal is { } noReason)
        {
            return noReason;
        }

        return new CheckedPlan(
            title, input.Kind, input.Mode, input.HostUnitId, input.ChairId, input.SecretaryId, time.Value, input.Minutes, place, notes,
            agenda.Value, invitees.Value, urgency.Reason, input.Quorum);
    }

    /// <summary>One line of text, or null when nothing readable is left.</summary>
    public static string? CleanTitle(string? text) => CleanOptional(text?.Replace('\n', ' '));

    public static string? CleanOptional(string? text) =>
        text is null ? null : VietnameseText.Clean(text) is { Length: > 0 } clean ? clean : null;

    private static Outcome<List<Invitee>> CheckInvitees(MeetingInput input)
    {
        var invitees = input.Invitees ?? [];
        if (invitees.Count > MaxInvitees)
        {
            return Refusal.Invalid("too_many_invitees", ("max", Text(MaxInvitees)));
        }

        var answer = new List<Invitee>(invitees.Count);
        foreach (var invitee in invitees)
        {
            if (invitee is null || !Enum.IsDefined(invitee.Kind) || !Enum.IsDefined(invitee.Role)
                || !Guid.TryParseExact(invitee.TargetId, "N", out var target))
            {
                return Refusal.Invalid("input_invalid");
            }

            // Chair and secretary have fields of their own; two sources for one fact would drift apart.
            if (invitee.Role is MeetingRole.Chair or MeetingRole.Secretary)
            {
                var named = invitee.Role == MeetingRole.Chair ? input.ChairId : input.SecretaryId;
                if (invitee.Kind == InviteeKind.Person && named == new PersonId(target))
                {
                    continue;
                }

                return Refusal.Invalid("invitee_role_invalid");
            }

            answer.Add(invitee.Kind switch
            {
                InviteeKind.Unit => new Invitee(new UnitId(target), null, null, invitee.Role),
                InviteeKind.Person => new Invitee(null, new PersonId(target), null, invitee.Role),
                _ => new Invitee(null, null, new SiteId(target), invitee.Role),
            });
        }

        return answer.DistinctBy(i => (i.UnitId, i.PersonId, i.SiteId)).Count() == answer.Count
            ? answer
            : Refusal.Invalid("invitee_twice");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A plan that is right in itself: texts clean, time resolved, ids well formed but not looked up yet.</summary>
internal sealed record CheckedPlan(
    string Title,
    MeetingKind Kind,
    MeetingMode Mode,
    UnitId HostUnitId,
    PersonId? ChairId,
    PersonId? SecretaryId,
    MeetingTime Time,
    int Minutes,
    string? Place,
    string? Notes,
    IReadOnlyList<CheckedItem> Agenda,
    IReadOnlyList<Invitee> Invitees,
    string? UrgentReason,
    QuorumRule Quorum);
