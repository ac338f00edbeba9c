using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Invitations;

/// <summary>The secretary's "send": from then on the invitees are told of every change by itself.</summary>
internal sealed class SendInvitations(IMeetings meetings, Dispatch dispatch, Board board, IAudit audit)
{
    public async Task<Outcome<InvitationBoard>> RunAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        if (await Managing.RefuseAsync(meetings, caller, id, cancellationToken) is { } refused)
        {
            return refused;
        }

        audit.Note(caller, "invitation.sent", id.ToString());
        var sent = await dispatch.SendAsync(caller, (await meetings.FindAsync(id, cancellationToken))!, cancellationToken);
        return sent.Refusal is { } no ? no : await board.RunAsync(caller, id, cancellationToken);
    }
}
