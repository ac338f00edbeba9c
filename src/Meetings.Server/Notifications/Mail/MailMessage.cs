using System.Text;
using Meetings.Server.Notifications.Contracts;
using MimeKit;
using MimeKit.Utils;

namespace Meetings.Server.Notifications.Mail;

/// <summary>
/// A letter as MIME: plain text beside its calendar part (RFC 6047 section 2.4), attachments after. The Message-ID comes from the
/// outbox row, so that a second copy of the same mail is known as such (RFC 5322 section 3.6.4).
/// </summary>
internal static class MailMessage
{
    private const int LongestLine = 200;

    public static MimeMessage Build(MailLetter letter, MailAddress from, string domain, Guid id, DateTimeOffset date, Func<string, byte[]> read)
    {
        var message = new MimeMessage { Date = date, MessageId = $"{id:N}@{domain}", Subject = OneLine(letter.Subject) };
        message.From.Add(Mailbox(from));
        message.To.Add(Mailbox(letter.To));
        message.Headers.Add("Auto-Submitted", "auto-generated"); // RFC 3834: no holiday notices, please
        MimeEntity body = Part("plain", letter.Text.ReplaceLineEndings("\r\n"));
        if (letter.Calendar is { } calendar)
        {
            var part = Part("calendar", calendar.Text);
            part.ContentType.Parameters.Add("method", calendar.Method);
            body = new MultipartAlternative(body, part);
        }

        if (letter.Attachments is { Count: > 0 } attachments)
        {
            var mixed = new Multipart("mixed") { body };
            foreach (var attachment in attachments)
            {
                mixed.Add(new MimePart(attachment.MediaType)
                {
                    Content = new MimeContent(new MemoryStream(read(attachment.File))),
                    ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
                    ContentTransferEncoding = ContentEncoding.Base64,
                    FileName = OneLine(attachment.Name),
                });
            }

            body = mixed;
        }

        message.Body = body;
        return message;
    }

    /// <summary>No control character or line separator of a title may become a header of its own (CWE-93).</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var separates = Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 || Rune.IsWhiteSpace(rune);
            if (!separates)
            {
                line.Append(rune);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        var clean = line.ToString().TrimEnd();
        return clean.Length <= LongestLine ? clean : clean[..(LongestLine - 1)].TrimEnd() + "…";
    }

    private static MailboxAddress Mailbox(MailAddress address) => new(Encoding.UTF8, OneLine(address.Name), address.Address);

    // Base64: old relays break long or 8-bit lines, and a calendar must arrive to the byte.
    private static TextPart Part(string subtype, string text)
    {
        var part = new TextPart(subtype) { ContentTransferEncoding = ContentEncoding.Base64 };
        part.SetText(Encoding.UTF8, text);
        part.ContentTransferEncoding = ContentEncoding.Base64;
        part.ContentId = null;
        return part;
    }
}
