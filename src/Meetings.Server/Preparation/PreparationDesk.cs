using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Preparation;

/// <summary>What a caller is in the preparation of a meeting.</summary>
/// <param name="Sites">Invited sites of the unit the caller takes part for.</param>
internal sealed record Place(MeetingPlan Plan, Standing Standing, Caller Caller, IReadOnlySet<SiteId> Sites)
{
    /// <summary>Members of the meeting answer; guests, technicians and those who only manage do not.</summary>
    public bool MayAnswer => Caller.Guest is null && Standing.Role is MeetingRole.Chair or MeetingRole.Secretary or MeetingRole.Delegate or MeetingRole.Observer;

    /// <summary>Whoever the voice of an opinion is: the person, whatever device; a site as a whole; else the account.</summary>
    public string Voice => Caller.PersonId is { } person ? "p" + person : Caller.SiteId is { } site ? "s" + site : "a" + Caller.AccountId;

    /// <summary>For whom the caller hands in: themselves, their unit, and the room of their unit, whose device has no clerk.</summary>
    public bool IsMine(Invitee invitee) => Caller.Guest is null && Standing.Role is not MeetingRole.Technician
        && ((invitee.PersonId is { } person && person == Caller.PersonId)
            || (invitee.SiteId is { } site && (site == Caller.SiteId || Sites.Contains(site)))
            || (invitee.UnitId is { } unit && unit == Standing.UnitId));

    public bool IsOver => Plan.Status is MeetingStatus.Closed or MeetingStatus.Cancelled;

    public Invitee? Find(string key) => Plan.Invitees.FirstOrDefault(i => Audiences.Word(i) == key);
}

/// <summary>Finds the caller's place; what is not to be seen is not found.</summary>
internal sealed class PreparationDesk(IMeetings meetings, IDirectory directory)
{
    public async Task<Outcome<Place>> SeeAsync(Caller caller, MeetingId meeting, CancellationToken cancellationToken)
    {
        if (caller.Guest is not null
            || await meetings.StandingAsync(caller, meeting, cancellationToken) is not { } standing
            || await meetings.FindAsync(meeting, cancellationToken) is not { } plan)
        {
            return Refusal.NotFound();
        }

        var sites = standing is { IsInvited: true, UnitId: { } unit } ? await directory.SitesOfUnitsAsync([unit], cancellationToken) : null;
        return new Place(plan, standing, caller, sites?.Keys.ToHashSet() ?? []);
    }

    public async Task<Outcome<Place>> ManageAsync(Caller caller, MeetingId meeting, CancellationToken cancellationToken)
    {
        var place = await SeeAsync(caller, meeting, cancellationToken);
        return place.IsRefused || place.Value.Standing.MayManage ? place : Refusal.Forbidden();
    }

    /// <summary>Cleaned text of 1 to <paramref name="most"/> characters, or null.</summary>
    public static string? Text(string? sent, int most) => VietnameseText.Clean(sent ?? "") is { Length: > 0 } text && text.Length <= most ? text : null;
}
