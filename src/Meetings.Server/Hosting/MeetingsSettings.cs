namespace Meetings.Server.Hosting;

/// <summary>Section "Meetings" of the configuration: everything an administrator may set without touching the code.</summary>
public sealed class MeetingsSettings
{
    public const string Section = "Meetings";

    /// <summary>Where the database, documents, keys and certificates live. Default: meetings in the user's local data folder.</summary>
    public string? DataFolder { get; set; }

    /// <summary>Demonstration data and accounts with a known password. Default: on, but off in the Production environment.</summary>
    public bool? Demo { get; set; }

    /// <summary>The address people type, e.g. "https://hop.thapmuoi.vn"; links in messages use it. Default: the first address served.</summary>
    public string? PublicAddress { get; set; }

    /// <summary>Further host names answered beside localhost, this machine's name and addresses and that of <see cref="PublicAddress"/>.</summary>
    public string[] Hosts { get; set; } = [];

    /// <summary>Addresses of reverse proxies whose X-Forwarded-For and -Proto are believed. Default: none is.</summary>
    public string[] Proxies { get; set; } = [];

    /// <summary>Folder of the built browser client. Default: wwwroot beside the program, else at the repository root.</summary>
    public string? WebRoot { get; set; }

    /// <summary>Whether administrators must have a passkey or an authenticator app. Default: yes, but not in demo mode.</summary>
    public bool? RequireSecondFactor { get; set; }

    public bool RequiresSecondFactor(bool isAdministrator) => isAdministrator && (RequireSecondFactor ?? Demo != true);

    public HttpsSettings Https { get; set; } = new();

    public MediaSettings Media { get; set; } = new();

    /// <summary>The configured folder, else "meetings" in the user's local data folder ($XDG_DATA_HOME on Linux).</summary>
    public string DataFolderPath => PathOf(DataFolder);

    internal string HttpsFolder => Path.Combine(DataFolderPath, "https");

    public static string PathOf(string? configured) => Path.GetFullPath(string.IsNullOrWhiteSpace(configured)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "meetings")
        : configured);
}

public sealed class HttpsSettings
{
    /// <summary>Path of a PFX file, or of a PEM certificate with its <see cref="Key"/>.</summary>
    public string? Certificate { get; set; }

    /// <summary>Path of the PEM private key.</summary>
    public string? Key { get; set; }

    public string? Password { get; set; }

    /// <summary>Allows plain HTTP off loopback: only right behind a reverse proxy that speaks HTTPS.</summary>
    public bool Off { get; set; }
}

public sealed class MediaSettings
{
    /// <summary>UDP port of all media; 0 takes a free one.</summary>
    public int Port { get; set; } = 40000;

    /// <summary>Threads that carry media, 1 to 64; a room lives on one. Default: half the processors, at most 8.</summary>
    public int? Threads { get; set; }

    /// <summary>Addresses told to browsers. Default: the machine's own.</summary>
    public string[] Announced { get; set; } = [];

    /// <summary>
    /// TCP port told to browsers whose network blocks UDP. Default: the port of the web server, which takes media too; 0: no TCP.
    /// </summary>
    public int? TcpPort { get; set; }

    /// <summary>TURN relays told to browsers. Default: none.</summary>
    public TurnSettings[] Turn { get; set; } = [];
}

/// <summary>A TURN relay of the administrator's (RFC 8656); the product brings none.</summary>
public sealed class TurnSettings
{
    /// <summary>As browsers take them, e.g. "turns:turn.example.vn:443?transport=tcp".</summary>
    public string[] Urls { get; set; } = [];

    public string? Username { get; set; }

    public string? Credential { get; set; }

    /// <summary>The relay's shared secret (coturn: static-auth-secret); user name and credential are then made for each client.</summary>
    public string? Secret { get; set; }

    /// <summary>How long a made credential is good. Default: 12 hours.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(12);
}
