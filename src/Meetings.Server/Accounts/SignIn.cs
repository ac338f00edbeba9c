using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts;

[WireContract]
public sealed record SignInInput(string UserName, string Password, bool Remember = false);

/// <summary>Name and password to a session.</summary>
internal sealed class SignIn(UserManager<Account> accounts, IPasswordHasher<Account> hasher, GuessingDelay guessing, Sessions sessions)
{
    // Verified in place of a missing account's, so that an unknown name takes as long as a wrong password.
    private static string? _nobodysHash;

    public async Task<Outcome<SessionView>> AttemptAsync(HttpContext context, SignInInput input)
    {
        var failed = new Refusal("sign_in_failed", RefusalKind.NotSignedIn);
        if (input.UserName.Length > 256 || input.Password.Length > PasswordPolicy.MaximumLength)
        {
            return failed;
        }

        var address = context.Connection.RemoteIpAddress;
        if (guessing.Try(input.UserName, address).Refusal is { } wait)
        {
            return wait;
        }

        var account = await accounts.FindByNameAsync(input.UserName);
        if (!await IsRightAsync(account, input.Password) || !account!.IsActive)
        {
            return failed;
        }

        guessing.Right(input.UserName, address);
        return await sessions.SignInAsync(context, account, input.Remember);
    }

    private async Task<bool> IsRightAsync(Account? account, string password)
    {
        if (account?.PasswordHash is not null)
        {
            return await accounts.CheckPasswordAsync(account, password);
        }

        var nobody = account ?? new Account { DisplayName = "" };
        _nobodysHash ??= hasher.HashPassword(nobody, Guid.NewGuid().ToString());
        hasher.VerifyHashedPassword(nobody, _nobodysHash, password);
        return false;
    }
}
