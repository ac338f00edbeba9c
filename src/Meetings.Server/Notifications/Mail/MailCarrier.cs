using System.Net.Sockets;
using System.Text.Json;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Meetings.Server.Hosting;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence.Outbox;
using MimeKit;

namespace Meetings.Server.Notifications.Mail;

/// <summary>Takes the outbox's mails to the SMTP server (RFC 5321), or into files where a folder stands in for one.</summary>
internal sealed class MailCarrier(MailPost post) : IOutboxCarrier
{
    public const string CarrierName = "mail";

    public string Name => CarrierName;

    public bool IsReady => post.IsSetUp;

    public int Sessions => post.IsSmtp ? Math.Clamp(post.Settings.Connections, 1, 16) : 1;

    public async Task<IOutboxSession> OpenAsync(CancellationToken cancellationToken)
    {
        if (!post.IsSmtp)
        {
            return new FileSession(post);
        }

        var client = new SmtpClient { Timeout = post.Settings.TimeoutSeconds * 1000 };
        try
        {
            var security = post.Settings.Security switch
            {
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.None => SecureSocketOptions.None,
                _ => throw new InvalidOperationException("Meetings:Mail:Security"),
            };
            await client.ConnectAsync(post.Settings.Host!, post.Settings.Port, security, cancellationToken);
            if (!string.IsNullOrEmpty(post.Settings.UserName))
            {
                await client.AuthenticateAsync(post.Settings.UserName, post.Settings.Password ?? "", cancellationToken);
            }

            return new SmtpSession(client, post);
        }
        catch (Exception down) when (IsOfTheLine(down) || down is SmtpCommandException or AuthenticationException or SslHandshakeException or NotSupportedException)
        {
            client.Dispose();
            throw new CarrierDownException(down.Message, down);
        }
    }

    private static bool IsOfTheLine(Exception failure) =>
        failure is SocketException or IOException or ProtocolException or TimeoutException or ServiceNotConnectedException;

    private static MimeMessage MessageOf(OutboxMessage row, MailPost post) => MailMessage.Build(
        JsonSerializer.Deserialize<MailLetter>(row.Payload, WireJson.Options)!, post.From, post.Domain, row.Id, row.CreatedAt,
        file => File.ReadAllBytes(Path.Combine(post.Data.FullPath, file)));

    private sealed class SmtpSession(SmtpClient client, MailPost post) : IOutboxSession
    {
        public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            MimeMessage mail;
            try
            {
                mail = MessageOf(message, post);
            }
            catch (Exception unreadable) when (unreadable is JsonException or FormatException or IOException)
            {
                return Delivery.Refused(unreadable.Message);
            }

            using (mail)
            {
                return await SendAsync(mail, cancellationToken);
            }
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                await client.DisconnectAsync(true, CancellationToken.None);
            }
            catch (Exception gone) when (IsOfTheLine(gone) || gone is SmtpCommandException or OperationCanceledException)
            {
                // Nothing of ours hangs on a polite goodbye.
            }

            client.Dispose();
        }

        private async Task<Delivery> SendAsync(MimeMessage mail, CancellationToken cancellationToken)
        {
            try
            {
                await client.SendAsync(mail, cancellationToken);
                return Delivery.Sent;
            }
            catch (SmtpCommandException refused)
            {
                // 421 closes the channel (RFC 5321 section 3.8); other 4yz are for later, 5yz for ever.
                if (refused.StatusCode == SmtpStatusCode.ServiceNotAvailable || !client.IsConnected)
                {
                    throw new CarrierDownException(refused.Message, refused);
                }

                var answer = $"{(int)refused.StatusCode} {refused.Message}";
                return (int)refused.StatusCode >= 500 ? Delivery.Refused(answer) : Delivery.Later(answer);
            }
            catch (Exception broken) when (IsOfTheLine(broken) || broken is OperationCanceledException)
            {
                throw new CarrierDownException(broken.Message, broken);
            }
        }
    }

    /// <summary>One file a mail under the id of its row: written twice it is still one.</summary>
    private sealed class FileSession(MailPost post) : IOutboxSession
    {
        public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            try
            {
                Directory.CreateDirectory(post.Pickup!);
                var file = Path.Combine(post.Pickup!, $"{message.Id:N}.eml");
                using var mail = MessageOf(message, post);
                await using (var stream = File.Create(file + ".tmp"))
                {
                    await mail.WriteToAsync(stream, cancellationToken);
                }

                File.Move(file + ".tmp", file, overwrite: true);
                return Delivery.Sent;
            }
            catch (IOException full)
            {
                throw new CarrierDownException(full.Message, full);
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
