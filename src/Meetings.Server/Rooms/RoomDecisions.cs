using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms;

/// <summary>The rules of a live meeting: what a command does in a state. Pure.</summary>
internal static class RoomDecisions
{
    public static Outcome<Decision> Decide(RoomState state, RoomCommand command, RoomContext context)
    {
        if (state.Status == MeetingStatus.Closed)
        {
            // The clock's and the network's commands find nothing to do any more; people are told.
            return command is MemberCommand or Enter ? Refusal.Conflict("meeting_closed") : Decision.Nothing;
        }

        return command switch
        {
            Enter enter => Entering.Decide(state, enter, context),
            LoseLine lost => Leaving.LoseLine(state, lost.Conn),
            RegainLine back => Leaving.RegainLine(state, back.Conn),
            LoseLinesExcept lost => Leaving.LoseLinesExcept(state, lost.Alive),
            EndFloorGrace => Speaking.EndGrace(state, context),
            NoteSpeech speech => Speaking.Note(state, speech),
            MemberCommand asked => state.Find(asked.By) switch
            {
                null => Refusal.Forbidden("not_entered"),
                { State: EntryState.Lobby } when asked is not Leave => Refusal.Forbidden("in_lobby"),
                { } by => DecideForMember(state, asked, by, context),
            },
            _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}."),
        };
    }

    private static Outcome<Decision> DecideForMember(RoomState state, MemberCommand command, Connection by, RoomContext context)
    {
        // One place says what only the chair's table may do; the matrix test walks the same list.
        if (Permissions.NeedsLead(command) && !by.Leads)
        {
            return Refusal.Forbidden("only_chair_or_secretary");
        }

        return command switch
        {
            Leave => Leaving.Leave(state, by),
            RaiseHand hand => Speaking.RaiseHand(state, by, hand.Up),
            LowerHand hand => Speaking.LowerHand(state, hand.Conn),
            GiveFloor floor => Speaking.GiveFloor(state, floor.Conn, floor.Seat),
            TakeFloor => Speaking.TakeFloor(state, by),
            Mute mute => Speaking.Mute(state, mute.Conn),
            Admit admit => Admitting.Admit(state, admit.Conn),
            RefuseEntry refuse => Admitting.Refuse(state, refuse.Conn),
            RemoveConnection remove => Admitting.Remove(state, by, remove.Conn),
            SitDown sit => Seating.SitDown(state, by, sit.People, context.Options),
            BeginMeeting => Running.Begin(state),
            PauseMeeting => Running.Pause(state),
            ResumeMeeting => Running.Resume(state),
            CloseMeeting => Running.Close(state),
            BeginItem item => Running.BeginItem(state, item.ItemId, context),
            EndItem => Running.EndItem(state),
            ShowPage show => Presenting.Show(state, by, show, context),
            HidePage => Presenting.Hide(state, by, context),
            Say say => Talking.Say(state, by, say),
            MarkChat mark => Talking.Mark(state, mark),
            WriteNote note => Writing.Note(state, note, context),
            WriteConclusion conclusion => Writing.Conclude(state, conclusion, context),
            RemoveNote remove => Writing.Remove(state, remove.Id),
            _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}."),
        };
    }
}
