using System.Globalization;
using Meetings.Server.Kernel;

namespace Meetings.Server.Scheduling;

/// <summary>
/// An urgent meeting (họp đột xuất): the lead times of invitations and papers do not bind it (Quyết định 45/2018/QĐ-TTg, Điều 10), so
/// whoever convenes it says why.
/// </summary>
internal static class Urgency
{
    /// <summary>Characters.</summary>
    public const int ReasonLength = 500;

    /// <returns>The clean reason, null for a meeting that is not urgent; "urgent_reason_missing" or "text_too_long" (args max).</returns>
    public static (string? Reason, Refusal? Refusal) Check(MeetingInput input)
    {
        if (!input.IsUrgent)
        {
            return (null, null);
        }

        return MeetingRules.CleanTitle(input.UrgentReason) switch
        {
            null => (null, Refusal.Invalid("urgent_reason_missing")),
            { Length: > ReasonLength } => (null, Refusal.Invalid("text_too_long", ("max", ReasonLength.ToString(CultureInfo.InvariantCulture)))),
            var reason => (reason, null),
        };
    }
}
