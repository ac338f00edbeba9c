namespace Meetings.Server.Notifications.Mail;

/// <summary>Section "Meetings:Mail". With a <see cref="Host"/> mail goes to that server, with a <see cref="Pickup"/> folder into files.</summary>
public sealed class MailSettings
{
    public const string Section = "Meetings:Mail";

    /// <summary>Name or address of the SMTP server.</summary>
    public string? Host { get; set; }

    /// <summary>587 (submission), 465 (TLS from the start) or 25.</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the line is secured.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>The sender's address; needed with a <see cref="Host"/>.</summary>
    public string? From { get; set; }

    /// <summary>The sender's name.</summary>
    public string FromName { get; set; } = "Phòng họp trực tuyến";

    /// <summary>Connections at once, 1 to 16.</summary>
    public int Connections { get; set; } = 4;

    /// <summary>Seconds without an answer before a connection is given up.</summary>
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>A folder for mails as .eml files instead of a server. In demo mode: "mail" in the data folder.</summary>
    public string? Pickup { get; set; }
}

public enum MailSecurity
{
    /// <summary>TLS after STARTTLS, refused without it.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>None: only to a server on the same machine or a closed network.</summary>
    None,
}
