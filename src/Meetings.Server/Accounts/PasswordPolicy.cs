using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts;

/// <summary>Length instead of composition rules (NIST SP 800-63B 5.1.1.2, OWASP ASVS 6.2).</summary>
internal static class PasswordPolicy
{
    public const int MinimumLength = 10;

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
}
