using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Text.Json;
using Meetings.Server.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace Meetings.Server.Demo.Attend;

/// <summary>One device's way to a server, as any client goes it: HTTP with a session cookie, and the hub.</summary>
internal sealed class ServerLine : IDisposable
{
    private readonly HttpClientHandler _handler;
    private readonly HttpClient _http;
    private readonly Uri _server;

    public ServerLine(Uri server)
    {
        _server = server;
        _handler = new HttpClientHandler { CookieContainer = new CookieContainer(), ServerCertificateCustomValidationCallback = (_, _, _, wrong) => IsTrusted(wrong) };
        _http = new HttpClient(_handler) { BaseAddress = server };
        _http.DefaultRequestHeaders.Add(CsrfGuard.Header, "1");
    }

    /// <returns>Null, or the code of the refusal.</returns>
    public async Task<string?> SignInAsync(string userName, string password, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync("/api/session", new { userName, password }, WireJson.Options, cancellationToken);
        return answer.IsSuccessStatusCode ? null : (await answer.Content.ReadFromJsonAsync<Problem>(WireJson.Options, cancellationToken))?.Code ?? "sign_in_failed";
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<JsonElement>(path, WireJson.Options, cancellationToken);

    /// <summary>A new line to the room's hub, not yet started.</summary>
    public HubConnection NewHub() => new HubConnectionBuilder()
        .WithUrl(new Uri(_server, "/hub/room"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.Cookies = _handler.CookieContainer;
            options.WebSocketConfiguration = socket => socket.RemoteCertificateValidationCallback = (_, _, _, wrong) => IsTrusted(wrong);
        })
        .AddJsonProtocol(json => WireJson.Apply(json.PayloadSerializerOptions))
        .Build();

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    // The certificate a server makes for itself is known to nobody; on the same machine nobody stands between.
    private bool IsTrusted(SslPolicyErrors wrong) => wrong == SslPolicyErrors.None || _server.IsLoopback;
}
