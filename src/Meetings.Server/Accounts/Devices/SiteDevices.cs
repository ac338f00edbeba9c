using System.Security.Cryptography;
using System.Text;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Accounts.Devices;

/// <summary>Pairs devices with a site's account by a short code, and takes them away.</summary>
internal sealed class SiteDevices(
    MeetingsDbContext db, UserManager<Account> accounts, GuessingDelay guessing, Sessions sessions, INews news, IAudit audit, TimeProvider time) : ISiteDevices
{
    private const int CodeDigits = 10;
    private const int Most = 50;
    private static readonly TimeSpan PairingTime = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan SeenEvery = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<SiteDeviceSummary>> ListAsync(AccountId account, CancellationToken cancellationToken) =>
        [.. (await db.Set<SiteDevice>().AsNoTracking().Where(device => device.AccountId == account).ToListAsync(cancellationToken))
            .OrderBy(device => device.CreatedAt).Select(device => new SiteDeviceSummary(device.Id, device.Name, device.CreatedAt, device.SeenAt))];

    public async Task<Outcome<PairingCode>> AddAsync(IActor by, AccountId account, string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await db.Set<SiteDevice>().Where(device => device.AccountId == account && device.PairingHash != null && device.PairingEndsAt < now).ExecuteDeleteAsync(cancellationToken);
        if (await db.Set<SiteDevice>().CountAsync(device => device.AccountId == account, cancellationToken) >= Most)
        {
            return Refusal.Conflict("too_many_site_devices", ("max", $"{Most}"));
        }

        var code = RandomNumberGenerator.GetString("0123456789", CodeDigits);
        var device = new SiteDevice
        {
            Id = Guid.CreateVersion7(now),
            AccountId = account,
            Name = name,
            CreatedAt = now,
            PairingHash = HashOf(code),
            PairingEndsAt = now + PairingTime,
        };
        db.Add(device);
        audit.Note(by, "device.added", device.Id.ToString("N"), new { Account = account, Name = name });
        await db.SaveChangesAsync(cancellationToken);
        return new PairingCode(device.Id, code, device.PairingEndsAt);
    }

    public async Task<Outcome<Done>> RevokeAsync(IActor by, AccountId account, Guid id, CancellationToken cancellationToken)
    {
        if (await db.Set<SiteDevice>().FirstOrDefaultAsync(device => device.Id == id && device.AccountId == account, cancellationToken) is not { } device)
        {
            return Refusal.NotFound();
        }

        db.Remove(device);
        audit.Note(by, "device.revoked", id.ToString("N"), new { Account = account, device.Name });
        await db.SaveChangesAsync(cancellationToken);
        // Live connections end; those of the site's other devices come back by themselves.
        await news.TellAsync(new SignedOutEverywhere(account), cancellationToken);
        return Done.Instance;
    }

    /// <summary>The code typed on the device itself: it is signed in from here on. A code works once.</summary>
    public async Task<Outcome<SessionView>> PairAsync(HttpContext context, PairInput input)
    {
        var address = context.Connection.RemoteIpAddress;
        if (guessing.Try("device-pairing", address).Refusal is { } wait)
        {
            return wait;
        }

        var now = time.GetUtcNow();
        var hash = HashOf(new string([.. input.Code.Take(64).Where(char.IsAsciiDigit)]));
        var device = await db.Set<SiteDevice>().AsNoTracking().FirstOrDefaultAsync(one => one.PairingHash == hash && one.PairingEndsAt > now, context.RequestAborted);
        if (device is null || await accounts.FindByIdAsync(device.AccountId.Value.ToString()) is not { IsActive: true } account
            || await db.Set<SiteDevice>().Where(one => one.Id == device.Id && one.PairingHash == hash)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.PairingHash, (string?)null).SetProperty(one => one.SeenAt, now), context.RequestAborted) != 1)
        {
            return new Refusal("pairing_code_wrong", RefusalKind.NotFound);
        }

        guessing.Right("device-pairing", address);
        return await sessions.SignInDeviceAsync(context, account, device.Id);
    }

    /// <summary>Whether the device may still speak for the account; notes that it was seen.</summary>
    public async Task<bool> HoldsAsync(Guid id, Guid account, CancellationToken cancellationToken)
    {
        var device = await db.Set<SiteDevice>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (device is null || device.AccountId.Value != account || device.PairingHash is not null)
        {
            return false;
        }

        var now = time.GetUtcNow();
        if (device.SeenAt is null || now - device.SeenAt > SeenEvery)
        {
            await db.Set<SiteDevice>().Where(one => one.Id == id).ExecuteUpdateAsync(set => set.SetProperty(one => one.SeenAt, now), cancellationToken);
        }

        return true;
    }

    private static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code)));
}
