using CsCheck;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Srtp;

namespace Meetings.Media.Tests.Srtp;

public sealed class ReplayWindowTests
{
    [Fact]
    public void It_agrees_with_a_set_of_everything_ever_accepted() =>
        Gen.Long[0, 5000].Array[0, 3000].Sample(
            indexes =>
            {
                var window = new ReplayWindow();
                var accepted = new HashSet<long>();
                foreach (var index in indexes)
                {
                    var verdict = window.Check(index);
                    if (accepted.Contains(index))
                        Assert.NotEqual(DropReason.None, verdict);
                    else if (index > window.Highest - (ReplayWindow.Size - 64))
                        Assert.Equal(DropReason.None, verdict);
                    else if (index <= window.Highest - ReplayWindow.Size)
                        Assert.Equal(DropReason.SrtpTooOld, verdict);
                    if (verdict != DropReason.None)
                        continue;
                    window.Accept(index);
                    accepted.Add(index);
                }
            },
            iter: 200,
            threads: 1);

    [Fact]
    public void A_jump_over_the_whole_window_forgets_it()
    {
        var window = new ReplayWindow();
        for (var i = 0; i < 2000; i++)
            window.Accept(i);
        window.Accept(1L << 40);
        for (var i = 1; i < 960; i++)
            Assert.Equal(DropReason.None, window.Check((1L << 40) - i));
        Assert.Equal(DropReason.SrtpTooOld, window.Check(1999));
        Assert.Equal(DropReason.SrtpTooOld, window.Check(-1));
    }
}
