using System.Net;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
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
        builder.Configuration["urls"] = Addresses.Secured(
            builder.Configuration["urls"], builder.Configuration.GetSection("Meetings:Https").Get<HttpsSettings>() ?? new HttpsSettings());
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>();
        services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = LosingLines.Listen);
        services.AddOptions<HostFilteringOptions>().Configure<MeetingsSettings>((filter, settings) => filter.AllowedHosts = Addresses.Hosts(settings));
        services.AddSingleton<IOptionsChangeTokenSource<HostFilteringOptions>, OwnAddressChanges>();
        services.AddSingleton<WebClient>();
        Telemetry.Add(builder);
        services.AddHostedService<StartNotice>();
        services.AddScoped<IStartNotice, CertificateNotice>();
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
        var settings = app.Services.GetRequiredService<MeetingsSettings>();
        var client = app.Services.GetRequiredService<WebClient>();
        UseProxies(app, settings);
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(_ => { });
        app.Use(client.ServeFileAsync);
        app.UseRouting();
        app.UseMiddleware<CsrfGuard>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/health", () => TypedResults.Text("ok")).WithName("Health").WithAccess(AccessRule.Anonymous);
        app.Map("/api/{**path}", () => Refusal.NotFound().ToResult()).WithName("UnknownApi").WithAccess(AccessRule.Anonymous);
        app.MapFallback("{**path}", client.ServePageAsync).WithName("ClientPage").WithAccess(AccessRule.Anonymous);
        return app;
    }

    // X-Forwarded-* is anybody's claim unless it comes from a known proxy; without one it is not even read.
    private static void UseProxies(WebApplication app, MeetingsSettings settings)
    {
        if (settings.Proxies.Length == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        foreach (var proxy in settings.Proxies)
        {
            options.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        app.UseForwardedHeaders(options);
    }
}
