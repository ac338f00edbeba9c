using System.Security.Cryptography;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using QRCoder;

namespace Meetings.Server.Accounts.SecondFactor;

/// <summary>Authenticator app and recovery codes of one's own account.</summary>
internal sealed class TwoFactor(
    UserManager<Account> accounts, RecoveryCodes codes, Tickets tickets, GuessingDelay guessing, IDataProtectionProvider protection, MeetingsSettings settings,
    IAudit audit, MeetingsDbContext db, TimeProvider time)
{
    private const string Enrolment = "totp-enrolment";
    private readonly IDataProtector _secrets = protection.CreateProtector("Meetings.Accounts.Totp");

    public async Task<Outcome<SecurityView>> ViewAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller) is not { } account)
        {
            return Refusal.NotFound();
        }

        var passkeys = await accounts.GetPasskeysAsync(account);
        return new SecurityView(
            account.TotpSecret is not null, await codes.CountAsync(account.Id, cancellationToken),
            [.. passkeys.OrderBy(one => one.CreatedAt).Select(one => new PasskeyView(Passkeys.IdOf(one.CredentialId), one.Name ?? "", one.CreatedAt))],
            settings.RequiresSecondFactor(account.IsAdministrator));
    }

    /// <summary>A new secret, which counts only once its first code was typed.</summary>
    public async Task<Outcome<TotpStart>> StartAsync(HttpContext context, Caller caller, PasswordAgain again)
    {
        var known = await ReauthenticateAsync(context, caller, again);
        if (known.Refusal is { } refusal)
        {
            return refusal;
        }

        var secret = RandomNumberGenerator.GetBytes(Totp.SecretLength);
        var base32 = Totp.Base32(secret);
        var uri = Totp.Uri(known.Value.UserName!, "Meetings", base32);
        using var data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return new TotpStart(base32, uri, svg.GetGraphic(4), tickets.Seal(Enrolment, $"{caller.AccountId}|{Convert.ToBase64String(secret)}"));
    }

    public async Task<Outcome<RecoveryCodesView>> ConfirmAsync(HttpContext context, Caller caller, TotpConfirm input)
    {
        if (await FindAsync(caller) is not { } account || tickets.Open(Enrolment, input.Ticket, once: false)?.Split('|') is not [var owner, var sealedSecret]
            || owner != caller.AccountId.ToString())
        {
            return Refusal.Invalid("ticket_expired");
        }

        var secret = Convert.FromBase64String(sealedSecret);
        if (!Totp.TryVerify(secret, input.Code, time.GetUtcNow(), account.TotpStep, out var step))
        {
            return Refusal.Invalid("code_wrong");
        }

        account.TotpSecret = Convert.ToBase64String(_secrets.Protect(secret));
        account.TotpStep = step;
        audit.Note(caller, "account.totp_added", caller.AccountId.ToString());
        await accounts.UpdateAsync(account);
        return new RecoveryCodesView(await codes.MakeAsync(account, context.RequestAborted));
    }

    public async Task<Outcome<Done>> RemoveAsync(HttpContext context, Caller caller, PasswordAgain again)
    {
        var known = await ReauthenticateAsync(context, caller, again);
        if (known.Refusal is { } refusal)
        {
            return refusal;
        }

        if (known.Value is { HasPasskey: false } && settings.RequiresSecondFactor(known.Value.IsAdministrator))
        {
            return Refusal.Conflict("last_second_factor");
        }

        known.Value.TotpSecret = null;
        audit.Note(caller, "account.totp_removed", caller.AccountId.ToString());
        await accounts.UpdateAsync(known.Value);
        if (!known.Value.HasPasskey)
        {
            await codes.ForgetAsync(known.Value.Id, context.RequestAborted);
        }

        return Done.Instance;
    }

    public async Task<Outcome<RecoveryCodesView>> NewCodesAsync(HttpContext context, Caller caller, PasswordAgain again)
    {
        var known = await ReauthenticateAsync(context, caller, again);
        if (known.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!known.Value.HasSecondFactor)
        {
            return Refusal.Conflict("second_factor_first");
        }

        audit.Note(caller, "account.recovery_codes_made", caller.AccountId.ToString());
        await db.SaveChangesAsync(context.RequestAborted);
        return new RecoveryCodesView(await codes.MakeAsync(known.Value, context.RequestAborted));
    }

    /// <summary>Whether the code is the app's of this moment, not used before, or a recovery code left. Either is used up by it.</summary>
    public async Task<bool> IsRightAsync(Account account, string code, CancellationToken cancellationToken)
    {
        if (account.TotpSecret is { } kept && Totp.TryVerify(_secrets.Unprotect(Convert.FromBase64String(kept)), code, time.GetUtcNow(), account.TotpStep, out var step))
        {
            account.TotpStep = step;
            // The concurrency stamp lets one of two simultaneous uses through.
            return (await accounts.UpdateAsync(account)).Succeeded;
        }

        return await codes.UseAsync(account, code, cancellationToken);
    }

    /// <summary>A stolen session must not be enough to change what guards the account, nor a way to guess the password without delay.</summary>
    public async Task<Outcome<Account>> ReauthenticateAsync(HttpContext context, Caller caller, PasswordAgain again)
    {
        if (await FindAsync(caller) is not { UserName: { } userName } account)
        {
            return Refusal.NotFound();
        }

        if (guessing.Try(userName, context.Connection.RemoteIpAddress).Refusal is { } wait)
        {
            return wait;
        }

        if (again.Password.Length > PasswordPolicy.MaximumLength || !await accounts.CheckPasswordAsync(account, again.Password))
        {
            return Refusal.Invalid("password_wrong");
        }

        guessing.Right(userName, context.Connection.RemoteIpAddress);
        return account;
    }

    private async Task<Account?> FindAsync(Caller caller) => await accounts.FindByIdAsync(caller.AccountId.Value.ToString());
}
