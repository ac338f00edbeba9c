using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts;

/// <summary>Who may sign in. A person's account, a site's device account, or a guest admitted by a link for one meeting.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>Name shown before the directory is asked, e.g. "Nguyễn Văn An" or "Điểm cầu UBND xã Mỹ Đông".</summary>
    public required string DisplayName { get; set; }

    public PersonId? PersonId { get; set; }

    /// <summary>Set for a site's device account.</summary>
    public SiteId? SiteId { get; set; }

    /// <summary>May administer the whole installation.</summary>
    public bool IsAdministrator { get; set; }

    /// <summary>A deactivated account cannot sign in; its history stays.</summary>
    public bool IsActive { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Key of the authenticator app, encrypted by the server's data protection; null without one.</summary>
    public string? TotpSecret { get; set; }

    /// <summary>Time step of the last code taken, so that no code is taken twice.</summary>
    public long TotpStep { get; set; }

    /// <summary>Whether any passkey is kept for the account; their table holds them.</summary>
    public bool HasPasskey { get; set; }

    public bool HasSecondFactor => TotpSecret is not null || HasPasskey;
}
