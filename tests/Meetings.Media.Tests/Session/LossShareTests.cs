using Meetings.Media.Primitives;
using Meetings.Media.Session.Bandwidth;

namespace Meetings.Media.Tests.Session;

/// <summary>What a line always loses, told from what is new.</summary>
public sealed class LossShareTests
{
    private readonly LossShare _loss = new();
    private int _packet;
    private int _ms;

    /// <summary>What is lost is believed 400 ms later: counted against what is sent by then, the same share would pass for five times as much.</summary>
    [Fact]
    public void A_line_that_always_loses_a_third_is_told_so_within_seconds_and_sending_less_is_no_new_loss()
    {
        Assert.Equal(0, Run(seconds: 3, every: 3, lostOfTen: 3));
        Assert.InRange(_loss.Usual, 0.25, 0.35);
        Assert.Equal(0, Run(seconds: 5, every: 15, lostOfTen: 3));
        Assert.Equal(0, Run(seconds: 5, every: 2, lostOfTen: 3));
        Assert.InRange(_loss.Usual, 0.25, 0.35);
    }

    [Fact]
    public void A_loss_that_begins_is_new_and_one_that_ends_is_forgotten()
    {
        Assert.Equal(0, Run(seconds: 5, every: 3, lostOfTen: 0));
        Assert.True(Run(seconds: 1, every: 3, lostOfTen: 3) >= 1);
        Run(seconds: 1, every: 3, lostOfTen: 0); // the last of it is believed late
        Assert.Equal(0, Run(seconds: 10, every: 3, lostOfTen: 0));
        Assert.InRange(_loss.Usual, 0, 0.01);
    }

    /// <returns>Windows in which the loss was new.</returns>
    private int Run(int seconds, int every, int lostOfTen)
    {
        int news = 0;
        for (int end = _ms + seconds * 1000; _ms < end; _ms += every)
        {
            Instant now = Instant.FromMilliseconds(1000 + _ms);
            _loss.Add(now, lost: _packet++ % 10 * 7 % 10 < lostOfTen);
            news += _loss.Close(now, queueStands: false) && _loss.IsNew ? 1 : 0;
        }

        return news;
    }
}
