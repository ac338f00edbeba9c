using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Conference;

/// <summary>Rooms in which somebody knows only one picture codec.</summary>
public sealed class CodecSwitchTests
{
    private static readonly MediaCodec[] Both = [MediaCodec.Vp8, MediaCodec.H264], H264 = [MediaCodec.H264], Vp8 = [MediaCodec.Vp8];

    [Fact]
    public void Who_knows_H264_alone_joins_a_running_meeting_and_everybody_goes_on_seeing()
    {
        using var room = new ChoosingRoom();
        SimulatedBrowser speaker = room.Join(1, Both, simulcast: true), viewer = room.Join(2, Both);
        room.Watch(viewer, speaker);
        room.Meeting.RunSeconds(4);
        Assert.All(viewer.VideoSlots[0].Pieces.Values, p => Assert.False(p.IsH264)); // VP8 while there is a choice

        SimulatedBrowser device = room.Join(3, H264);
        room.Watch(device, speaker);
        TimeSpan first = room.Meeting.RunUntil(() => device.VideoSlots[0].Count > 0, 2);
        Assert.True(first < TimeSpan.FromMilliseconds(600), $"{first}"); // a key frame behind the news
        room.Meeting.RunSeconds(4);
        room.Leave(device);
        room.Meeting.RunSeconds(4);

        Assert.All(device.VideoSlots[0].Pieces.Values, p => Assert.True(p.IsH264));
        device.VideoSlots[0].AssertContinuous();
        SlotReception seen = viewer.VideoSlots[0];
        Assert.Equal([false, true, false], Runs(seen.Pieces.Values.Select(p => p.IsH264)));
        seen.AssertContinuous();
        Assert.Equal(0, seen.MissingInside);
        Assert.True(seen.LongestGap() < TimeSpan.FromMilliseconds(400), $"{seen.LongestGap()}");
        Assert.DoesNotContain(room.Meeting.Told<SlotChanged>(), n => n.IsUndecodable);
    }

    [Fact]
    public void A_picture_that_nobody_watched_goes_on_in_the_codec_of_who_comes()
    {
        using var room = new ChoosingRoom();
        SimulatedBrowser speaker = room.Join(1, Both, simulcast: true);
        room.Meeting.RunUntil(() => speaker.CameraLayers.All(l => !l.On), 3);
        room.Meeting.RunSeconds(5);

        SimulatedBrowser device = room.Join(2, H264);
        room.Watch(device, speaker);
        room.Meeting.RunUntil(() => device.VideoSlots[0].Count > 0, 2);
        Assert.DoesNotContain(room.Meeting.Told<SlotChanged>(), n => n.IsUndecodable);
    }

    [Fact]
    public void Layers_of_H264_are_told_apart_by_the_sizes_in_their_parameters()
    {
        using var room = new ChoosingRoom();
        SimulatedBrowser device = room.Join(1, H264, simulcast: true), viewer = room.Join(2, Both);
        room.Watch(viewer, device);
        room.Meeting.RunSeconds(3);
        PublishedStatistics camera = room.Meeting.Room.Statistics(device.Id)!.Published.Single(p => p.Source == SourceKind.Camera);
        Assert.Equal([180, 360, 720], camera.Layers.Select(l => l.Height));
        Assert.Equal(12, viewer.VideoSlots[0].Publishers.Last());

        room.Meeting.Show(viewer, new VideoWish(device.Id, SourceKind.Camera, 360));
        room.Meeting.RunSeconds(3);
        room.Meeting.Show(viewer, new VideoWish(device.Id, SourceKind.Camera, 180));
        room.Meeting.RunSeconds(3);
        Assert.Equal([12, 11, 10], viewer.VideoSlots[0].Publishers.SkipWhile(p => p != 12));
        viewer.VideoSlots[0].AssertContinuous();
    }

    [Fact]
    public void On_a_narrow_line_H264_comes_in_the_size_that_fits()
    {
        using var room = new ChoosingRoom();
        SimulatedBrowser device = room.Join(1, H264, simulcast: true);
        SimulatedBrowser viewer = room.Join(2, Both, new LineQuality { Rate = 1_000_000 }); // sizes of 240, 480 and 960 kbit/s and their headers
        room.Watch(viewer, device);
        foreach ((SimulatedSource layer, int i) in device.CameraLayers.Select((l, i) => (l, i)))
        {
            layer.PacketsPerFrame = 1 << i;
        }

        room.Meeting.RunSeconds(20);
        Assert.Equal(11, viewer.VideoSlots[0].Publishers.Last());
        Assert.Equal(Rung.Small, room.Meeting.Told<RungChanged>().Last(n => n.Peer == viewer.Id).Rung);
    }

