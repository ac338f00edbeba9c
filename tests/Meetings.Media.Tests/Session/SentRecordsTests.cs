using Meetings.Media.Primitives;
using Meetings.Media.Session.Bandwidth;
using Meetings.Media.Session.Outbound;

namespace Meetings.Media.Tests.Session;

/// <summary>What was sent is remembered as long as somebody may ask, whatever the rate, and a slow stream keeps little.</summary>
public sealed class SentRecordsTests
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(50)] // a voice
    [InlineData(110)] // a camera
    [InlineData(400)] // a shared screen
    public void A_packet_of_two_seconds_ago_can_be_made_again_at_any_rate(int perSecond)
    {
        var history = new SentHistory();
        Instant now = default;
        long sequence = 65_000; // over a wrap of 16 bits
        for (int i = 0; i < perSecond * 6; i++)
        {
            now += TimeSpan.FromSeconds(1.0 / perSecond);
            history.Note(now, ++sequence, 3, i, 7);
        }

        for (int back = 0; back < perSecond * 2; back++)
        {
            Assert.True(history.TryTake(now, sequence - back, RoundTrip, 3, out SentHistory.Sent sent), $"{back} back");
            Assert.Equal((3, (uint)((perSecond * 6) - 1 - back), 7), (sent.Epoch, sent.LineOffset, sent.PictureIdDelta));
        }
    }

    [Fact]
    public void A_slow_stream_keeps_few()
    {
        var history = new SentHistory();
        Instant now = default;
        for (int i = 1; i <= 1000; i++)
        {
            now += TimeSpan.FromMilliseconds(25);
            history.Note(now, i, 0, i, 0);
        }

        Assert.False(history.TryTake(now, 1000 - 128, RoundTrip, 0, out _));
        Assert.True(history.TryTake(now, 1000 - 127, RoundTrip, 0, out _));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(340)]
    public void Feedback_three_seconds_late_finds_its_packets(int perSecond)
    {
        var sent = new SentPackets();
        Instant now = default;
        ushort number = 0;
        for (int i = 0; i < perSecond * 3; i++)
        {
            now += TimeSpan.FromSeconds(1.0 / perSecond);
            number = sent.TakeNumber();
            sent.Note(now, 1100, 0);
        }

        for (int back = 0; back < perSecond * 3; back++)
        {
            Assert.True(sent.TryFind((ushort)(number - back), out SentPackets.Sent found), $"{back} back");
            Assert.Equal(sent.Count - 1 - back, found.Sequence);
            sent.Settle(found.Sequence, arrived: true);
            Assert.False(sent.TryFind((ushort)(number - back), out _));
        }
    }
}
