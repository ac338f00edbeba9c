using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;

namespace Meetings.Media.Tests.Session;

/// <summary>When missing packets are asked for again, millisecond by millisecond.</summary>
public sealed class LossRepairTests
{
    private static readonly Instant Begun = Instant.FromMilliseconds(5000);

    [Theory]
    [InlineData(2, new[] { 10, 30, 50, 70, 90 })]
    [InlineData(80, new[] { 10, 100, 190, 280, 370 })]
    [InlineData(320, new[] { 10, 370, 730, 1090, 1450 })]
    [InlineData(640, new[] { 10, 730, 1450 })]
    public void A_missing_packet_is_asked_for_after_a_short_wait_and_then_once_a_round_trip(int roundTrip, int[] asked)
    {
        var repair = new LossRepair();
        repair.NoteGap(Begun, 70_000, 70_002);
        var times = new List<int>();
        for (int ms = 0; ms <= 1500; ms++)
        {
            ushort[] due = Collect(repair, ms, roundTrip);
            Assert.True(due.Length == 0 || due is [4464, 4465], $"{due.Length} at {ms}"); // 70,000 modulo 65,536
            if (due.Length > 0)
            {
                times.Add(ms);
            }
        }

        Assert.Equal(asked, times.Take(asked.Length));
        Assert.True(times.Count <= 10, $"asked {times.Count} times");
    }

    [Fact]
    public void What_is_only_overtaken_is_not_asked_for_and_what_came_is_not_asked_for_again()
    {
        var repair = new LossRepair();
        repair.NoteGap(Begun, 100, 103);
        Assert.Equal(Instant.Never, repair.NoteArrived(101)); // within the wait
        Assert.Equal([100, 102], Collect(repair, 10, 50));
        Assert.Equal(At(10), repair.NoteArrived(100)); // the answer to our only request tells the round trip
        Assert.Equal([102], Collect(repair, 67, 50));
        Assert.Equal(Instant.Never, repair.NoteArrived(102)); // to which of two requests is unknown (Karn's algorithm)
        Assert.False(repair.HasMissing);
        Assert.False(repair.GaveUp);
    }

    [Fact]
    public void What_does_not_come_in_a_second_and_a_half_is_given_up_for_a_key_frame()
    {
        var repair = new LossRepair();
        repair.NoteGap(Begun, 100, 101);
        for (int ms = 0; ms <= 1500; ms += 10)
        {
            Collect(repair, ms, 300);
            Assert.False(repair.GaveUp);
        }

        Assert.Empty(Collect(repair, 1510, 300));
        Assert.True(repair.GaveUp);
        Assert.False(repair.HasMissing);
    }

    [Fact]
    public void More_missing_than_can_be_repaired_is_given_up_at_once()
    {
        var repair = new LossRepair();
        repair.NoteGap(Begun, 1, 300);
        Assert.True(repair.GaveUp);
        Assert.Empty(Collect(repair, 100, 10));
    }

    [Fact]
    public void What_is_missing_before_a_key_frame_is_given_up_without_a_word_and_asked_for_once_when_all_of_it_is_there()
    {
        var repair = new LossRepair();
        repair.NoteGap(Begun, 400, 402);
        repair.KeyFrameBegins(402);
        Assert.Equal([400, 401], Collect(repair, 10, 20));
        Assert.Equal([400, 401], Collect(repair, 40, 20)); // most of the key frame may still be on its way
        repair.KeyFrameIsWhole(402);
        Assert.Empty(Collect(repair, 70, 20));
        Assert.False(repair.HasMissing || repair.GaveUp);

        repair.NoteGap(Begun, 403, 405);
        repair.KeyFrameBegins(404);
        repair.KeyFrameIsWhole(404);
        Assert.Equal([403, 404], Collect(repair, 10, 20));
        Assert.Equal([404], Collect(repair, 40, 20));
        Assert.Empty(Collect(repair, 1600, 20));
        Assert.True(repair.GaveUp); // what is missing behind its beginning
    }

    private static Instant At(int milliseconds) => Begun + TimeSpan.FromMilliseconds(milliseconds);

    private static ushort[] Collect(LossRepair repair, int milliseconds, int roundTrip)
    {
        Span<ushort> due = stackalloc ushort[128];
        return due[..repair.CollectDue(At(milliseconds), TimeSpan.FromMilliseconds(roundTrip), due)].ToArray();
    }
}
