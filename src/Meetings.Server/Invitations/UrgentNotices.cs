using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Invitations;

/// <summary>Invitations of an urgent meeting (họp đột xuất) ring in the open windows of those who are asked.</summary>
internal static class UrgentNotices
{
    /// <summary>The notice as it is for any other meeting. The secretary, who sends them, is told without ringing.</summary>
    public static Notice Of(MeetingPlan plan, Invitation row, Notice notice) => plan.IsUrgent
        ? notice with
        {
            Kind = notice.Kind == "invited" ? "urgent" : notice.Kind,
            Args = plan.UrgentReason is { } reason ? new Dictionary<string, string>(notice.Args) { ["reason"] = reason } : notice.Args,
            Rings = row.Role != MeetingRole.Secretary,
            ExpiresAt = plan.Start.AddMinutes(plan.Minutes),
        }
        : notice;
}
