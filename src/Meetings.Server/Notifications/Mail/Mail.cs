using System.Text.Json;
using Meetings.Server.Hosting;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Persistence.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Notifications.Mail;

internal sealed class Mail(MailPost post, OutboxWriter outbox, OutboxHealth health, MeetingsDbContext db) : IMail
{
    public bool IsSetUp => post.IsSetUp;

    public MailAddress From => post.From;

    public string Domain => post.Domain;

    public async Task<int> PostAsync(IReadOnlyCollection<MailDraft> drafts, CancellationToken cancellationToken) => post.IsSetUp && drafts.Count > 0
        ? await outbox.AddAsync(
            [.. drafts.Select(d => new OutboxDraft(
                MailCarrier.CarrierName, d.Key, d.Lane, JsonSerializer.Serialize(d.Letter, WireJson.Options), d.Topic, d.ExpiresAt))],
            cancellationToken)
        : 0;

    public MailTrouble? Trouble => health.Of(MailCarrier.CarrierName) is { } trouble ? new MailTrouble(trouble.Problem, trouble.NextTry) : null;

    public async Task<IReadOnlyList<(string Key, MailProgress Progress)>> ProgressAsync(string topic, CancellationToken cancellationToken) =>
        [.. (await db.Set<OutboxMessage>().AsNoTracking().Where(m => m.Topic == topic && m.Carrier == MailCarrier.CarrierName).OrderBy(m => m.Number)
            .Select(m => new { m.Key, m.State, m.Attempts, m.SentAt, m.Problem }).ToListAsync(cancellationToken))
            .Select(m => (m.Key, new MailProgress(StateOf(m.State), m.Attempts, m.SentAt, m.Problem)))];

    private static MailState StateOf(OutboxState state) => state switch
    {
        OutboxState.Waiting or OutboxState.Sending => MailState.Waiting,
        OutboxState.Sent => MailState.Sent,
        OutboxState.Refused => MailState.Refused,
        OutboxState.Expired => MailState.Expired,
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
