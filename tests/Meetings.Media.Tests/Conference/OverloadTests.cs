using CsCheck;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Conference;

/// <summary>media.md: sheds by rule with hysteresis, never a sound.</summary>
public sealed class OverloadTests
{
    private OverloadRule _rule = new(0.85);
    private double _seconds;

    [Fact]
    public void A_busy_thread_leaves_more_out_every_two_seconds_and_takes_it_back_one_by_one_when_it_is_easy()
    {
        Pass(0.95, seconds: 1.5);
        Assert.Equal(0, _rule.Shedding.Level); // a moment is no overload
        Pass(0.95, seconds: 1.5);
        Assert.Equal(1, _rule.Shedding.Level);
        Pass(0.95, seconds: 10);
        Assert.Equal(Shedding.Most, _rule.Shedding.Level);

        Pass(0.75, seconds: 60); // between the marks: relieved, and not easy
        Assert.Equal(Shedding.Most, _rule.Shedding.Level);
        Pass(0.5, seconds: 9);
        Assert.Equal(Shedding.Most, _rule.Shedding.Level);
        Pass(0.5, seconds: 2);
        Assert.Equal(Shedding.Most - 1, _rule.Shedding.Level);
        Pass(0.5, seconds: 40);
        Assert.Equal(0, _rule.Shedding.Level);
    }

    [Fact]
    public void Whatever_the_load_does_a_level_rises_at_most_every_two_seconds_and_falls_at_most_every_ten() =>
        Gen.Double[0, 1].Array[20, 200].Sample(shares =>
        {
            var (rule, last, lastChange) = (new OverloadRule(0.85), 0, double.NegativeInfinity);
            for (var i = 0; i < shares.Length; i++)
            {
                var changed = rule.Note(Instant.FromMilliseconds(i * 500), shares[i]);
                Assert.Equal(changed, rule.Shedding.Level != last);
                if (!changed)
                    continue;
                Assert.Equal(1, Math.Abs(rule.Shedding.Level - last));
                Assert.True(i * 0.5 - lastChange >= (rule.Shedding.Level > last ? 2 : 10));
                (last, lastChange) = (rule.Shedding.Level, i * 0.5);
            }
        });

    [Theory]
    [InlineData(0, 720, 2)]
    [InlineData(1, 360, 2)]
    [InlineData(2, 360, 1)]
    [InlineData(3, 180, 1)]
    public void Each_level_leaves_less_of_cameras_and_nothing_of_a_screen(int level, int height, int cameras)
    {
        var shed = new Shedding(level);
        Assert.Equal(height, shed.MaxHeight(isScreen: false, wished: 720));
        Assert.Equal(720, shed.MaxHeight(isScreen: true, wished: 720));
        SlotDemand[] demands = [new() { Count = 1 }, new() { Count = 1, IsScreen = true }, new() { Count = 1 }];
        shed.LeaveOut(demands);
        Assert.Equal(cameras, demands.Count(static d => !d.IsScreen && d.Count > 0));
        Assert.Equal(1, demands[1].Count);
    }

    private void Pass(double share, double seconds)
    {
        for (var end = _seconds + seconds; _seconds < end; _seconds += 0.5)
            _rule.Note(Instant.FromMilliseconds(_seconds * 1000), share);
    }
}
