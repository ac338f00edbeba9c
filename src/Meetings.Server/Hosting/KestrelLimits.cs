using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Meetings.Server.Hosting;

/// <summary>What one client may cost: connections, slow headers, large bodies; and TLS 1.2 or better without CBC.</summary>
internal sealed class KestrelLimits(MeetingsSettings settings, IEnumerable<IRawConnections> raw, TimeProvider time) : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>Bytes; endpoints that take files raise it for themselves.</summary>
    public const long MaxBody = 1024 * 1024;

    private static readonly TlsCipherSuite[] Suites =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxConcurrentConnections = 5000;
        options.Limits.MaxConcurrentUpgradedConnections = 5000;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        options.Limits.MaxRequestBodySize = MaxBody;
        // Added before HTTPS is, so it sees a connection's bytes before TLS does. The network's time: a test may hold the meeting's.
        options.ConfigureEndpointDefaults(listen =>
        {
            foreach (var taker in raw)
            {
                listen.Use(web => new ConnectionSplitter(web, taker, TimeProvider.System).OnConnectionAsync);
            }
        });
        options.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = ServerCertificate.Load(settings, settings.HttpsFolder, time);
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
            https.OnAuthenticate = (_, tls) =>
            {
                // Elsewhere the system decides.
                if (OperatingSystem.IsLinux())
                {
                    tls.CipherSuitesPolicy = new CipherSuitesPolicy(Suites);
                }
            };
        });
    }
}
