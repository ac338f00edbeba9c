using System.Net;
using Meetings.Server.Accounts;
using Meetings.Server.Kernel;
using Microsoft.Extensions.Time.Testing;

namespace Meetings.Server.Tests.Accounts;

public sealed class GuessingDelayTests
{
    private static readonly IPAddress Attacker = IPAddress.Parse("192.0.2.7");
    private static readonly IPAddress Owner = IPAddress.Parse("198.51.100.3");
    private readonly FakeTimeProvider _clock = new(MeetingsApp.Morning);
    private readonly GuessingDelay _guessing;

    public GuessingDelayTests() => _guessing = new GuessingDelay(_clock);

    [Fact]
    public void Five_wrong_tries_are_free_then_the_wait_doubles_up_to_a_quarter_of_an_hour()
    {
        Fail("lan", Attacker, 5);
        Assert.Equal(1, Wait("lan", Attacker));
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
        {
            Assert.Equal(seconds, Wait("lan", Attacker));
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            Assert.False(_guessing.Try("LAN ", Attacker).IsRefused);
        }
    }

    [Fact]
    public void A_thousand_wrong_passwords_from_elsewhere_do_not_keep_the_owner_out()
    {
        for (var i = 0; i < 1000; i++)
        {
            _guessing.Try("lan", Attacker);
        }

        Assert.Equal(0, Wait("lan", Owner));
    }

    [Fact]
    public void An_account_attacked_from_two_hundred_addresses_gives_each_one_try_and_its_owner_too()
    {
        for (var i = 0; i < 200; i++)
        {
            _guessing.Try("lan", IPAddress.Parse($"203.0.113.{i}"));
        }

        var fresh = IPAddress.Parse("203.0.113.250");
        Fail("lan", fresh, 1);
        Assert.NotEqual(0, Wait("lan", fresh));
        Assert.Equal(0, Wait("lan", Owner));
        _guessing.Right("lan", Owner);
        Assert.Equal(0, Wait("lan", Owner));
    }

    [Fact]
    public void One_address_trying_many_accounts_is_slowed_as_an_address()
    {
        for (var i = 0; i < GuessingDelay.FreeTriesOfAddress; i++)
        {
            Fail($"account{i}", Attacker, 1);
        }

        Assert.NotEqual(0, Wait("another", Attacker));
        Assert.Equal(0, Wait("another", Owner));
    }

    [Fact]
    public void Addresses_of_one_IPv6_network_count_as_one()
    {
        for (var i = 1; i <= 5; i++)
        {
            Fail("lan", IPAddress.Parse($"2001:db8:1:1::{i:x}"), 1);
        }

        Assert.NotEqual(0, Wait("lan", IPAddress.Parse("2001:db8:1:1::99")));
        Assert.Equal(0, Wait("lan", IPAddress.Parse("2001:db8:1:2::1")));
    }

    [Fact]
    public void Fifty_tries_at_once_count_as_fifty() =>
        Assert.Equal(5, ParallelEnumerable.Range(0, 50).Count(_ => !_guessing.Try("lan", Attacker).IsRefused));

    [Fact]
    public void After_an_hour_all_is_forgotten()
    {
        Fail("lan", Attacker, 5);
        _clock.Advance(TimeSpan.FromHours(1));
        Fail("lan", Attacker, 5);
    }

    private void Fail(string userName, IPAddress address, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.False(_guessing.Try(userName, address).IsRefused);
        }
    }

    private int Wait(string userName, IPAddress address)
    {
        var outcome = _guessing.Try(userName, address);
        if (outcome.Refusal is { } refusal)
        {
            Assert.Equal(("too_many_attempts", RefusalKind.TooMany), (refusal.Code, refusal.Kind));
            return int.Parse(refusal.Args!["seconds"]);
        }

        return 0;
    }
}
