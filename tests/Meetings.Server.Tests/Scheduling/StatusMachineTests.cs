using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Tests.Scheduling;

public sealed class StatusMachineTests
{
    private static readonly (MeetingStatus From, MeetingStatus To)[] Arrows =
    [
        (MeetingStatus.Draft, MeetingStatus.Scheduled),
        (MeetingStatus.Scheduled, MeetingStatus.Open), (MeetingStatus.Scheduled, MeetingStatus.Cancelled),
        (MeetingStatus.Open, MeetingStatus.InSession), (MeetingStatus.Open, MeetingStatus.Closed), (MeetingStatus.Open, MeetingStatus.Cancelled),
        (MeetingStatus.InSession, MeetingStatus.Paused), (MeetingStatus.InSession, MeetingStatus.Closed),
        (MeetingStatus.Paused, MeetingStatus.InSession), (MeetingStatus.Paused, MeetingStatus.Closed),
    ];

    [Fact]
    public void Only_the_drawn_arrows_exist_and_every_other_is_refused_with_both_ends_named()
    {
        foreach (var from in Enum.GetValues<MeetingStatus>())
        {
            foreach (var to in Enum.GetValues<MeetingStatus>())
            {
                var refusal = StatusMachine.Refuse(from, to);
                if (Arrows.Contains((from, to)))
                {
                    Assert.Null(refusal);
                }
                else
                {
                    Assert.Equal("meeting_status", refusal!.Code);
                    Assert.Equal((StatusMachine.Name(from), StatusMachine.Name(to)), (refusal.Args!["from"], refusal.Args["to"]));
                }
            }
        }
    }

    [Fact]
    public void Closed_and_cancelled_meetings_are_not_edited()
    {
        Assert.Equal("meeting_closed", StatusMachine.RefuseEdit(MeetingStatus.Closed)!.Code);
        Assert.Equal("meeting_cancelled", StatusMachine.RefuseEdit(MeetingStatus.Cancelled)!.Code);
        Assert.Null(StatusMachine.RefuseEdit(MeetingStatus.InSession));
    }

    [Fact]
    public void The_week_begins_on_Monday()
    {
        var week = ListMeetings.Range(MeetingList.Week, new DateOnly(2026, 11, 29), null, null);
        Assert.Equal((new DateOnly(2026, 11, 23), new DateOnly(2026, 11, 29)), week);
        Assert.Equal(week, ListMeetings.Range(MeetingList.Week, new DateOnly(2026, 11, 23), null, null));
    }
}
