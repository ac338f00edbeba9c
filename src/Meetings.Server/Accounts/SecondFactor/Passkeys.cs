using System.Buffers.Text;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts.SecondFactor;

/// <summary>Passkeys (WebAuthn level 3) by ASP.NET Core Identity's handler: made signed in, used instead of name, password and code.</summary>
internal sealed class Passkeys(
    IPasskeyHandler<Account> handler, UserManager<Account> accounts, TwoFactor twoFactor, Tickets tickets, MeetingsSettings settings, IAudit audit)
{
    private const string Making = "passkey-making";
    private const string Using = "passkey-using";
    private const int Most = 20;
    private const int LongestName = 60;

    public static string IdOf(byte[] credentialId) => Base64Url.EncodeToString(credentialId);

    public async Task<Outcome<PasskeyStart>> StartMakingAsync(HttpContext context, Caller caller, PasswordAgain again)
    {
        var known = await twoFactor.ReauthenticateAsync(context, caller, again);
        if (known.Refusal is { } refusal)
        {
            return refusal;
        }

        if ((await accounts.GetPasskeysAsync(known.Value)).Count >= Most)
        {
            return Refusal.Conflict("too_many_passkeys", ("max", $"{Most}"));
        }

        var entity = new PasskeyUserEntity { Id = known.Value.Id.ToString(), Name = known.Value.UserName!, DisplayName = known.Value.DisplayName };
        var made = await handler.MakeCreationOptionsAsync(entity, context);
        return new PasskeyStart(made.CreationOptionsJson, tickets.Seal(Making, made.AttestationState ?? ""));
    }

    public async Task<Outcome<Done>> MakeAsync(HttpContext context, Caller caller, PasskeyInput input)
    {
        if (tickets.Open(Making, input.Ticket, once: true) is not { } state)
        {
            return Refusal.Invalid("ticket_expired");
        }

        var attested = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = context,
            CredentialJson = input.Credential,
            AttestationState = state,
        });
        if (!attested.Succeeded || attested.UserEntity.Id != caller.AccountId.Value.ToString() || await accounts.FindByIdAsync(attested.UserEntity.Id) is not { } account)
        {
            return Refusal.Invalid("passkey_refused");
        }

        var name = VietnameseText.Clean(input.Name);
        attested.Passkey.Name = name.Length == 0 ? "Passkey" : name.Length > LongestName ? name[..LongestName] : name;
        account.HasPasskey = true;
        audit.Note(caller, "account.passkey_added", caller.AccountId.ToString(), new { attested.Passkey.Name });
        var kept = await accounts.AddOrUpdatePasskeyAsync(account, attested.Passkey);
        return kept.Succeeded ? Done.Instance : Refusal.Conflict("edited_elsewhere");
    }

    public async Task<Outcome<Done>> RemoveAsync(HttpContext context, Caller caller, string id, PasswordAgain again)
    {
        var known = await twoFactor.ReauthenticateAsync(context, caller, again);
        if (known.Refusal is { } refusal)
        {
            return refusal;
        }

        var all = await accounts.GetPasskeysAsync(known.Value);
        if (all.FirstOrDefault(one => IdOf(one.CredentialId) == id) is not { } passkey)
        {
            return Refusal.NotFound();
        }

        var isLast = all.Count == 1;
        if (isLast && known.Value.TotpSecret is null && settings.RequiresSecondFactor(known.Value.IsAdministrator))
        {
            return Refusal.Conflict("last_second_factor");
        }

        known.Value.HasPasskey = !isLast;
        audit.Note(caller, "account.passkey_removed", caller.AccountId.ToString(), new { passkey.Name });
        await accounts.RemovePasskeyAsync(known.Value, passkey.CredentialId);
        return Done.Instance;
    }

    /// <summary>For nobody in particular: the browser offers what it has for this address.</summary>
    public async Task<PasskeyStart> StartUsingAsync(HttpContext context)
    {
        var asked = await handler.MakeRequestOptionsAsync(null, context);
        return new PasskeyStart(asked.RequestOptionsJson, tickets.Seal(Using, asked.AssertionState ?? ""));
    }

    /// <summary>The account whose passkey signed our challenge with the user verified, which is two factors in one.</summary>
    public async Task<Outcome<Account>> UseAsync(HttpContext context, PasskeyInput input)
    {
        var failed = new Refusal("passkey_refused", RefusalKind.NotSignedIn);
        if (tickets.Open(Using, input.Ticket, once: true) is not { } state)
        {
            return Refusal.Invalid("ticket_expired");
        }

        var asserted = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context,
            CredentialJson = input.Credential,
            AssertionState = state,
        });
        if (!asserted.Succeeded || !asserted.User.IsActive)
        {
            return failed;
        }

        await accounts.AddOrUpdatePasskeyAsync(asserted.User, asserted.Passkey); // the signature counter, against clones
        return asserted.User;
    }
}
