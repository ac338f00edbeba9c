using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Accounts.SecondFactor;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts;

[WireContract]
public sealed record SignInInput(string UserName, string Password, bool Remember = false);

/// <summary>Name and password to a session.</summary>
internal sealed class SignIn(
    UserManager<Account> accounts, IPasswordHasher<Account> hasher, GuessingDelay guessing, Sessions sessions, TwoFactor twoFactor, Passkeys passkeys,
    Tickets tickets)
{
    private const string Halfway = "halfway";

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
        return account.HasSecondFactor
            ? sessions.Halfway(new SecondStep(tickets.Seal(Halfway, $"{account.Id:N}|{account.SecurityStamp}|{input.Remember}"), account.TotpSecret is not null, account.HasPasskey))
            : await sessions.SignInAsync(context, account, input.Remember);
    }

    /// <summary>The second step after the password: a code of the app, or a recovery code.</summary>
    public async Task<Outcome<SessionView>> SecondAsync(HttpContext context, SecondFactorInput input)
    {
        if (tickets.Open(Halfway, input.Ticket, once: false)?.Split('|') is not [var id, var stamp, var remember]
            || await accounts.FindByIdAsync(Guid.ParseExact(id, "N").ToString()) is not { IsActive: true } account || account.SecurityStamp != stamp)
        {
            return new Refusal("ticket_expired");
        }

        // Counted apart from the password, or the right password would forgive wrong codes.
        var counted = $"second|{account.UserName}";
        if (guessing.Try(counted, context.Connection.RemoteIpAddress).Refusal is { } wait)
        {
            return wait;
        }

        if (input.Code.Length > 64 || !await twoFactor.IsRightAsync(account, input.Code, context.RequestAborted))
        {
            return Refusal.Invalid("code_wrong");
        }

        guessing.Right(counted, context.Connection.RemoteIpAddress);
        return await sessions.SignInAsync(context, account, bool.Parse(remember));
    }

    /// <summary>A passkey alone: it is something one has, unlocked by something one knows or is.</summary>
    public async Task<Outcome<SessionView>> PasskeyAsync(HttpContext context, PasskeyInput input)
    {
        var used = await passkeys.UseAsync(context, input);
        return used.Refusal is { } refusal ? refusal : await sessions.SignInAsync(context, used.Value, input.Remember);
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
