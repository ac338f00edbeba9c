using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;

namespace Meetings.Media.Tests.Conference;

public sealed class LayerSeamTests
{
    [Fact]
    public void A_layer_target_is_clamped_and_knows_pause()
    {
        Assert.True(LayerTarget.None.IsPaused);
        Assert.Equal("none", LayerTarget.None.ToString());
        Assert.Equal(LayerTarget.Best, new LayerTarget(99, 99));
        Assert.Equal((0, 1), (new LayerTarget(-3, 1).Spatial, new LayerTarget(-3, 1).Temporal));
        Assert.Equal(new LayerTarget(0, 0), default);
    }

    [Fact]
    public void A_meter_sums_temporal_layers_and_remembers_a_layer_that_stopped()
    {
        var meter = new LayerMeter();
        Instant now = Instant.FromMilliseconds(1000);
        for (int i = 0; i < 60; i++)
        {
            now += TimeSpan.FromMilliseconds(33);
            meter.Add(now, i % 2 == 0 ? 0 : 2, 960);
        }

        long all = meter.UpTo(now, 2, isLive: true);
        Assert.Equal(3, meter.TemporalLayers);
        Assert.InRange(all, 220_000, 260_000); // 1,000 bytes every 33 ms
        Assert.InRange(meter.UpTo(now, 0, isLive: true), all * 4 / 10, all * 6 / 10);
        Assert.Equal(meter.UpTo(now, 0, isLive: true), meter.UpTo(now, 1, isLive: true));
        Assert.Equal(all, meter.UpTo(now + TimeSpan.FromSeconds(9), 2, isLive: false));
    }
}
