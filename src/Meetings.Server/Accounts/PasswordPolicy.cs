using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts;

/// <summary>Length and a list of what everybody guesses first, instead of composition rules (NIST SP 800-63B 5.1.1.2, OWASP ASVS 6.2).</summary>
internal static class PasswordPolicy
{
    public const int MinimumLength = 10;

    /// <summary>Bounds the work of hashing what strangers send.</summary>
    public const int MaximumLength = 256;

    private static readonly HashSet<string> Common = Read();

    public static Refusal? Check(string password, string userName)
    {
        if (password.Length < MinimumLength)
        {
            return Refusal.Invalid("password_too_short", ("min", $"{MinimumLength}"));
        }

        if (password.Length > MaximumLength)
        {
            return Refusal.Invalid("password_too_long", ("max", $"{MaximumLength}"));
        }

        var folded = VietnameseText.Fold(password);
        var isCommon = Common.Contains(folded) || folded.Distinct().Count() < 4
            || (userName.Length > 3 && folded.Replace(VietnameseText.Fold(userName), "", StringComparison.Ordinal).Length < 4);
        return isCommon ? Refusal.Invalid("password_too_common") : null;
    }

    public static void Apply(IdentityOptions options)
    {
        options.Password.RequiredLength = MinimumLength;
        options.Password.RequireDigit = false;
        options.Password.RequireLowercase = false;
        options.Password.RequireUppercase = false;
        options.Password.RequireNonAlphanumeric = false;
        options.Password.RequiredUniqueChars = 1;
        options.User.RequireUniqueEmail = false;
        options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_@";
    }

    private static HashSet<string> Read()
    {
        using var stream = typeof(PasswordPolicy).Assembly.GetManifestResourceStream("Meetings.Server.Accounts.common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
