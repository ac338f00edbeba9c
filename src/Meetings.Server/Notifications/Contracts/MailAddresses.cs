using MimeKit;

namespace Meetings.Server.Notifications.Contracts;

/// <summary>Which texts are addresses mail can be sent to.</summary>
public static class MailAddresses
{
    /// <summary>RFC 5321 section 4.5.3.1.3.</summary>
    private const int Longest = 254;

    /// <summary>One plain "local@domain": no name, no second address, no control characters.</summary>
    public static bool IsSound(string? address) =>
        address is { Length: > 2 and <= Longest }
        && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or ',' or ';' or '"' or '\\')
        && MailboxAddress.TryParse(address, out var mailbox)
        && mailbox.Address == address
        && mailbox.LocalPart.Length > 0 && mailbox.Domain.Length > 0;
}
