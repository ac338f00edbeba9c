using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Organisation.Administration;

/// <summary>Which units a caller administers: all of them, or what lies below the units of the administrator role.</summary>
internal sealed class UnitAuthority(OrganisationDirectory directory)
{
    public Task<IReadOnlySet<UnitId>> OfAsync(Caller caller, CancellationToken cancellationToken) =>
        directory.UnitsWithRoleAsync(caller.AccountId, UnitRole.Administrator, cancellationToken);

    public async Task<bool> CoversAsync(Caller caller, UnitId unit, CancellationToken cancellationToken) =>
        (await OfAsync(caller, cancellationToken)).Contains(unit);
}

/// <summary>Checks on names, shared by the forms of administration.</summary>
internal static partial class Names
{
    public const int Longest = 200;

    /// <summary>The text as it is stored; refused when nothing or too much is left.</summary>
    public static Outcome<string> Checked(string text)
    {
        var clean = VietnameseText.Clean(text).Replace('\n', ' ');
        return clean.Length switch
        {
            0 => Refusal.Invalid("name_missing"),
            > Longest => Refusal.Invalid("name_too_long", ("max", $"{Longest}")),
            _ => clean,
        };
    }

    /// <summary>A remark of one line, or nothing; what is too long is cut.</summary>
    public static string? Optional(string? text)
    {
        var clean = VietnameseText.Clean(text ?? "").Replace('\n', ' ');
        return clean.Length == 0 ? null : clean.Length <= Longest ? clean : clean[..Longest];
    }

    /// <summary>An address as RFC 5321 section 4.1.2 has it, ASCII and one only; nothing is nothing.</summary>
    public static Outcome<string?> Email(string? text)
    {
        var clean = (text ?? "").Trim();
        return clean.Length == 0 ? (string?)null : IsAddress(clean) ? clean : Refusal.Invalid("email_invalid");
    }

    private static bool IsAddress(string text) =>
        text.Length <= 254 && MailShape().IsMatch(text) && System.Net.Mail.MailAddress.TryCreate(text, out var parsed) && parsed.Address == text;

    [System.Text.RegularExpressions.GeneratedRegex(@"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$")]
    private static partial System.Text.RegularExpressions.Regex MailShape();
}
