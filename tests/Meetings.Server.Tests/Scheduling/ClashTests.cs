using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Scheduling.Days;

namespace Meetings.Server.Tests.Scheduling;

public sealed class ClashTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(8, 9, 9, 10, false)]
    [InlineData(8, 10, 9, 11, true)]
    [InlineData(8, 12, 9, 10, true)]
    [InlineData(9, 10, 8, 12, true)]
    [InlineData(8, 9, 8, 9, true)]
    [InlineData(10, 11, 8, 9, false)]
    public void Meetings_overlap_only_where_they_share_time(int from, int to, int otherFrom, int otherTo, bool overlap)
    {
        Assert.Equal(overlap, Of(from, to).Overlaps(Of(otherFrom, otherTo)));
        Assert.Equal(overlap, Of(from, to).ClashesWith(Of(otherFrom, otherTo)));
    }

    [Fact]
    public void Different_people_in_different_rooms_meet_at_the_same_time()
    {
        var other = Of(8, 9) with { Attendees = new HashSet<Attendee> { new(InviteeKind.Person, "b") } };
        Assert.False(Of(8, 9).ClashesWith(other));
        Assert.True((Of(8, 9) with { Room = "r" }).ClashesWith(other with { Room = "r" }));
        Assert.False((Of(8, 9) with { Room = "r" }).ClashesWith(other with { Room = "s" }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2, 8, 9)]
    [InlineData(2, 8, 9, 9, 10)]
    [InlineData(3, 8, 10, 9, 12)]
    [InlineData(3, 7, 9, 7, 9, 9, 10)]
    [InlineData(1, 6, 7, 12, 13)]
    public void The_most_meetings_at_one_moment_are_counted(int most, params int[] spans)
    {
        var others = spans.Chunk(2).Select(s => Of(s[0], s[1])).ToList();
        Assert.Equal(most, Clash.MostAtOnce(Of(8, 11), others));
    }

    [Fact]
    public void Free_starts_keep_to_working_hours_and_pass_over_the_weekend()
    {
        // Friday; everything before Monday is taken.
        var monday = new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.FromHours(7));
        var starts = Starts(new DateTime(2026, 11, 27, 8, 0, 0), 90, at => at >= monday.AddHours(10), 3);
        Assert.Equal(["2026-11-30T10:00", "2026-11-30T13:00", "2026-11-30T13:30"], starts);
    }

    [Fact]
    public void A_meeting_longer_than_half_a_day_may_run_over_noon() =>
        Assert.Equal(["2026-11-27T07:00", "2026-11-27T07:30"], Starts(new DateTime(2026, 11, 27, 8, 0, 0), 480, _ => true, 2));

    [Fact]
    public void No_start_is_proposed_that_is_over_already() => Assert.Equal(
        ["2026-11-27T14:00"],
        Clash.FreeStarts(
            new DateTime(2026, 11, 27, 8, 0, 0), "Asia/Ho_Chi_Minh", 60, new DateTimeOffset(2026, 11, 27, 13, 45, 0, TimeSpan.FromHours(7)),
            new WorkingHours(), _ => true, WorkingDays.ByLaw, 1).Select(MeetingTime.Write));

    [Fact]
    public void The_search_ends_after_two_weeks() => Assert.Empty(Starts(new DateTime(2026, 11, 27, 8, 0, 0), 60, _ => false, 3));

    private static IEnumerable<string> Starts(DateTime planned, int minutes, Func<DateTimeOffset, bool> isFree, int most) =>
        Clash.FreeStarts(planned, "Asia/Ho_Chi_Minh", minutes, Day.AddDays(-10), new WorkingHours(), isFree, WorkingDays.ByLaw, most).Select(MeetingTime.Write);

    private static Engagement Of(int from, int to) =>
        new(Day.AddHours(from), Day.AddHours(to), new HashSet<Attendee> { new(InviteeKind.Person, "a") }, null, true);
}
