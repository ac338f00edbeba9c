using System.Globalization;
using Meetings.Server.Kernel;
using MimeKit;

namespace Meetings.Server.Notifications.Mail;

/// <summary>The mails of a server without a mail server, for whoever tries the product.</summary>
internal sealed class PickupFolder(MailPost post)
{
    private const int Most = 200;

    public MailFolder List()
    {
        if (post.Pickup is not { } folder || !Directory.Exists(folder))
        {
            return new MailFolder(post.Pickup is not null, []);
        }

        // The names are time-ordered ids.
        var files = Directory.EnumerateFiles(folder, "*.eml").OrderDescending(StringComparer.Ordinal).Take(Most);
        return new MailFolder(true, [.. files.Select(f => Summary(Path.GetFileNameWithoutExtension(f), MimeMessage.Load(f)))]);
    }

    public Outcome<PickedUpMail> Read(string id)
    {
        if (post.Pickup is not { } folder || !Guid.TryParseExact(id, "N", out var guid))
        {
            return Refusal.NotFound();
        }

        var file = Path.Combine(folder, guid.ToString("N", CultureInfo.InvariantCulture) + ".eml");
        if (!File.Exists(file))
        {
            return Refusal.NotFound();
        }

        using var mail = MimeMessage.Load(file);
        var calendar = mail.BodyParts.OfType<TextPart>().FirstOrDefault(p => p.ContentType.IsMimeType("text", "calendar"));
        return new PickedUpMail(
            Summary(id, mail),
            string.Join('\n', mail.Headers.Select(h => $"{h.Field}: {h.Value}")),
            mail.TextBody ?? "",
            calendar?.Text,
            [.. mail.Attachments.OfType<MimePart>().Select(a => a.FileName ?? a.ContentType.MimeType)]);
    }

    private static MailLine Summary(string id, MimeMessage mail) => new(
        id, mail.Date, mail.To.Mailboxes.FirstOrDefault()?.ToString() ?? "", mail.Subject ?? "",
        mail.BodyParts.FirstOrDefault(p => p.ContentType.IsMimeType("text", "calendar"))?.ContentType.Parameters["method"]);
}

/// <param name="IsInUse">Mails go into files here instead of to a server.</param>
[WireContract]
internal sealed record MailFolder(bool IsInUse, IReadOnlyList<MailLine> Mails);

/// <param name="Method">Of its calendar part: REQUEST, CANCEL.</param>
[WireContract]
internal sealed record MailLine(string Id, DateTimeOffset Date, string To, string Subject, string? Method);

[WireContract]
internal sealed record PickedUpMail(MailLine Line, string Headers, string Text, string? Calendar, IReadOnlyList<string> Attachments);
