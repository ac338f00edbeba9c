using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Administration;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation;

/// <summary>What people keep true about themselves: address, telephone, who goes in their place. Name and positions are the office's.</summary>
internal sealed class OwnProfile(MeetingsDbContext db, OrganisationDirectory directory, PutDeputies deputies, IAudit audit)
{
    public async Task<ProfileView> ViewAsync(Caller caller, CancellationToken cancellationToken)
    {
        var tree = await directory.TreeAsync(cancellationToken);
        if (await PersonAsync(caller, cancellationToken) is { } person)
        {
            return new ProfileView(ListPeople.View(person, tree, await ListPeople.NamesAsync(db, [person], cancellationToken)), null);
        }

        return new ProfileView(null, caller.SiteId is { } site && await db.Set<Site>().FindAsync([site], cancellationToken) is { } known ? ListSites.View(known, tree) : null);
    }

    public async Task<Outcome<Done>> EditAsync(Caller caller, ProfileInput input, CancellationToken cancellationToken)
    {
        var email = Names.Email(input.Email);
        if (email.Refusal is { } refusal)
        {
            return refusal;
        }

        if (await PersonAsync(caller, cancellationToken) is { } person)
        {
            if (input.Honorific is not (null or "Ông" or "Bà"))
            {
                return Refusal.Invalid("honorific_invalid");
            }

            if (await deputies.PutAsync(person, input.Deputies, cancellationToken) is { } unfit)
            {
                return unfit;
            }

            (person.Email, person.Phone, person.Honorific) = (email.Value, Names.Optional(input.Phone), input.Honorific ?? person.Honorific);
            audit.Note(caller, "person.edited_self", person.Id.ToString(), input);
        }
        else if (caller.SiteId is { } id && await db.Set<Site>().FindAsync([id], cancellationToken) is { } site)
        {
            (site.Email, site.TechnicianPhone, site.Technician) = (email.Value, Names.Optional(input.Phone), Names.Optional(input.Technician));
            audit.Note(caller, "site.edited_self", id.ToString(), input);
        }
        else
        {
            return Refusal.NotFound();
        }

        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    private async Task<Person?> PersonAsync(Caller caller, CancellationToken cancellationToken) => caller.PersonId is { } id
        ? await db.Set<Person>().Include(one => one.Positions).Include(one => one.Deputies).AsSplitQuery().FirstOrDefaultAsync(one => one.Id == id, cancellationToken)
        : null;
}
