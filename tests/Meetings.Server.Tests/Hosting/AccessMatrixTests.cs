using System.Net;
using System.Reflection;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Meetings.Server.Tests.Hosting;

/// <summary>Every endpoint and hub method, found by reflection, against callers who should not get through (trust.md H07, H08).</summary>
public sealed class AccessMatrixTests(AccessMatrixTests.Server server) : IClassFixture<AccessMatrixTests.Server>
{
    public static TheoryData<string, string> Calls()
    {
        using var app = new Server();
        var calls = new TheoryData<string, string>();
        foreach (var endpoint in Endpoints(app))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"])
            {
                calls.Add(method, endpoint.RoutePattern.RawText!);
            }
        }

        return calls;
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_endpoint_has_a_rule_and_keeps_it(string method, string pattern)
    {
        var endpoint = Endpoints(server).First(one => one.RoutePattern.RawText == pattern
            && (one.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) ?? true));
        var access = endpoint.Metadata.GetMetadata<AccessAttribute>();
        Assert.True(access is not null, $"{method} {pattern} names no access rule: add .WithAccess(AccessRule...)");
        if (access.Rule == AccessRule.Anonymous)
        {
            return;
        }

        // Each row has sessions of its own, because among the rows are those that end sessions.
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server.Anonymous(), method, endpoint));
        var guest = await StatusAsync(await server.GuestAsync(), method, endpoint);
        var stranger = await StatusAsync(await server.StrangerAsync(), method, endpoint);
        if (!access.AdmitsGuests)
        {
            Assert.Equal(HttpStatusCode.Forbidden, guest);
        }

        if (access.Rule == AccessRule.Administrator)
        {
            Assert.Equal(HttpStatusCode.Forbidden, stranger);
        }

        // Ids in the path belong to nobody: whoever is signed in learns nothing and changes nothing.
        if (access.Rule != AccessRule.SignedIn && !IsHub(endpoint) && endpoint.RoutePattern.Parameters.Count > 0)
        {
            HttpStatusCode[] refusals = [HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.UnsupportedMediaType];
            Assert.Contains(stranger, refusals);
            Assert.Contains(guest, refusals);
        }

        Assert.NotEqual(HttpStatusCode.InternalServerError, guest);
        Assert.NotEqual(HttpStatusCode.InternalServerError, stranger);
    }

    [Fact]
    public void Every_hub_method_has_a_rule()
    {
        var without = typeof(ServerMarker).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Hub)) && !type.IsAbstract)
            .SelectMany(hub => hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && method.GetBaseDefinition().DeclaringType != typeof(Hub) && method.Name != nameof(IDisposable.Dispose))
            .Where(method => method.GetCustomAttribute<AccessAttribute>() is null)
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");
        Assert.Empty(without);
    }

    [Fact]
    public async Task Control_an_endpoint_without_a_rule_is_answered_to_nobody()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await (await server.StrangerAsync()).GetAsync(Server.WithoutRule)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Anonymous().GetAsync(Server.WithoutRule)).StatusCode);
    }

    private static IEnumerable<RouteEndpoint> Endpoints(Server app) => app.Services.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(endpoint => !endpoint.RoutePattern.RawText!.StartsWith("/test/", StringComparison.Ordinal));

    private static bool IsHub(Endpoint endpoint) => endpoint.Metadata.GetMetadata<HubMetadata>() is not null;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string method, RouteEndpoint endpoint)
    {
        var path = "/" + string.Join("", endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "n" or "page" or "number" } => "1",
            _ => Guid.NewGuid().ToString("N"),
        })) + "/")).TrimEnd('/');
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT")
        {
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        }

        // A live stream answers at once and never ends.
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    /// <summary>A demonstration server with a door for guests and an endpoint somebody forgot to give a rule.</summary>
    public sealed class Server() : MeetingsApp(services: services =>
    {
        services.Replace(ServiceDescriptor.Scoped<IGuestPasses, AlwaysHold>());
        services.AddSingleton<IStartupFilter, TestEndpoints>();
    }), IAsyncLifetime
    {
        public const string WithoutRule = "/test/without-rule";

        public async ValueTask InitializeAsync() => await AddAccountAsync("stranger");

        /// <summary>Signed in, with no role, position or invitation.</summary>
        public Task<HttpClient> StrangerAsync() => SignedInAsync("stranger");

        public async Task<HttpClient> GuestAsync()
        {
            var guest = Anonymous();
            (await guest.PostAsync("/test/guest", new { })).EnsureSuccessStatusCode();
            return guest;
        }
    }

    private sealed class AlwaysHold : IGuestPasses
    {
        public ValueTask<bool> HoldsAsync(GuestPass pass, CancellationToken cancellationToken) => ValueTask.FromResult(true);
    }

    private sealed class TestEndpoints : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.UseEndpoints(routes =>
            {
                routes.MapGet(Server.WithoutRule, () => "never seen");
                routes.MapPost("/test/guest", (HttpContext context, ISessions sessions) =>
                        sessions.SignInGuestAsync(context, new GuestPass(TypedId.New<MeetingId>(TimeProvider.System), "Khách", Guid.NewGuid())))
                    .WithAccess(AccessRule.Anonymous);
            });
        };
    }
}
