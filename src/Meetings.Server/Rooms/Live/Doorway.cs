using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms.Live;

/// <summary>Looks up who stands at the door and who sits at a site, so that the room decides without asking anybody.</summary>
internal sealed class Doorway(IMeetings meetings, IDirectory directory)
{
    /// <summary>Characters of a secret that a client makes itself.</summary>
    private const int LeastSecret = 32;

    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Secrets are random and long (ours have 256 bits, those of our page 128), so a plain hash is enough.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public async Task<Outcome<Visitor>> WhoAsync(Caller caller, MeetingId meeting, EnterInput input, string secret, CancellationToken cancellationToken)
    {
        // A guest's pass opens one door; the others are not even seen.
        var isElsewhere = caller.Guest is { } pass && pass.MeetingId != meeting;
        if (isElsewhere || await meetings.FindAsync(meeting, cancellationToken) is not { } plan)
        {
            return Refusal.NotFound();
        }

        var standing = await meetings.StandingAsync(caller, meeting, cancellationToken);
        if (caller.Guest is not null && standing is null)
        {
            return Refusal.NotFound("guest_link_invalid");
        }

        var face = await FaceAsync(caller, plan, cancellationToken);
        var enter = new Enter(
            caller.AccountId,
            face.Kind,
            face.Label,
            face.UnitName,
            standing?.Role ?? (standing is { MayManage: true } ? MeetingRole.Observer : MeetingRole.Guest),
            standing is { MayManage: true },
            standing is { IsInvited: true },
            caller.PersonId,
            caller.SiteId,
            face.Position,
            HashOf(input.Resume is { Length: >= LeastSecret } own ? own : secret),
            input.Resume is null ? null : HashOf(input.Resume),
            input.Device);
        return new Visitor(enter, Withheld.From(standing, plan));
    }

    /// <summary>Names from the directory where it knows the person, else as the site typed them.</summary>
    public async Task<Outcome<ImmutableArray<Sitter>>> SittersAsync(
        MeetingId meeting, ImmutableArray<SitterInput> people, CancellationToken cancellationToken)
    {
        if (await meetings.FindAsync(meeting, cancellationToken) is not { } plan)
        {
            return Refusal.NotFound();
        }

        List<PersonId> ids = [.. people.Select(p => p.PersonId).OfType<PersonId>().Distinct()];
        var known = await directory.PeopleAsync(ids, DateOnly.FromDateTime(plan.LocalStart), cancellationToken);
        var sitters = ImmutableArray.CreateBuilder<Sitter>(people.Length);
        foreach (var person in people)
        {
            var name = Bounded.Text(person.Name, Bounded.Name);
            var position = Bounded.Text(person.Position, Bounded.Name);
            if (name is null || position is null)
            {
                return Bounded.TooLong(Bounded.Name);
            }

            if (person.PersonId is { } id)
            {
                if (!known.TryGetValue(id, out var found))
                {
                    return Refusal.NotFound("person_unknown");
                }

                sitters.Add(new Sitter(id, found.FullName, found.Position, found.UnitName, RoleOf(plan, found)));
            }
            else if (name.Length == 0)
            {
                return Refusal.Invalid("name_missing");
            }
            else
            {
                sitters.Add(new Sitter(null, name, position.Length == 0 ? null : position, null, MeetingRole.Delegate));
            }
        }

        return sitters.ToImmutable();
    }

    public async Task<string?> UnitNameAsync(UnitId unit, CancellationToken cancellationToken) =>
        (await directory.UnitsAsync([unit], cancellationToken)).GetValueOrDefault(unit)?.Name;

    private async Task<Face> FaceAsync(Caller caller, MeetingPlan plan, CancellationToken cancellationToken)
    {
        // Who came by the link of an invited person or site is that person or site; the others are who they say they are.
        if (caller.Guest is { } pass && pass is { PersonId: null, SiteId: null })
        {
            var unit = pass.UnitId is { } sender ? await UnitNameAsync(sender, cancellationToken) : null;
            return new Face(ConnectionKind.Guest, pass.Name, unit, null);
        }

        if (caller.SiteId is { } site)
        {
            var found = (await directory.SitesAsync([site], cancellationToken)).GetValueOrDefault(site);
            return new Face(ConnectionKind.Site, found?.Name ?? caller.DisplayName, found?.UnitName, null);
        }

        var person = caller.PersonId is { } id
            ? (await directory.PeopleAsync([id], DateOnly.FromDateTime(plan.LocalStart), cancellationToken)).GetValueOrDefault(id)
            : null;
        return new Face(ConnectionKind.Person, person?.FullName ?? caller.DisplayName, person?.UnitName, person?.Position);
    }

    private static MeetingRole RoleOf(MeetingPlan plan, PersonSummary person)
    {
        if (person.Id == plan.ChairId)
        {
            return MeetingRole.Chair;
        }

        if (person.Id == plan.SecretaryId)
        {
            return MeetingRole.Secretary;
        }

        return plan.Invitees.FirstOrDefault(i => i.PersonId == person.Id)?.Role
            ?? plan.Invitees.FirstOrDefault(i => i.UnitId is not null && i.UnitId == person.UnitId)?.Role
            ?? MeetingRole.Delegate;
    }

    private sealed record Face(ConnectionKind Kind, string Label, string? UnitName, string? Position);
}

/// <summary>Who asks to come in, and what they are not told inside.</summary>
internal sealed record Visitor(Enter Enter, Withheld Withheld);
