using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Meetings.Server.Hosting;

/// <summary>The certificate of HTTPS: the configured one, else one made here and kept in the data folder.</summary>
internal static class ServerCertificate
{
    private const int ValidDays = 397;
    private const int RenewBeforeDays = 30;

    public static X509Certificate2 Load(MeetingsSettings settings, string folder, TimeProvider time) => settings.Https switch
    {
        { Certificate: { } file, Key: { } key } => FromPem(file, key, settings.Https.Password),
        { Certificate: { } file } => X509CertificateLoader.LoadPkcs12FromFile(file, settings.Https.Password),
        _ => SelfSigned(settings, folder, time),
    };

    /// <summary>SHA-256 of the certificate, as browsers show it, to compare before trusting.</summary>
    public static string Fingerprint(X509Certificate2 certificate) =>
        string.Join(':', SHA256.HashData(certificate.RawDataMemory.Span).Select(b => b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));

    private static X509Certificate2 FromPem(string file, string key, string? password)
    {
        using var pem = password is null ? X509Certificate2.CreateFromPemFile(file, key) : X509Certificate2.CreateFromEncryptedPemFile(file, password, key);
        // A key that lives only in memory does not work for TLS on every system; through PKCS #12 it does.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private static X509Certificate2 SelfSigned(MeetingsSettings settings, string folder, TimeProvider time)
    {
        var file = Path.Combine(folder, "self-signed.pfx");
        var names = Addresses.Hosts(settings);
        if (File.Exists(file))
        {
            var kept = X509CertificateLoader.LoadPkcs12FromFile(file, null);
            if (kept.NotAfter.ToUniversalTime() > time.GetUtcNow().UtcDateTime.AddDays(RenewBeforeDays) && names.All(name => kept.MatchesHostname(name.Trim('[', ']'))))
            {
                return kept;
            }

            kept.Dispose();
        }

        Directory.CreateDirectory(folder);
        using var made = Make(names, time);
        var bytes = made.Export(X509ContentType.Pkcs12);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(file, options))
        {
            stream.Write(bytes);
        }

        return X509CertificateLoader.LoadPkcs12(bytes, null);
    }

    private static X509Certificate2 Make(IEnumerable<string> names, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Meetings (self-signed)", key, HashAlgorithmName.SHA256);
        var subjects = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Select(name => name.Trim('[', ']')))
        {
            if (IPAddress.TryParse(name, out var address))
            {
                subjects.AddIpAddress(address);
            }
            else
            {
                subjects.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(subjects.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var now = time.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(ValidDays));
    }
}
