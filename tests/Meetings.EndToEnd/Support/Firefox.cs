using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Meetings.EndToEnd.Support;

/// <summary>Firefox ESR driven by WebDriver BiDi (W3C) over its own WebSocket, inside a network namespace: it ignores 127.0.0.1 candidates.</summary>
internal sealed class Firefox : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket;
    private int _id;
    private string _context = string.Empty;

    private Firefox(Process process, string profile, ClientWebSocket socket)
    {
        _process = process;
        _profile = profile;
        _socket = socket;
    }

    public static async Task<Firefox> StartAsync(NetworkNamespace network)
    {
        Machine.Require(File.Exists("/usr/bin/firefox-esr"), "Firefox ESR is not installed (package firefox-esr)");
        var profile = Directory.CreateTempSubdirectory("meetings-ff-").FullName;
        await File.WriteAllTextAsync(Path.Combine(profile, "user.js"), """
            user_pref("media.navigator.permission.disabled", true);
            user_pref("media.navigator.streams.fake", true);
            user_pref("media.autoplay.default", 0);
            user_pref("media.peerconnection.ice.obfuscate_host_addresses", false);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            user_pref("app.update.enabled", false);
            user_pref("network.captive-portal-service.enabled", false);
            user_pref("network.connectivity-service.enabled", false);
            user_pref("remote.active-protocols", 1);
            user_pref("intl.accept_languages", "vi,en");
            """);
        // The remote agent listens on loopback of its namespace; a relay inside it is not needed because we speak to it from inside as well.
        var start = new ProcessStartInfo("ip", $"netns exec {network.Name} /usr/bin/firefox-esr --headless --no-remote --profile {profile} --remote-debugging-port 9222 --remote-allow-hosts {network.Address} about:blank")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = profile;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        try
        {
            var firefox = new Firefox(process, profile, await NamespaceSocket.ConnectAsync(network, 9222, "/session"));
            await firefox.SendAsync("session.new", new JsonObject
            {
                ["capabilities"] = new JsonObject { ["alwaysMatch"] = new JsonObject { ["acceptInsecureCerts"] = true } },
            });
            var tree = await firefox.SendAsync("browsingContext.getTree", []);
            firefox._context = tree["contexts"]![0]!["context"]!.GetValue<string>();
            return firefox;
        }
        catch
        {
            // One that does not answer would go on working beside all tests after it.
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public Task GoAsync(string url) => SendAsync("browsingContext.navigate", new JsonObject
    {
        ["context"] = _context,
        ["url"] = url,
        ["wait"] = "interactive",
    });

    /// <summary>Evaluates an expression that yields something JSON can carry; promises are awaited.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var result = await SendAsync("script.evaluate", new JsonObject
        {
            ["expression"] = $"(async () => JSON.stringify(await ({expression})))()",
            ["target"] = new JsonObject { ["context"] = _context },
            ["awaitPromise"] = true,
            ["userActivation"] = true,
        });
        if (result["type"]!.GetValue<string>() != "success")
        {
            throw new InvalidOperationException($"Firefox: {result["exceptionDetails"]?["text"]} in {expression}");
        }

        return result["result"]!["value"] is { } text ? JsonNode.Parse(text.GetValue<string>()) : null;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        var id = ++_id;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        var request = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString();
        await _socket.SendAsync(Encoding.UTF8.GetBytes(request), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
        while (true)
        {
            var answer = JsonNode.Parse(await ReceiveAsync(limit.Token))!;
            if (answer["id"]?.GetValue<int>() != id)
            {
                continue;
            }

            return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer.ToJsonString(new JsonSerializerOptions { WriteIndented = false })}");
        }
    }

    private async Task<string> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return Encoding.UTF8.GetString(message.ToArray());
    }
}
