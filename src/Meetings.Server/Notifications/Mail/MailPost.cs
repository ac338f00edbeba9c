using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Microsoft.Extensions.Options;

namespace Meetings.Server.Notifications.Mail;

/// <summary>Where mail goes, read once from the settings.</summary>
internal sealed class MailPost
{
    public MailPost(IOptions<MailSettings> options, MeetingsSettings meetings, DataFolder data)
    {
        Settings = options.Value;
        Data = data;
        IsSmtp = !string.IsNullOrWhiteSpace(Settings.Host);
        if (!IsSmtp && (!string.IsNullOrWhiteSpace(Settings.Pickup) || meetings.Demo == true))
        {
            Pickup = string.IsNullOrWhiteSpace(Settings.Pickup) ? Path.Combine(data.FullPath, "mail") : Path.GetFullPath(Settings.Pickup);
        }

        var host = Uri.TryCreate(meetings.PublicAddress, UriKind.Absolute, out var address) ? address.Host : "meetings.localhost";
        if (IsSmtp && !MailAddresses.IsSound(Settings.From))
        {
            throw new StartRefusedException("Meetings:Mail:Host is set, but Meetings:Mail:From is not a mail address, e.g. hop@thapmuoi.example.");
        }

        From = new MailAddress(Settings.FromName, MailAddresses.IsSound(Settings.From) ? Settings.From! : "hop@" + host);
        Domain = From.Address[(From.Address.LastIndexOf('@') + 1)..];
    }

    public MailSettings Settings { get; }

    public DataFolder Data { get; }

    public bool IsSmtp { get; }

    /// <summary>The folder for files instead of a server; null with a server, or with neither.</summary>
    public string? Pickup { get; }

    public bool IsSetUp => IsSmtp || Pickup is not null;

    public MailAddress From { get; }

    public string Domain { get; }
}
