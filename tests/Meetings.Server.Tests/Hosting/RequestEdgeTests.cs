using System.Net;
using System.Text;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Meetings.Server.Tests.Hosting;

public sealed class RequestEdgeTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Fact]
    public async Task A_change_without_the_header_is_refused()
    {
        using var answer = await app.CreateClient().DeleteAsync("/api/session");
        Assert.Equal("400 csrf", await answer.OutcomeAsync());
    }

    [Theory]
    [InlineData("https://evil.example", "403 foreign_origin")]
    [InlineData("null", "403 foreign_origin")]
    [InlineData("http://localhost:9999", "403 foreign_origin")]
    [InlineData("http://localhost", "204")]
    public async Task A_change_from_another_origin_is_refused(string origin, string outcome)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Add("Origin", origin);
        Assert.Equal(outcome, await (await client.DeleteAsync("/api/session")).OutcomeAsync());
    }

    [Fact]
    public async Task A_hub_connection_from_another_origin_is_refused()
    {
        var client = await app.SignedInAsync("tinh.chutich");
        client.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        Assert.Equal("403 foreign_origin", await (await client.GetAsync("/hub/room")).OutcomeAsync());
    }

    [Theory]
    [InlineData("evil.example", 400)]
    [InlineData("localhost.evil.example", 400)]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:5080", 200)]
    [InlineData("[::1]:5080", 200)]
    public async Task A_foreign_host_name_is_not_answered(string host, int status)
    {
        var client = app.CreateClient();
        client.DefaultRequestHeaders.Host = host;
        Assert.Equal(status, (int)(await client.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task The_names_answered_are_read_again_when_the_machine_gets_another_address()
    {
        await using var own = await MeetingsApp.StartAsync();
        var settings = own.Services.GetRequiredService<MeetingsSettings>();
        var client = own.CreateClient();
        client.DefaultRequestHeaders.Host = "moved.example";
        Assert.Equal(400, (int)(await client.GetAsync("/health")).StatusCode);

        // Stands for an address of a network that was not there at the start.
        settings.Hosts = [.. settings.Hosts, "moved.example"];
        own.Services.GetServices<IOptionsChangeTokenSource<HostFilteringOptions>>().OfType<OwnAddressChanges>().Single().Tell(null, EventArgs.Empty);
        Assert.Equal(200, (int)(await client.GetAsync("/health")).StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"userName":null,"password":"x"}""")]
    [InlineData("""{"userName":7,"password":"x"}""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    public async Task Unreadable_input_is_a_bad_request_and_nothing_more(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await app.Anonymous().PostAsync("/api/session", content);
        Assert.Equal("""{"status":400,"code":"bad_request"}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        using var answer = await app.CreateClient().GetAsync("/api/session");
        string Header(string name) => answer.Headers.GetValues(name).Single();
        var policy = Header("Content-Security-Policy");
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Contains("camera=(self), microphone=(self)", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-store", Header("Cache-Control"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/api/x/%2e%2e/units")]
    [InlineData("//api/units")]
    [InlineData("/api/units;x")]
    [InlineData("/API/UNITS")]
    [InlineData("/api/units%20")]
    [InlineData("/api/units.")]
    public async Task A_bent_path_opens_nothing_that_the_plain_one_does_not(string path)
    {
        var answer = await app.CreateClient().GetAsync(new Uri("http://localhost" + path));
        Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.OK]);
        Assert.DoesNotContain("UBND", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RefusalKind.Invalid, 400)]
    [InlineData(RefusalKind.NotSignedIn, 401)]
    [InlineData(RefusalKind.Forbidden, 403)]
    [InlineData(RefusalKind.NotFound, 404)]
    [InlineData(RefusalKind.Conflict, 409)]
    [InlineData(RefusalKind.TooLarge, 413)]
    [InlineData(RefusalKind.TooMany, 429)]
    [InlineData(RefusalKind.Unavailable, 503)]
    public void Every_kind_of_refusal_has_its_status(RefusalKind kind, int status) => Assert.Equal(status, RefusalResults.Status(kind));

    [Fact]
    public void The_wire_writes_as_the_protocol_says()
    {
        var id = MeetingId.From(Guid.Parse("0123456789abcdef0123456789abcdef"));
        var json = System.Text.Json.JsonSerializer.Serialize(
            new { Id = id, At = MeetingsApp.Morning, Local = new DateTime(2026, 11, 23, 8, 0, 0), Kind = RefusalKind.NotSignedIn, Name = "Đồng Tháp", Nothing = (string?)null },
            WireJson.Options);
        Assert.Equal(
            """{"id":"0123456789abcdef0123456789abcdef","at":"2026-11-23T01:00:00Z","local":"2026-11-23T08:00","kind":"notSignedIn","name":"Đồng Tháp"}""", json);
    }
}
