using Meetings.Media.Primitives;
using Meetings.Media.Session.Outbound;

namespace Meetings.Media.Tests.Session;

public sealed class LayerSelectorTests
{
    [Theory]
    [InlineData("180 360 720", 3, 720, 2)]
    [InlineData("180 360 720", 3, 360, 1)]
    [InlineData("180 360 720", 3, 180, 0)]
    [InlineData("180 360 720", 1, 720, 1)]
    [InlineData("180 360 720", 3, 90, 0)] // nothing smaller there is
    [InlineData("180 360 720", 3, 0, 2)] // no limit
    [InlineData("120 240 480", 3, 180, 1)] // 320x240 is no wider than 320x180
    [InlineData("0 0 720", 3, 360, 1)] // halves of the one that is known
    [InlineData("0 0 0", 3, 180, 0)]
    [InlineData("0", 3, 180, 0)]
    public void The_layer_wanted_fits_the_target_and_the_place_it_is_shown_in(string heights, int spatial, int maxHeight, int ideal) =>
        Assert.Equal(ideal, LayerSelector.Ideal(States(heights, "yyy"), new LayerTarget(spatial, 3), maxHeight));

    [Theory]
    [InlineData("yyy", 2, -1, false, 2)]
    [InlineData("yyn", 2, 2, false, 1)] // the largest stopped
    [InlineData("nny", 0, 2, false, 2)] // goes on with what it has while the small one is being resumed
    [InlineData("nny", 0, -1, false, 0)] // a newcomer waits for what fits its line
    [InlineData("nny", 0, -1, true, 2)] // but not for ever
    [InlineData("nnn", 1, 1, true, 1)]
    [InlineData("yny", 1, -1, false, 0)]
    public void The_layer_forwarded_is_the_best_that_flows(string flowing, int ideal, int current, bool mayExceed, int aim) =>
        Assert.Equal(aim, LayerSelector.Aim(States("180 360 720", flowing), ideal, current, mayExceed));

    private static LayerState[] States(string heights, string flowing) =>
        [.. heights.Split(' ').Select((h, i) => new LayerState(flowing[i] == 'y', int.Parse(h)))];
}
