using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Persistence.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Notifications.Mail;

/// <summary>How mail is doing, for administrators.</summary>
internal sealed class MailReport(MailPost post, OutboxHealth health, MeetingsDbContext db)
{
    public async Task<MailStatus> RunAsync(CancellationToken cancellationToken)
    {
        var counts = await db.Set<OutboxMessage>().Where(m => m.Carrier == MailCarrier.CarrierName).GroupBy(m => m.State)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var trouble = health.Of(MailCarrier.CarrierName);
        return new MailStatus(
            post.IsSmtp ? MailWay.Smtp : post.Pickup is not null ? MailWay.Pickup : MailWay.None,
            post.IsSmtp ? post.Settings.Host : post.Pickup,
            counts.GetValueOrDefault(OutboxState.Waiting) + counts.GetValueOrDefault(OutboxState.Sending),
            counts.GetValueOrDefault(OutboxState.Sent),
            counts.GetValueOrDefault(OutboxState.Refused),
            counts.GetValueOrDefault(OutboxState.Expired),
            trouble?.Problem,
            trouble?.NextTry);
    }
}

/// <param name="Target">Name of the server, or the folder.</param>
/// <param name="Problem">Why nothing goes out right now.</param>
[WireContract]
internal sealed record MailStatus(
    MailWay Way, string? Target, int Waiting, int Sent, int Refused, int Expired, string? Problem, DateTimeOffset? NextTry);

[WireContract]
internal enum MailWay
{
    None,
    Smtp,
    Pickup,
}
