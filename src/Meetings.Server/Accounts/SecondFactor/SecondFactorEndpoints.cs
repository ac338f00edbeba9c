using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;

namespace Meetings.Server.Accounts.SecondFactor;

internal static class SecondFactorEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/session/second", (SecondFactorInput input, HttpContext context, SignIn signIn) => signIn.SecondAsync(context, input).ToResult())
            .WithName("SignInSecond").WithAccess(AccessRule.Anonymous);
        routes.MapPost("/api/session/passkey/options", (HttpContext context, Passkeys passkeys) => passkeys.StartUsingAsync(context))
            .WithName("StartPasskeySignIn").WithAccess(AccessRule.Anonymous);
        routes.MapPost("/api/session/passkey", (PasskeyInput input, HttpContext context, SignIn signIn) => signIn.PasskeyAsync(context, input).ToResult())
            .WithName("SignInByPasskey").WithAccess(AccessRule.Anonymous);

        // An administrator without a second factor gets as far as these, and no further.
        var own = routes.MapGroup("/api/account").WithAccess(AccessRule.SignedIn).WithMetadata(new WhileEnrollingAttribute());
        own.MapGet("/security", (Caller caller, TwoFactor factor, CancellationToken cancellationToken) => factor.ViewAsync(caller, cancellationToken).ToResult()).WithName("GetSecurity");
        own.MapPost("/totp", (PasswordAgain input, Caller caller, HttpContext context, TwoFactor factor) => factor.StartAsync(context, caller, input).ToResult()).WithName("StartTotp");
        own.MapPost("/totp/confirm", (TotpConfirm input, Caller caller, HttpContext context, TwoFactor factor) => factor.ConfirmAsync(context, caller, input).ToResult()).WithName("ConfirmTotp");
        own.MapPost("/totp/remove", (PasswordAgain input, Caller caller, HttpContext context, TwoFactor factor) => factor.RemoveAsync(context, caller, input).ToResult()).WithName("RemoveTotp");
        own.MapPost("/recovery", (PasswordAgain input, Caller caller, HttpContext context, TwoFactor factor) => factor.NewCodesAsync(context, caller, input).ToResult()).WithName("MakeRecoveryCodes");
        own.MapPost("/passkeys/options", (PasswordAgain input, Caller caller, HttpContext context, Passkeys passkeys) => passkeys.StartMakingAsync(context, caller, input).ToResult()).WithName("StartPasskey");
        own.MapPost("/passkeys", (PasskeyInput input, Caller caller, HttpContext context, Passkeys passkeys) => passkeys.MakeAsync(context, caller, input).ToResult()).WithName("AddPasskey");
        own.MapPost("/passkeys/{credential}/remove", (string credential, PasswordAgain input, Caller caller, HttpContext context, Passkeys passkeys) =>
            passkeys.RemoveAsync(context, caller, credential, input).ToResult()).WithName("RemovePasskey");
    }
}
