using Meetings.Media.Conference.Allocation;
using Meetings.Server.Rooms.Live;

namespace Meetings.Server.Tests.Rooms;

/// <summary>The pure parts of the ladder: how the voice is packed, and what the board of lines tells.</summary>
public sealed class LineTests
{
    private static readonly LineReading Good = new(1, 4, 4, 2000, 0, 40, false);

    [Fact]
    public void The_thinnest_line_decides_at_once_how_speakers_pack_their_voice()
    {
        var voice = new VoiceCeiling();
        Assert.False(voice.Settle(Second(0)));
        voice.Set(1, 2_000_000);
        voice.Set(2, 130_000);
        Assert.True(voice.Settle(Second(1)));
        Assert.Equal(VoiceForm.Narrow, voice.Form);
        voice.Set(3, 60_000);
        Assert.True(voice.Settle(Second(2)));
        Assert.Equal(VoiceForm.Thin, voice.Form);
    }

    [Fact]
    public void The_voice_is_thick_again_only_after_twenty_seconds_well_above_the_mark()
    {
        var voice = new VoiceCeiling();
        voice.Set(1, 2_000_000);
        voice.Set(2, 60_000);
        voice.Settle(Second(0));
        voice.Set(2, 80_000);
        Assert.All(Enumerable.Range(1, 60), second => Assert.False(voice.Settle(Second(second))));
        voice.Remove(2);
        Assert.All(Enumerable.Range(61, 20), second => Assert.False(voice.Settle(Second(second))));
        Assert.True(voice.Settle(Second(81)));
        Assert.Equal(VoiceForm.Wide, voice.Form);
    }

    [Fact]
    public void A_line_that_wavers_around_the_mark_does_not_make_the_voice_flap()
    {
        var voice = new VoiceCeiling();
        var changes = 0;
        for (var second = 0; second < 120; second++)
        {
            voice.Set(1, second % 4 < 2 ? 66_000 : 90_000);
            changes += voice.Settle(Second(second)) ? 1 : 0;
        }

        Assert.Equal(1, changes);
    }

    [Fact]
    public void The_board_tells_only_rows_that_matter_and_since_when_they_are_so()
    {
        var board = new LineBoard();
        Assert.Single(board.Update([Good], 1000));
        Assert.Empty(board.Update([Good with { Kilobits = 2100, RoundTripMs = 60, LossPercent = 1 }], 3000));
        var moved = Assert.Single(board.Update([Good with { LossPercent = 5 }], 5000));
        Assert.Equal(1000L, moved[7]);
        var turned = Assert.Single(board.Update([Good with { Rung = 1, Kilobits = 90 }], 7000));
        Assert.Equal((1, 90L, 7000L), ((int)turned[2]!, (long)turned[3]!, (long)turned[7]!));
        Assert.Single(board.Update([Good with { Rung = 1, Kilobits = 90, IsTcp = true }], 9000));
        Assert.Equal(1, board.Rows.Single()[6]);
        board.Remove(1);
        Assert.Empty(board.Rows);
    }

    [Fact]
    public void A_rung_carries_the_most_wanted_first_and_screens_only_where_they_can_be_read()
    {
        Wish[] wishes = [new(1, true, 720), new(2, false, 720), new(3, false, 180)];
        Assert.Equal(wishes, RungWishes.Carried(Rung.Full, [.. wishes]));
        Assert.Equal(wishes, RungWishes.Carried(Rung.Small, [.. wishes]));
        Assert.Equal([new Wish(2, false, 180)], RungWishes.Carried(Rung.Thumbnail, [.. wishes]));
        Assert.Empty(RungWishes.Carried(Rung.Speech, [.. wishes]));
    }

    private static TimeSpan Second(int second) => TimeSpan.FromSeconds(second);
}
