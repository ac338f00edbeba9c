using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts;

/// <summary>Name and password to a session.</summary>
[WireContract]
public sealed record SignInInput(string UserName, string Password, bool Remember);

internal sealed class SignIn(UserManager<Account> accounts, Sessions sessions)
{
    public async Task<Outcome<SessionView>> AttemptAsync(HttpContext context, SignInInput input)
    {
        var account = await accounts.FindByNameAsync(input.UserName);
        if (account is not { IsActive: true } || !await accounts.CheckPasswordAsync(account, input.Password))
        {
            return new Refusal("sign_in_failed", RefusalKind.NotSignedIn);
        }

        return await sessions.SignInAsync(context, account, input.Remember);
    }
}
