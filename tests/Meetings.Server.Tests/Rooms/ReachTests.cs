using System.Net;
using System.Security.Cryptography;
using System.Text;
using Meetings.Server.Hosting;
using Meetings.Server.Rooms.Live;

namespace Meetings.Server.Tests.Rooms;

public sealed class ReachTests
{
    private static readonly IPAddress Lan = IPAddress.Parse("10.1.2.3");
    private static readonly IPAddress Public = IPAddress.Parse("203.0.113.7");

    [Fact]
    public void Tcp_is_told_where_the_web_port_is_reached_and_https_first()
    {
        Assert.Equal(
            [new IPEndPoint(Lan, 5443), new IPEndPoint(IPAddress.Loopback, 5443)],
            TcpAddresses.Of(["http://localhost:5080", "https://0.0.0.0:5443"], [Lan, IPAddress.Loopback], mapped: false, port: null));
        Assert.Equal(
            [new IPEndPoint(IPAddress.Loopback, 5080)],
            TcpAddresses.Of(["http://localhost:5080"], [Lan, IPAddress.Loopback], mapped: false, port: null));
        Assert.Equal([new IPEndPoint(Lan, 443)], TcpAddresses.Of(["https://10.1.2.3:443"], [Lan, Public], mapped: false, port: null));
        Assert.Equal([new IPEndPoint(Lan, 5443)], TcpAddresses.Of(["https://[::]:5443"], [Lan], mapped: false, port: null));
    }

    [Fact]
    public void Behind_a_router_the_configured_address_and_port_are_told()
    {
        Assert.Equal([new IPEndPoint(Public, 443)], TcpAddresses.Of(["https://10.1.2.3:5443"], [Public], mapped: true, port: 443));
        Assert.Empty(TcpAddresses.Of(["http://127.0.0.1:5080"], [Public], mapped: true, port: null)); // behind a proxy that does not pass media
        Assert.Empty(TcpAddresses.Of(["https://0.0.0.0:5443"], [Public], mapped: true, port: 0));
    }

    [Fact]
    public void M16_no_relay_is_told_by_default() =>
        Assert.Empty(IceServers.For(new MeetingsSettings().Media, "account", DateTimeOffset.UnixEpoch));

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "The TURN REST credential is defined with HMAC-SHA1.")]
    [Fact]
    public void A_relay_with_a_secret_gets_credentials_that_expire()
    {
        var settings = new MediaSettings
        {
            Turn =
            [
                new TurnSettings { Urls = ["turn:turn.example.vn:3478"], Secret = "north", Lifetime = TimeSpan.FromHours(1) },
                new TurnSettings { Urls = ["turns:turn.example.vn:443?transport=tcp"], Username = "u", Credential = "c" },
                new TurnSettings { Secret = "without an address" },
            ],
        };
        var servers = IceServers.For(settings, "ac1", DateTimeOffset.FromUnixTimeSeconds(1_000));

        Assert.Equal(2, servers.Count);
        Assert.Equal("4600:ac1", servers[0].Username);
        Assert.Equal(Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes("north"), Encoding.UTF8.GetBytes("4600:ac1"))), servers[0].Credential);
        Assert.DoesNotContain("north", servers[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(("u", "c"), (servers[1].Username, servers[1].Credential));
    }
}
