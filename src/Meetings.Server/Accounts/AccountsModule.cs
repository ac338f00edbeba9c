using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Accounts.Devices;
using Meetings.Server.Accounts.SecondFactor;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts;

/// <summary>Sign-in, sessions, passwords and the first administrator.</summary>
public static class AccountsModule
{
    // PBKDF2-HMAC-SHA512, OWASP password storage cheat sheet.
    private const int HashIterations = 210_000;

    public static IHostApplicationBuilder AddAccounts(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddIdentityCore<Account>(PasswordPolicy.Apply).AddEntityFrameworkStores<MeetingsDbContext>();
        services.AddAuthentication(SessionClaims.Scheme).AddCookie(SessionClaims.Scheme, Cookie);
        var keys = Path.Combine(MeetingsSettings.PathOf(builder.Configuration[$"{MeetingsSettings.Section}:{nameof(MeetingsSettings.DataFolder)}"]), "keys");
        services.AddDataProtection().SetApplicationName("meetings").PersistKeysToFileSystem(new DirectoryInfo(keys));
        services.AddScoped<SignOuts>();
        services.AddScoped<Sessions>();
        services.AddScoped<ISessions>(provider => provider.GetRequiredService<Sessions>());
        services.AddScoped<IAccounts, AccountRegister>();
        services.AddScoped<SignIn>();
        services.AddScoped<ChangePassword>();
        services.AddScoped<Setup>();
        services.AddScoped<OneTimeLinks>();
        services.AddScoped<IStartNotice, FirstAdministratorNotice>();
        services.AddScoped<TwoFactor>();
        services.AddScoped<RecoveryCodes>();
        services.AddScoped<Passkeys>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddSingleton<Tickets>();
        services.AddScoped<SiteDevices>();
        services.AddScoped<ISiteDevices>(provider => provider.GetRequiredService<SiteDevices>());
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // A passkey stands for two factors, so the device must verify its user, and be found without a name typed.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
        });
        services.Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3);
        services.AddSingleton<GuessingDelay>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = HashIterations);
        return builder;
    }

    public static IEndpointRouteBuilder MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/session", (HttpContext context, Sessions sessions) => sessions.ViewAsync(context.User, context.RequestAborted))
            .WithName("GetSession").WithAccess(AccessRule.Anonymous);
        routes.MapPost("/api/session", (SignInInput input, HttpContext context, SignIn signIn) => signIn.AttemptAsync(context, input).ToResult())
            .WithName("SignIn").WithAccess(AccessRule.Anonymous);
        routes.MapDelete("/api/session", async (HttpContext context) =>
            {
                await context.SignOutAsync(SessionClaims.Scheme);
                return TypedResults.NoContent();
            })
            .WithName("SignOut").WithAccess(AccessRule.Anonymous);
        routes.MapDelete("/api/sessions", async (Caller caller, HttpContext context, ISessions sessions) =>
            {
                await sessions.SignOutEverywhereAsync(caller.AccountId, context.RequestAborted);
                await context.SignOutAsync(SessionClaims.Scheme);
                return TypedResults.NoContent();
            })
            .WithName("SignOutEverywhere").WithAccess(AccessRule.SignedIn);
        routes.MapPost("/api/account/password", (ChangePasswordInput input, Caller caller, HttpContext context, ChangePassword change) =>
                change.HandleAsync(context, caller, input).ToResult())
            .WithName("ChangePassword").WithAccess(AccessRule.SignedIn);
        routes.MapGet("/api/setup", (Setup setup, CancellationToken cancellationToken, string token = "") => setup.ViewAsync(token, cancellationToken))
            .WithName("GetSetup").WithAccess(AccessRule.Anonymous);
        routes.MapPost("/api/setup", (SetupInput input, HttpContext context, Setup setup) => setup.HandleAsync(context, input).ToResult())
            .WithName("SetUp").WithAccess(AccessRule.Anonymous);
        routes.MapPost("/api/device", (PairInput input, HttpContext context, SiteDevices devices) => devices.PairAsync(context, input).ToResult())
            .WithName("PairDevice").WithAccess(AccessRule.Anonymous);
        SecondFactorEndpoints.Map(routes);
        return routes;
    }

    private static void Cookie(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "meetings";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = SessionPrincipal.ValidateAsync;
        options.Events.OnRedirectToLogin = context => context.HttpContext.RefuseAsync(new Refusal("not_signed_in", RefusalKind.NotSignedIn));
        options.Events.OnRedirectToAccessDenied = context => context.HttpContext.RefuseAsync(Refusal.Forbidden(
            context.HttpContext.User.HasClaim(claim => claim.Type == SessionClaims.MustEnrol) ? "second_factor_required" : "forbidden"));
    }
}
