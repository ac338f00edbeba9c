using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection;

namespace Meetings.Server.Accounts.SecondFactor;

/// <summary>
/// What a browser holds between two steps of signing in or of adding a passkey: sealed, for one purpose, five minutes, and once where it
/// says so.
/// </summary>
internal sealed class Tickets(IDataProtectionProvider protection, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    public string Seal(string purpose, string content) =>
        Protector(purpose).Protect($"{time.GetUtcNow().ToUnixTimeSeconds()}|{Guid.NewGuid():N}|{content}");

    /// <summary>The content, or null when the ticket is forged, old, for something else, or was used before.</summary>
    public string? Open(string purpose, string? ticket, bool once)
    {
        if (ticket is null or { Length: > 8192 })
        {
            return null;
        }

        string[] parts;
        try
        {
            parts = Protector(purpose).Unprotect(ticket).Split('|', 3);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var isFresh = parts.Length == 3 && long.TryParse(parts[0], out var made) && now - DateTimeOffset.FromUnixTimeSeconds(made) < Lifetime;
        return isFresh && (!once || IsFirstUse(parts[1], now)) ? parts[2] : null;
    }

    private bool IsFirstUse(string id, DateTimeOffset now)
    {
        foreach (var (old, at) in _used)
        {
            if (now - at > Lifetime)
            {
                _used.TryRemove(old, out _);
            }
        }

        return _used.TryAdd(id, now);
    }

    private IDataProtector Protector(string purpose) => protection.CreateProtector("Meetings.Accounts.Tickets", purpose);
}
