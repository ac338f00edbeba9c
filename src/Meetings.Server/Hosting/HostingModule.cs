using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Meetings.Server.Hosting;

/// <summary>What every request passes: JSON rules, refusals, security headers, static files, health.</summary>
public static class HostingModule
{
    public static IHostApplicationBuilder AddHosting(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<MeetingsSettings>().BindConfiguration(MeetingsSettings.Section)
            .PostConfigure(settings => settings.Demo ??= !builder.Environment.IsProduction());
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<MeetingsSettings>>().Value);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<INews, InProcessNews>();
        services.ConfigureHttpJsonOptions(json => WireJson.Apply(json.SerializerOptions));
        // Input that cannot be read becomes an exception in every environment, so that RequestFailures gives it a code.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddExceptionHandler<RequestFailures>();
        services.AddSingleton<IAuthorizationHandler, AccessHandler>();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(Policy())
            .SetFallbackPolicy(Policy());
        return builder;

        static AuthorizationPolicy Policy() =>
            new AuthorizationPolicyBuilder(SessionClaims.Scheme).AddRequirements(new AccessRequirement()).Build();
    }

    public static WebApplication UseHosting(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(_ => { });
        app.UseRouting();
        app.UseMiddleware<CsrfGuard>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/health", () => TypedResults.Text("ok")).WithName("Health").WithAccess(AccessRule.Anonymous);
        return app;
    }
}
