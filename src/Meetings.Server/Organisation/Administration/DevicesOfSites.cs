using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation.Administration;

/// <summary>The devices of a site's room, for its unit's administrator. The site's account is made with the first device.</summary>
internal sealed class DevicesOfSites(MeetingsDbContext db, UnitAuthority authority, IAccounts accounts, ISiteDevices devices, IAudit audit)
{
    public async Task<Outcome<List<SiteDeviceSummary>>> ListAsync(Caller caller, SiteId id, CancellationToken cancellationToken)
    {
        var site = await FindAsync(caller, id, cancellationToken);
        return site.Refusal is { } refusal ? refusal
            : await AccountAsync(id, cancellationToken) is { } account ? (List<SiteDeviceSummary>)[.. await devices.ListAsync(account, cancellationToken)]
            : new List<SiteDeviceSummary>();
    }

    public async Task<Outcome<PairingCode>> AddAsync(Caller caller, SiteId id, DeviceInput input, CancellationToken cancellationToken)
    {
        var (site, name) = (await FindAsync(caller, id, cancellationToken), Names.Checked(input.Name));
        if ((site.Refusal ?? name.Refusal) is { } refusal)
        {
            return refusal;
        }

        var account = await AccountAsync(id, cancellationToken);
        if (account is null)
        {
            var made = await accounts.CreateAsync(new AccountDraft($"diemcau.{id.ToString()[^8..]}", site.Value.Name, null, id, false, true), cancellationToken);
            if (made.Refusal is { } refused)
            {
                return refused;
            }

            account = made.Value;
            db.Add(new UnitRoleGrant { AccountId = made.Value, UnitId = site.Value.UnitId, Role = UnitRole.SiteAccount });
            audit.Note(caller, "account.created", made.Value.ToString(), new { Site = id });
        }

        return await devices.AddAsync(caller, account.Value, name.Value, cancellationToken);
    }

    public async Task<Outcome<Done>> RevokeAsync(Caller caller, SiteId id, Guid device, CancellationToken cancellationToken)
    {
        var site = await FindAsync(caller, id, cancellationToken);
        return site.Refusal is { } refusal ? refusal
            : await AccountAsync(id, cancellationToken) is { } account ? await devices.RevokeAsync(caller, account, device, cancellationToken)
            : Refusal.NotFound();
    }

    private async Task<AccountId?> AccountAsync(SiteId id, CancellationToken cancellationToken) =>
        (await accounts.ListAsync(cancellationToken)).FirstOrDefault(account => account.SiteId == id)?.Id;

    private async Task<Outcome<Site>> FindAsync(Caller caller, SiteId id, CancellationToken cancellationToken) =>
        await db.Set<Site>().AsNoTracking().FirstOrDefaultAsync(site => site.Id == id, cancellationToken) is not { } site ? Refusal.NotFound()
        : (await authority.OfAsync(caller, cancellationToken)).Contains(site.UnitId) ? site
        : Refusal.Forbidden();
}
