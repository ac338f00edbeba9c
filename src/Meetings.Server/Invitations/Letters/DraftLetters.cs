using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Invitations.Letters;

/// <summary>Drafts of the giấy mời for the office's document system.</summary>
internal sealed class DraftLetters(IMeetings meetings, IDirectory directory, Recipients recipients)
{
    /// <param name="each">A letter a recipient instead of one naming all.</param>
    public Task<Outcome<byte[]>> DocxAsync(Caller caller, MeetingId id, bool each, CancellationToken cancellationToken) =>
        ComposeAsync(caller, id, each, LetterDocx.Write, cancellationToken);

    public Task<Outcome<byte[]>> PdfAsync(Caller caller, MeetingId id, CancellationToken cancellationToken) =>
        ComposeAsync(caller, id, false, letters => LetterPdf.Write(letters[0]), cancellationToken);

    private async Task<Outcome<byte[]>> ComposeAsync(
        Caller caller, MeetingId id, bool each, Func<IReadOnlyList<LetterBody>, byte[]> write, CancellationToken cancellationToken)
    {
        if (await Managing.RefuseAsync(meetings, caller, id, cancellationToken) is { } refused)
        {
            return refused;
        }

        var plan = (await meetings.FindAsync(id, cancellationToken))!;

        // The chair signs and the secretary prepares; a letter asks the others.
        var invited = (await recipients.OfAsync(plan, cancellationToken)).Where(r => r.Role is not (MeetingRole.Chair or MeetingRole.Secretary)).ToList();
        if (invited.Count == 0)
        {
            return Refusal.Conflict("nobody_invited");
        }

        var sources = await SourcesAsync(plan, invited, cancellationToken);
        IReadOnlyList<LetterBody> letters = each ? [.. invited.Select(to => ComposeLetter.Of(sources, [to]))] : [ComposeLetter.Of(sources, invited)];
        return write(letters);
    }

    private async Task<LetterSources> SourcesAsync(MeetingPlan plan, List<Recipient> invited, CancellationToken cancellationToken)
    {
        var host = (await directory.UnitsAsync([plan.HostUnitId], cancellationToken))[plan.HostUnitId];
        var parent = host.ParentId is { } above ? (await directory.UnitsAsync([above], cancellationToken)).GetValueOrDefault(above) : null;
        var people = await directory.PeopleAsync(
            [.. invited.Select(r => r.PersonId).Append(plan.ChairId).OfType<PersonId>()], DateOnly.FromDateTime(plan.LocalStart), cancellationToken);
        var chair = plan.ChairId is { } id ? people.GetValueOrDefault(id) : null;
        return new LetterSources(plan, host, parent, chair, [.. invited.Where(r => r.SiteId is not null).Select(r => r.Name)], people);
    }
}
