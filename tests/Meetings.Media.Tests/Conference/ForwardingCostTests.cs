using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Srtp;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Wire.Rtcp;

namespace Meetings.Media.Tests.Conference;

public sealed class ForwardingCostTests
{
    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm, 90, 1_000_000)]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80, 10, 100_000)]
    public void A_million_forwarded_packets_allocate_nothing(SrtpProfile profile, int count, int atLeast)
    {
        const int Warm = 2_000, Measured = 12_000;
        var room = new Room(new RoomOptions());
        var outbox = new Outbox(1 << 20, 512);
        var now = Instant.FromMilliseconds(1000);
        var publisher = new SimulatedBrowser(1, profile: profile);
        SimulatedBrowser[] subscribers = [.. Enumerable.Range(2, count).Select(n => new SimulatedBrowser(n, profile: profile, arrivals: true))];
        foreach (SimulatedBrowser browser in subscribers.Append(publisher))
        {
            room.Apply(now, browser.Join, outbox);
            room.Apply(now, browser.Keys, outbox);
            room.Receive(now, browser.Address, browser.Check(true), outbox);
            room.Apply(now, new SetStartEstimate(browser.Id, 20_000_000), outbox);
            room.Apply(now, new SetWishes(browser.Id, [new VideoWish(publisher.Id, SourceKind.Camera, 720)]), outbox);
        }

        // Everything is made beforehand: pictures with a lost packet now and then, sound, requests to send again.
        List<byte[]> datagrams = [];
        publisher.Camera.On = publisher.Microphone.On = true;
        publisher.Camera.FramesPerSecond = 1000;
        publisher.Camera.PacketsPerFrame = 1;
        Instant making = now;
        while (datagrams.Count < Warm + Measured)
        {
            making += TimeSpan.FromMilliseconds(1);
            publisher.Camera.WantsKeyFrame = datagrams.Count == 0;
            foreach ((byte[] payload, bool marker) in publisher.Camera.Due(making).ToArray())
            {
                byte[] packet = publisher.Packet(publisher.Camera, payload, marker);
                if (datagrams.Count % 500 != 499)
                {
                    datagrams.Add(packet);
                }
            }

            foreach ((byte[] payload, bool marker) in publisher.Microphone.Due(making).ToArray())
            {
                datagrams.Add(publisher.Packet(publisher.Microphone, payload, marker));
            }
        }

        // Every receiver tells of fifty numbered packets at a time, so the estimator works as it does for a browser.
        const int Told = 50;
        byte[][][] reports = [.. subscribers.Select(s => Enumerable.Range(0, (Warm + Measured) / Told).Select(k => s.Rtcp((ref RtcpWriter writer) =>
            writer.AddTransportFeedback(1, 1, (byte)k, k * Told, [.. Enumerable.Range(k * Told, Told).Select(
                i => new PacketArrival(i, now + TimeSpan.FromMilliseconds(i + 20)))]))).ToArray())];

        long Give(int from, int to)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = from; i < to; i++)
            {
                now += TimeSpan.FromMilliseconds(1);
                room.Receive(now, publisher.Address, datagrams[i], outbox);
                room.Flush(now, outbox);
                for (int s = 0; i % Told == Told - 1 && s < subscribers.Length; s++)
                {
                    room.Receive(now, subscribers[s].Address, reports[s][i / Told], outbox);
                }

                outbox.Clear();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Give(0, Warm);
        long sent = room.Counters.PacketsForwarded;
        long allocated = Give(Warm, Warm + Measured);

        Assert.True(room.Counters.PacketsForwarded - sent >= atLeast, $"{room.Counters.PacketsForwarded - sent} forwarded");
        Assert.True(room.Counters.PacketsRequestedAgain > 0);
        Assert.Equal(0, allocated);
        PeerStatistics line = room.Statistics(subscribers[0].Id)!;
        Assert.True(line.IsEstimateMeasured && line.EstimateToPeer > 9_000_000, $"{line.EstimateToPeer} bit/s");
        room.Dispose();
    }
}
