using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts;

[WireContract]
public sealed record ChangePasswordInput(string Current, string Next);

/// <summary>The current password again, then the new one; all other sessions end, this one goes on.</summary>
internal sealed class ChangePassword(
    UserManager<Account> accounts, GuessingDelay guessing, Sessions sessions, INews news, IAudit audit, MeetingsDbContext db)
{
    public async Task<Outcome<Done>> HandleAsync(HttpContext context, Caller caller, ChangePasswordInput input)
    {
        if (await accounts.FindByIdAsync(caller.AccountId.Value.ToString()) is not { UserName: { } userName } account)
        {
            return Refusal.NotFound();
        }

        // A stolen session must not be a way to guess the password without the delay.
        if (guessing.Try(userName, context.Connection.RemoteIpAddress).Refusal is { } wait)
        {
            return wait;
        }

        if (input.Current.Length > PasswordPolicy.MaximumLength || !await accounts.CheckPasswordAsync(account, input.Current))
        {
            return Refusal.Invalid("password_wrong");
        }

        guessing.Right(userName, context.Connection.RemoteIpAddress);
        if (PasswordPolicy.Check(input.Next, userName) is { } refusal)
        {
            return refusal;
        }

        var wasRemembered = (await context.AuthenticateAsync()).Properties?.IsPersistent == true;
        audit.Note(caller, "account.password_changed", caller.AccountId.ToString());
        var changed = await accounts.ChangePasswordAsync(account, input.Current, input.Next);
        if (!changed.Succeeded)
        {
            return Refusal.Conflict("edited_elsewhere");
        }

        await db.SaveChangesAsync(context.RequestAborted);
        await news.TellAsync(new SignedOutEverywhere(caller.AccountId), context.RequestAborted);
        await sessions.SignInAsync(context, account, wasRemembered);
        return Done.Instance;
    }
}
