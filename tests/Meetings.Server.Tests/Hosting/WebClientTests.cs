using System.Net;

namespace Meetings.Server.Tests.Hosting;

public sealed class WebClientTests(WebClientTests.Client client) : IClassFixture<WebClientTests.Client>
{
    private readonly string _root = client.Root;
    private readonly MeetingsApp _app = client.App;

    /// <summary>One server with a built client in a folder of its own; the tests only read.</summary>
    public sealed class Client : IAsyncLifetime
    {
        public string Root { get; } = Directory.CreateTempSubdirectory("meetings-client-").FullName;

        public MeetingsApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Directory.CreateDirectory(Path.Combine(Root, "assets"));
            await File.WriteAllTextAsync(Path.Combine(Root, "index.html"), "<!doctype html><title>Họp</title>");
            await File.WriteAllTextAsync(Path.Combine(Root, "README.md"), "not for browsers");
            await File.WriteAllTextAsync(Path.Combine(Root, "assets/app-1a2b.js"), "plain");
            await File.WriteAllTextAsync(Path.Combine(Root, "assets/app-1a2b.js.br"), "brotli");
            await File.WriteAllTextAsync(Path.Combine(Root, "assets/app-1a2b.js.gz"), "gzip");
            await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(Root)!, Path.GetFileName(Root) + ".txt"), "outside");
            App = await MeetingsApp.StartAsync(demo: false, settings: ("Meetings:WebRoot", Root));
        }

        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync();
            Directory.Delete(Root, recursive: true);
            File.Delete(Root + ".txt");
        }
    }

    [Theory]
    [InlineData("br, gzip", "br", "brotli")]
    [InlineData("gzip, deflate", "gzip", "gzip")]
    [InlineData("br;q=0, identity", null, "plain")]
    [InlineData(null, null, "plain")]
    public async Task A_hashed_asset_comes_ready_compressed_and_is_kept_for_ever(string? accepts, string? encoding, string body)
    {
        using var answer = await GetAsync("/assets/app-1a2b.js", accepts);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/meetings/0123456789abcdef0123456789abcdef")]
    [InlineData("/setup?token=x")]
    public async Task The_clients_own_pages_get_its_index_asked_for_anew_each_time(string path)
    {
        using var answer = await GetAsync(path, null);
        Assert.Contains("Họp", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("no-cache", answer.Headers.CacheControl!.ToString());
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await _app.CreateClient().SendAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("/README.md")]
    [InlineData("/assets/missing.js")]
    [InlineData("/api/unknown")]
    [InlineData("/%2e%2e/%2e%2e/etc/hosts.txt")]
    public async Task What_is_not_the_clients_is_not_found(string path) =>
        Assert.Equal("404 not_found", await (await GetAsync(path, null)).OutcomeAsync());

    [Fact]
    public async Task Nothing_outside_the_web_root_is_served() =>
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"/%2e%2e/{Path.GetFileName(_root)}.txt", null)).StatusCode);

    private async Task<HttpResponseMessage> GetAsync(string path, string? accepts)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accepts is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
        }

        return await _app.CreateClient().SendAsync(request);
    }
}
