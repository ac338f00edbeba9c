using System.Net;
using System.Net.Sockets;
using Meetings.Server.Kernel;

namespace Meetings.Server.Accounts;

/// <summary>
/// Slows guessing down without ever locking an account: waits grow per (account, address) and per address, so an attacker
/// elsewhere cannot keep the owner out. An account under attack from many addresses gives each new address one free try
/// instead of five; the owner with the right password needs one.
/// </summary>
/// <remarks>Unknown names count exactly as known ones. Kept in memory: a restart forgives.</remarks>
internal sealed class GuessingDelay(TimeProvider time)
{
    /// <summary>Wrong passwords without a wait, per account and address.</summary>
    public const int FreeTries = 5;

    /// <summary>Wrong passwords without a wait, per address over all accounts; a whole commune may share one.</summary>
    public const int FreeTriesOfAddress = 50;

    /// <summary>Wrong passwords on an account from everywhere, after which a new address has one try.</summary>
    public const int AttackedAfter = 50;

    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromHours(1);
    private const int MostEntries = 50_000;

    private readonly Dictionary<string, Count> _counts = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Asks for a try and counts it as wrong until <see cref="Right"/>, so that parallel tries cannot slip through together.</summary>
    public Outcome<Done> Try(string userName, IPAddress? address)
    {
        var (pair, account, network) = Keys(userName, address);
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var isAttacked = Read(account, now).Wrong >= AttackedAfter;
            var wait = Max(
                Wait(Read(pair, now), isAttacked ? 1 : FreeTries, now),
                Wait(Read(network, now), FreeTriesOfAddress, now));
            if (wait > TimeSpan.Zero)
            {
                return new Refusal("too_many_attempts", RefusalKind.TooMany, new Dictionary<string, string>
                {
                    ["seconds"] = Math.Ceiling(wait.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture),
                });
            }

            Forget(now);
            foreach (var key in (ReadOnlySpan<string>)[pair, account, network])
            {
                _counts[key] = new Count(Read(key, now).Wrong + 1, now);
            }

            return Done.Instance;
        }
    }

    /// <summary>The try was right: its own count is taken back, the pair starts anew.</summary>
    public void Right(string userName, IPAddress? address)
    {
        var (pair, account, network) = Keys(userName, address);
        lock (_gate)
        {
            _counts.Remove(pair);
            foreach (var key in (ReadOnlySpan<string>)[account, network])
            {
                if (_counts.TryGetValue(key, out var count))
                {
                    _counts[key] = count with { Wrong = Math.Max(0, count.Wrong - 1) };
                }
            }
        }
    }

    // 1, 2, 4 ... seconds after the last wrong one, up to the longest.
    private static TimeSpan Wait(Count count, int free, DateTimeOffset now)
    {
        if (count.Wrong < free)
        {
            return TimeSpan.Zero;
        }

        var seconds = Math.Pow(2, Math.Min(count.Wrong - free, 20));
        var wait = TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds));
        return count.Last + wait - now;
    }

    private Count Read(string key, DateTimeOffset now) =>
        _counts.TryGetValue(key, out var count) && now - count.Last < ForgottenAfter ? count : new Count(0, now);

    // Only when the table is large, so that a flood of made-up names costs bounded memory.
    private void Forget(DateTimeOffset now)
    {
        if (_counts.Count < MostEntries)
        {
            return;
        }

        foreach (var old in _counts.Where(entry => now - entry.Value.Last >= ForgottenAfter).Select(entry => entry.Key).ToList())
        {
            _counts.Remove(old);
        }

        foreach (var oldest in _counts.OrderBy(entry => entry.Value.Last).Take(Math.Max(0, _counts.Count - MostEntries / 2)).Select(entry => entry.Key).ToList())
        {
            _counts.Remove(oldest);
        }
    }

    private static (string Pair, string Account, string Network) Keys(string userName, IPAddress? address)
    {
        var name = userName.Trim().ToUpperInvariant();
        var network = Network(address);
        return ($"p {network} {name}", $"a {name}", $"n {network}");
    }

    // One IPv6 customer has at least a /64: its addresses count as one.
    private static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "-";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private readonly record struct Count(int Wrong, DateTimeOffset Last);
}
