using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Accounts;

/// <param name="UserName">Of the account whose password the link sets; left out for the first administrator, who chooses one.</param>
[WireContract]
public sealed record SetupView(bool Valid, string? UserName, string? DisplayName);

/// <param name="UserName">First administrator only.</param>
/// <param name="DisplayName">First administrator only.</param>
[WireContract]
public sealed record SetupInput(string Token, string Password, string? UserName = null, string? DisplayName = null);

/// <summary>What a one-time link leads to: the first administrator, or the first password of an account.</summary>
internal sealed class Setup(
    OneTimeLinks links, UserManager<Account> accounts, Sessions sessions, INews news, IAudit audit, MeetingsDbContext db, TimeProvider time)
{
    public async Task<SetupView> ViewAsync(string token, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(token, cancellationToken) is not { } link)
        {
            return new SetupView(false, null, null);
        }

        var account = link.AccountId is { } id ? await accounts.FindByIdAsync(id.Value.ToString()) : null;
        return new SetupView(true, account?.UserName, account?.DisplayName);
    }

    public async Task<Outcome<SessionView>> HandleAsync(HttpContext context, SetupInput input)
    {
        var cancellationToken = context.RequestAborted;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await links.FindAsync(input.Token, cancellationToken) is not { } link)
        {
            return new Refusal("setup_link_invalid", RefusalKind.NotFound);
        }

        var made = link.AccountId is { } id ? await SetPasswordAsync(id, input.Password) : await MakeAdministratorAsync(input);
        if (made.IsRefused)
        {
            return made.Refusal!;
        }

        if (!await links.UseAsync(link, cancellationToken))
        {
            return new Refusal("setup_link_invalid", RefusalKind.NotFound);
        }

        await transaction.CommitAsync(cancellationToken);
        await news.TellAsync(new SignedOutEverywhere(AccountId.From(made.Value.Id)), cancellationToken);
        return await sessions.SignInAsync(context, made.Value, remember: false);
    }

    private async Task<Outcome<Account>> SetPasswordAsync(AccountId id, string password)
    {
        if (await accounts.FindByIdAsync(id.Value.ToString()) is not { IsActive: true } account)
        {
            return new Refusal("setup_link_invalid", RefusalKind.NotFound);
        }

        if (PasswordPolicy.Check(password, account.UserName ?? "") is { } refusal)
        {
            return refusal;
        }

        audit.Note(null, "account.password_set", id.ToString());
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, password);
        await accounts.UpdateSecurityStampAsync(account);
        return account;
    }

    private async Task<Outcome<Account>> MakeAdministratorAsync(SetupInput input)
    {
        if (await db.Set<Account>().AnyAsync(account => account.IsAdministrator))
        {
            return new Refusal("setup_link_invalid", RefusalKind.NotFound);
        }

        var account = new Account
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            UserName = input.UserName?.Trim() ?? "",
            DisplayName = VietnameseText.Clean(input.DisplayName ?? ""),
            IsAdministrator = true,
            CreatedAt = time.GetUtcNow(),
        };
        if (account.DisplayName.Length == 0)
        {
            account.DisplayName = account.UserName;
        }

        if (PasswordPolicy.Check(input.Password, account.UserName) is { } refusal)
        {
            return refusal;
        }

        audit.Note(null, "account.first_administrator_created", account.Id.ToString("N"), new { account.UserName });
        var made = await accounts.CreateAsync(account, input.Password);
        return made.Succeeded ? account : AccountRefusals.Of(made);
    }
}

internal static class AccountRefusals
{
    public static Refusal Of(IdentityResult failed) => failed.Errors.First().Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateUserName) => Refusal.Conflict("user_name_taken"),
        nameof(IdentityErrorDescriber.InvalidUserName) => Refusal.Invalid("user_name_invalid"),
        nameof(IdentityErrorDescriber.ConcurrencyFailure) => Refusal.Conflict("edited_elsewhere"),
        var code => throw new InvalidOperationException($"Identity refused: {code}"),
    };
}

/// <summary>Outside demo mode, as long as there is no administrator, the console shows a link to become one.</summary>
internal sealed class FirstAdministratorNotice(OneTimeLinks links, MeetingsDbContext db, MeetingsSettings settings) : IStartNotice
{
    public int Order => 30;

    public async Task<IReadOnlyList<string>> LinesAsync(string address, CancellationToken cancellationToken)
    {
        if (settings.Demo == true || await db.Set<Account>().AnyAsync(account => account.IsAdministrator, cancellationToken))
        {
            return [];
        }

        var token = await links.MakeAsync(null, cancellationToken);
        return
        [
            "Chưa có người quản trị. Mở liên kết này (dùng một lần) để tạo / no administrator yet; open this link (works once) to create one:",
            $"  {address}/setup?token={token}",
        ];
    }
}
