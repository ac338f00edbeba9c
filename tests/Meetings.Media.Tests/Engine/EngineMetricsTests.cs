using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Meetings.Media.Conference;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine;

/// <summary>What a collector of the meter "Meetings.Media" reads while people meet.</summary>
public sealed class EngineMetricsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Two rooms, in each a first and a second peer: numbers of peers say nothing across rooms.</summary>
    [Fact]
    public async Task Meetings_show_in_the_figures_of_threads_lines_and_drops()
    {
        await using var server = MediaServer.Start(new MediaServerOptions { Bind = new(IPAddress.Loopback, 0), AnnouncedAddresses = [IPAddress.Loopback] });
        await using var large = server.OpenRoom(static _ => { });
        await using var small = server.OpenRoom(static _ => { });
        using var atLarge = await Pair.MeetAsync(large, height: 360);
        using var atSmall = await Pair.MeetAsync(small, height: 180);
        using (var stranger = new System.Net.Sockets.UdpClient())
            await stranger.SendAsync(new byte[] { 0x80, 0x60, 1, 2 }, server.LocalEndPoint);

        var seen = new ConcurrentDictionary<string, ConcurrentBag<(double Value, string Tags)>>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter == server.Metrics!.Meter)
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Note(i, value, tags));
        await WaitUntil(() => server.Statistics.Drops.ContainsKey(DropReason.UnknownAddress));
        listener.Start();
        var before = server.Statistics;
        listener.RecordObservableInstruments();
        var after = server.Statistics;
        server.Metrics!.SamplePeers();

        Assert.Equal([2], Values("media.rooms"));
        Assert.Equal([4], Values("media.peers"));
        Assert.Equal([4], Values("media.dtls.completed"));
        Assert.Equal([0], Values("media.dtls.failed"));
        Assert.Equal([0], Values("media.faults"));
        Assert.Equal([(1, "reason=UnknownAddress")], seen["media.drops"].Where(static m => m.Tags == "reason=UnknownAddress"));
        Between("media.packets.forwarded", static s => s.PacketsForwarded);
        Between("media.datagrams.received", static s => s.DatagramsReceived);
        Between("media.bytes.sent", static s => s.BytesSent);
        Between("media.key_frames.requested", static s => s.KeyFrameRequestsSent);
        Between("media.thread.turns", static s => s.Threads.Single().Turns);
        Between("media.thread.messages", static s => s.Threads.Single().MessagesSent);
        Assert.All(seen["media.thread.turns"], static m => Assert.Equal("thread=0", m.Tags));
        if (OperatingSystem.IsLinux())
            Between("media.thread.cpu.time", static s => s.Threads.Single().CpuTime!.Value.TotalSeconds);

        // A camera of 1.06 Mbit/s and a microphone go from the speaker and to the viewer; the speaker hears nobody.
        Assert.Equal(2, seen["media.peer.bitrate"].Count(static m => m is { Value: > 600_000 and < 2_500_000, Tags: "direction=from" }));
        Assert.Equal(2, seen["media.peer.bitrate"].Count(static m => m is { Value: > 600_000 and < 2_500_000, Tags: "direction=to" }));
        Assert.Equal(4, seen["media.peer.loss"].Count(static m => m is { Value: 0, Tags: "direction=from" }));
        Assert.InRange(seen["media.peer.estimate"].Count(static m => m.Value > 100_000), 2, 4); // of the viewers at least it is measured
        Assert.All(Values("media.peer.queue"), static v => Assert.InRange(v, 0, 5));
        Assert.All(Values("media.peer.jitter"), static v => Assert.InRange(v, 0, 5));
        Assert.All(Values("media.peer.rung"), static v => Assert.InRange(v, 1, 4));
        Assert.Equal([0, 0, 180, 360], Values("media.slot.layer").Order()); // the speakers' slots show nobody
        Assert.All(new[] { "media.packets.requested", "media.packets.repaired", "media.sound.repeated" }, name => Assert.NotEmpty(seen[name]));

        // No series may stand for a person, an address or a room.
        Assert.All(seen.Values.SelectMany(static m => m), static m => Assert.Matches("^((reason|thread|direction)=\\w+)?$", m.Tags));

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen.GetOrAdd(instrument.Name, static _ => []).Add((value, string.Join(',', tags.ToArray().Select(static t => $"{t.Key}={t.Value}"))));

        IEnumerable<double> Values(string name) => seen[name].Select(static m => m.Value);

        void Between(string name, Func<MediaServerStatistics, double> figure) =>
            Assert.InRange(Assert.Single(Values(name)), Math.Max(double.Epsilon, figure(before)), figure(after));
    }

    [Fact]
    public async Task A_frame_to_many_leaves_in_fewer_messages_than_datagrams_where_the_system_can()
    {
        await using var server = MediaServer.Start(new MediaServerOptions { Bind = new(IPAddress.Loopback, 0), AnnouncedAddresses = [IPAddress.Loopback] });
        await using var room = server.OpenRoom(static _ => { });
        using var speaker = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions { Video = true }));
        using var viewer = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions()));
        speaker.Accept((await room.NegotiateAsync(new PeerId(1), speaker.CreateOffer())).AnswerSdp!);
        viewer.Accept((await room.NegotiateAsync(new PeerId(2), viewer.CreateOffer())).AnswerSdp!);
        room.SetWishes(new PeerId(2), [new VideoWish(new PeerId(1), SourceKind.Camera, 720)]);
        await viewer.UntilAsync(static r => r.VideoPackets > 300).WaitAsync(Limit);

        var thread = server.Statistics.Threads.Single();
        Assert.Equal(thread.DatagramsSent, server.Statistics.DatagramsSent, 200d);
        if (OperatingSystem.IsLinux())
            Assert.True(thread.MessagesSent < thread.DatagramsSent * 2 / 3, $"{thread.DatagramsSent} datagrams in {thread.MessagesSent} messages");
    }

    /// <summary>A speaker with camera and somebody who sees it.</summary>
    private sealed record Pair(HeadlessParticipant Speaker, HeadlessParticipant Viewer) : IDisposable
    {
        public static async Task<Pair> MeetAsync(MediaRoom room, int height)
        {
            var pair = new Pair(
                new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions { Video = true, Audio = true, Height = height })),
                new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions())));
            var number = 0;
            foreach (var participant in (HeadlessParticipant[])[pair.Speaker, pair.Viewer])
            {
                participant.Accept((await room.NegotiateAsync(new PeerId(++number), participant.CreateOffer())).AnswerSdp!);
                await participant.Connected.WaitAsync(Limit);
            }

            room.SetWishes(new PeerId(2), [new VideoWish(new PeerId(1), SourceKind.Camera, 720)]);
            await pair.Viewer.UntilAsync(static r => r is { VideoPackets: > 250, AudioPackets: > 20 }).WaitAsync(Limit);
            return pair;
        }

        public void Dispose()
        {
            Speaker.Dispose();
            Viewer.Dispose();
        }
    }

    private static async Task WaitUntil(Func<bool> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < Limit);
            await timer.WaitForNextTickAsync();
        }
    }
}
