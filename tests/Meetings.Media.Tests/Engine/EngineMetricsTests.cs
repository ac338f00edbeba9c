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

    [Fact]
    public async Task A_meeting_shows_in_the_figures_of_threads_lines_and_drops()
    {
        await using var server = MediaServer.Start(new MediaServerOptions { Bind = new(IPAddress.Loopback, 0), AnnouncedAddresses = [IPAddress.Loopback] });
        await using var room = server.OpenRoom(static _ => { });
        using var speaker = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions { Video = true, Audio = true }));
        using var viewer = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions()));
        var number = 0;
        foreach (var participant in new[] { speaker, viewer })
        {
            participant.Accept((await room.NegotiateAsync(new PeerId(++number), participant.CreateOffer())).AnswerSdp!);
            await participant.Connected.WaitAsync(Limit);
        }

        room.SetWishes(new PeerId(2), [new VideoWish(new PeerId(1), SourceKind.Camera, 720)]);
        await viewer.UntilAsync(static r => r is { VideoPackets: > 250, AudioPackets: > 20 }).WaitAsync(Limit);
        using (var stranger = new System.Net.Sockets.UdpClient())
            await stranger.SendAsync(new byte[] { 0x80, 0x60, 1, 2 }, server.LocalEndPoint);

        // The meter's instances of other tests' servers are heard too; ours is among them.
        var seen = new ConcurrentDictionary<string, ConcurrentBag<(double Value, string Tags)>>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, l) =>
        {
            if (instrument.Meter.Name == "Meetings.Media")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags));
        listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Note(i, value, tags));
        listener.Start();
        await WaitUntil(() => server.Statistics.Drops.ContainsKey(DropReason.UnknownAddress));
        listener.RecordObservableInstruments();
        server.Metrics!.SamplePeers();

        Assert.Contains(seen["media.packets.forwarded"], static m => m.Value > 60);
        Assert.Contains(seen["media.drops"], static m => m is { Value: > 0, Tags: "reason=UnknownAddress" });
        Assert.Contains(seen["media.thread.turns"], static m => m is { Value: > 0, Tags: "thread=0" });
        Assert.Contains(seen["media.thread.messages"], static m => m.Value > 0);
        if (OperatingSystem.IsLinux())
            Assert.Contains(seen["media.thread.cpu.time"], static m => m.Value > 0);
        Assert.Contains(seen["media.peer.bitrate"], static m => m is { Value: > 100_000, Tags: "direction=to" });
        Assert.Contains(seen["media.peer.loss"], static m => m.Tags == "direction=from");
        Assert.Contains(seen["media.peer.estimate"], static m => m is { Value: > 100_000, Tags: "" });
        Assert.Contains(seen["media.peer.queue"], static m => m.Value is >= 0 and < 5);
        Assert.Contains(seen["media.peer.jitter"], static m => m is { Value: >= 0 and < 5, Tags: "direction=to" });
        Assert.Contains(seen["media.peer.rung"], static m => m.Value is >= 1 and <= 4);
        Assert.All(new[] { "media.packets.requested", "media.packets.repaired", "media.sound.repeated", "media.key_frames.requested" }, name => Assert.NotEmpty(seen[name]));
        Assert.NotEmpty(seen["media.slot.layer"]);

        // No series may stand for a person, an address or a room.
        Assert.All(seen.Values.SelectMany(static m => m), static m => Assert.Matches("^((reason|thread|direction)=\\w+)?$", m.Tags));

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            seen.GetOrAdd(instrument.Name, static _ => []).Add((value, string.Join(',', tags.ToArray().Select(static t => $"{t.Key}={t.Value}"))));
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