    [Fact]
    public void Where_no_codec_suits_both_the_receiver_is_told_that_it_cannot_see_and_when_that_ends()
    {
        using var room = new ChoosingRoom();
        SimulatedBrowser old = room.Join(1, Vp8, simulcast: true), device = room.Join(2, H264);
        room.Watch(device, old);
        room.Meeting.RunSeconds(1.5);
        Assert.DoesNotContain(room.Meeting.Told<SlotChanged>(), n => n.Peer == device.Id && !n.IsAudio);
        room.Meeting.RunSeconds(30);
        SlotChanged told = Assert.Single(room.Meeting.Told<SlotChanged>(), n => n.Peer == device.Id && !n.IsAudio);
        Assert.Equal(new SlotChanged(device.Id, false, 0, old.Id, SourceKind.Camera, IsUndecodable: true), told);
        Assert.Empty(device.VideoSlots[0].Pieces);
        Assert.All(old.CameraLayers, l => Assert.False(l.On)); // nobody sees it: not sent

        room.Meeting.Show(device);
        room.Meeting.RunSeconds(1);
        Assert.Equal(new SlotChanged(device.Id, false, 0, null, SourceKind.Camera), room.Meeting.Told<SlotChanged>().Last(n => n.Peer == device.Id && !n.IsAudio));
    }

    [Fact]
    public void Who_does_not_follow_is_not_asked_for_its_pictures_again_and_again()
    {
        using var room = new ChoosingRoom { Follows = false };
        SimulatedBrowser speaker = room.Join(1, Both, simulcast: true);
        room.Meeting.RunSeconds(5);
        SimulatedBrowser device = room.Join(2, H264);
        room.Watch(device, speaker);
        room.Meeting.RunSeconds(30);
        Assert.InRange(room.Meeting.Told<LayersWanted>().Count(n => n.Peer == speaker.Id && n.Source == SourceKind.Camera), 2, 5);
        Assert.Single(room.Meeting.Told<SlotChanged>(), n => n.Peer == device.Id && n.IsUndecodable);
    }

    private static IEnumerable<bool> Runs(IEnumerable<bool> all)
    {
        bool? last = null;
        foreach (bool one in all.Where(one => one != last))
        {
            yield return (last = one).Value;
        }
    }

    /// <summary>A simulated meeting whose publishers are told the codec as the media server tells it, and follow after the hub's delay.</summary>
    private sealed class ChoosingRoom : IDisposable
    {
        private readonly Dictionary<SimulatedBrowser, MediaCodec> _told = [];

        public SimulatedMeeting Meeting { get; } = new();

        public bool Follows { get; init; } = true;

        public SimulatedBrowser Join(int number, MediaCodec[] pictures, LineQuality? line = null, bool simulcast = false)
        {
            SimulatedBrowser browser = Meeting.Join(number, line, simulcast: simulcast, arrivals: line is not null, pictures: pictures);
            _told[browser] = pictures[0];
            browser.SendLayers(0b111);
            Choose();
            return browser;
        }

        public void Leave(SimulatedBrowser browser)
        {
            _told.Remove(browser);
            Meeting.Apply(new RemovePeer(browser.Id));
            Choose();
        }

        public void Watch(SimulatedBrowser viewer, SimulatedBrowser of) => Meeting.Show(viewer, new VideoWish(of.Id, SourceKind.Camera, 720));

        public void Dispose() => Meeting.Dispose();

        private void Choose()
        {
            CommonVideo common = CommonVideo.Of(_told.Keys.Select(b => b.Session));
            var changed = new List<SimulatedBrowser>();
            foreach (SimulatedBrowser browser in _told.Keys.ToList())
            {
                MediaCodec codec = common.For(browser.Session);
                if (codec != _told[browser] && CommonVideo.Knows(browser.Session, codec))
                {
                    _told[browser] = codec;
                    Meeting.Apply(new ExpectCodec(browser.Id, codec));
                    changed.Add(browser);
                }
            }

            Meeting.Run(Meeting.HubDelay);
            changed.Where(_ => Follows).ToList().ForEach(b => b.SendCodec(_told[b]));
        }
    }
}
