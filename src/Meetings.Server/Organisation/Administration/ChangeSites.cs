using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation.Administration;

/// <summary>Meeting rooms that join as one connection.</summary>
internal sealed class ChangeSites(MeetingsDbContext db, OrganisationDirectory directory, UnitAuthority authority, IAudit audit, TimeProvider time)
{
    private const int LargestCapacity = 2000;

    public async Task<Outcome<Made>> CreateAsync(Caller caller, SiteInput input, CancellationToken cancellationToken)
    {
        var site = new Site { Id = TypedId.New<SiteId>(time), Name = "", UnitId = input.UnitId };
        if ((await ApplyAsync(caller, site, input, cancellationToken)).Refusal is { } refusal)
        {
            return refusal;
        }

        db.Add(site);
        audit.Note(caller, "site.created", site.Id.ToString(), input);
        await db.SaveChangesAsync(cancellationToken);
        return new Made(site.Id.Value);
    }

    public async Task<Outcome<Done>> EditAsync(Caller caller, SiteId id, SiteInput input, CancellationToken cancellationToken)
    {
        if (await db.Set<Site>().FindAsync([id], cancellationToken) is not { } site)
        {
            return Refusal.NotFound();
        }

        if ((await ApplyAsync(caller, site, input, cancellationToken)).Refusal is { } refusal)
        {
            return refusal;
        }

        audit.Note(caller, "site.edited", id.ToString(), input);
        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    private async Task<Outcome<Done>> ApplyAsync(Caller caller, Site site, SiteInput input, CancellationToken cancellationToken)
    {
        var name = Names.Checked(input.Name);
        if (name.Refusal is { } unnamed)
        {
            return unnamed;
        }

        var email = Names.Email(input.Email);
        if (email.Refusal is { } unreachable)
        {
            return unreachable;
        }

        if (input.Line is { } given && !Site.IsPlausible(given))
        {
            return Refusal.Invalid("site_line");
        }

        if (input.Capacity is < 1 or > LargestCapacity)
        {
            return Refusal.Invalid("site_capacity", ("max", $"{LargestCapacity}"));
        }

        if ((await directory.TreeAsync(cancellationToken)).Find(input.UnitId) is null)
        {
            return Refusal.Invalid("unit_unknown");
        }

        var mine = await authority.OfAsync(caller, cancellationToken);
        if (!mine.Contains(site.UnitId) || !mine.Contains(input.UnitId))
        {
            return Refusal.Forbidden();
        }

        var key = Search.Key(name.Value);
        if (await db.Set<Site>().AnyAsync(other => other.Id != site.Id && other.UnitId == input.UnitId && other.SearchKey == key, cancellationToken))
        {
            return Refusal.Conflict("site_duplicate", ("name", name.Value));
        }

        site.Name = name.Value;
        site.UnitId = input.UnitId;
        site.Capacity = input.Capacity;
        site.IsMain = input.IsMain;
        site.Technician = Names.Optional(input.Technician);
        site.TechnicianPhone = Names.Optional(input.TechnicianPhone);
        site.Email = email.Value;
        if (input.Line is { } line && (line.Down, line.Up) != (site.LineDown, site.LineUp))
        {
            site.Put(line with { MeasuredAt = null });
        }

        site.Index();
        return Done.Instance;
    }
}
