using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// The relays an administrator configured, with credentials for one account. There is none by default: the server itself is reached
/// directly, by UDP or by TCP on the web port.
/// </summary>
internal static class IceServers
{
    public static IReadOnlyList<IceServerView> For(MediaSettings settings, string account, DateTimeOffset now) =>
        [.. settings.Turn.Where(turn => turn.Urls.Length > 0).Select(turn => View(turn, account, now))];

    /// <summary>
    /// Time-limited credentials as TURN servers with a shared secret expect them (draft-uberti-behave-turn-rest-00 section 2.2): the
    /// user name is the second of expiry and a name, the password its HMAC-SHA1 under the secret.
    /// </summary>
    private static IceServerView View(TurnSettings turn, string account, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(turn.Secret))
        {
            return new IceServerView(turn.Urls, turn.Username, turn.Credential);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{(now + turn.Lifetime).ToUnixTimeSeconds()}:{account}");
        return new IceServerView(turn.Urls, name, Convert.ToBase64String(Sign(turn.Secret, name)));
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "The TURN REST credential is defined with HMAC-SHA1.")]
    private static byte[] Sign(string secret, string name) => HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(name));
}

/// <summary>As RTCPeerConnection takes it.</summary>
[WireContract]
internal sealed record IceServerView(IReadOnlyList<string> Urls, string? Username, string? Credential);
