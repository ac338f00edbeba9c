using Meetings.Server.Kernel;

namespace Meetings.Server.Notifications.Contracts;

/// <summary>Sends mail through the outbox: written with the change that causes it, sent once, whatever fails in between.</summary>
public interface IMail
{
    /// <summary>False where no mail server is set; nothing is written then.</summary>
    bool IsSetUp { get; }

    /// <summary>The sender's address, which is also the organizer's in calendar parts.</summary>
    MailAddress From { get; }

    /// <summary>Right side of Message-IDs and calendar UIDs, e.g. "thapmuoi.dongthap.gov.vn".</summary>
    string Domain { get; }

    /// <summary>Writes into the caller's transaction. Keys written before are passed over.</summary>
    /// <returns>How many were new.</returns>
    Task<int> PostAsync(IReadOnlyCollection<MailDraft> drafts, CancellationToken cancellationToken);

    /// <summary>What became of the mails of one topic, in the order they were written.</summary>
    Task<IReadOnlyList<(string Key, MailProgress Progress)>> ProgressAsync(string topic, CancellationToken cancellationToken);

    /// <summary>Why nothing goes out right now; null while all is well.</summary>
    MailTrouble? Trouble { get; }
}

/// <param name="Key">Unique for ever.</param>
/// <param name="Lane">Mails of one lane arrive in the order written.</param>
/// <param name="Topic">What <see cref="IMail.ProgressAsync"/> is asked for.</param>
public sealed record MailDraft(string Key, string Lane, string Topic, MailLetter Letter, DateTimeOffset? ExpiresAt = null);

/// <summary>One mail to one recipient, in plain text. Line breaks and control characters in subject and names become spaces.</summary>
/// <param name="Calendar">Shown by mail programs as an invitation (RFC 6047).</param>
public sealed record MailLetter(
    MailAddress To, string Subject, string Text, CalendarPart? Calendar = null, IReadOnlyList<MailAttachment>? Attachments = null);

public sealed record MailAddress(string Name, string Address);

/// <param name="Method">REQUEST, CANCEL or PUBLISH (RFC 5546).</param>
/// <param name="Text">A whole iCalendar object.</param>
public sealed record CalendarPart(string Method, string Text);

/// <param name="File">Path inside the data folder; the file stays as it is.</param>
public sealed record MailAttachment(string Name, string MediaType, string File);

/// <param name="Problem">In the words of the mail server or of the network.</param>
public sealed record MailTrouble(string Problem, DateTimeOffset NextTry);

/// <param name="Problem">Why it waits or was refused.</param>
[WireContract]
public sealed record MailProgress(MailState State, int Attempts, DateTimeOffset? SentAt, string? Problem);

[WireContract]
public enum MailState
{
    Waiting,
    Sent,
    Refused,
    Expired,
}
