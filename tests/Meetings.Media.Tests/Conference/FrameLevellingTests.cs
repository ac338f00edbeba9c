using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Srtp;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Wire;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Tests.Conference;

/// <summary>A browser cuts a frame into packets that differ by one byte; the room levels them so that they leave in one message.</summary>
public sealed class FrameLevellingTests
{
    [Theory]
    [InlineData(new[] { 1000, 1000, 1001, 1001 }, 4)]
    [InlineData(new[] { 1001, 1000, 1001, 400 }, 4)]
    [InlineData(new[] { 1000, 1000, 1000 }, 3)]
    [InlineData(new[] { 998, 1000, 1000 }, 1)]
    public void A_frame_leaves_as_one_message_and_its_payload_is_what_was_sent(int[] payloads, int expectedRun)
    {
        using var room = new Room(new RoomOptions());
        var outbox = new Outbox(1 << 20, 512);
        var now = Instant.FromMilliseconds(1000);
        var publisher = new SimulatedBrowser(1);
        var viewer = new SimulatedBrowser(2);
        foreach (SimulatedBrowser browser in new[] { publisher, viewer })
        {
            room.Apply(now, browser.Join, outbox);
            room.Apply(now, browser.Keys, outbox);
            room.Receive(now, browser.Address, browser.Check(true), outbox);
            room.Apply(now, new SetWishes(browser.Id, [new VideoWish(publisher.Id, SourceKind.Camera, 720)]), outbox);
        }

        publisher.Camera.On = true;
        publisher.Camera.PacketsPerFrame = payloads.Length;
        using var keys = new SrtpReceiver(viewer.Profile, viewer.Keys.OutboundKey.Span);
        for (int frame = 0; frame < 3; frame++)
        {
            now += TimeSpan.FromMilliseconds(40);
            outbox.Clear();
            room.Flush(now, outbox);
            outbox.Clear();
            byte[][] sent = [.. publisher.Camera.Due(now).Select((p, i) => p.Payload[..Math.Min(p.Payload.Length, payloads[i])]
                .Concat(new byte[Math.Max(0, payloads[i] - p.Payload.Length)]).ToArray())];
            for (int i = 0; i < sent.Length; i++)
            {
                room.Receive(now, publisher.Address, publisher.Packet(publisher.Camera, sent[i], i == sent.Length - 1), outbox);
            }

            room.Flush(now, outbox);
            int[] media = [.. Enumerable.Range(0, outbox.Count).Where(i => outbox[i].Remote == viewer.Address && Demultiplexer.Classify(outbox[i].Bytes) == PacketClass.Rtp)];
            Assert.Equal(sent.Length, media.Length);
            Assert.Equal(expectedRun, Outbox.RunLength(outbox.Entries, media[0], 64, 65_000));
            for (int i = 0; i < sent.Length; i++)
            {
                byte[] datagram = outbox[media[i]].Bytes.ToArray();
                Assert.True(keys.TryUnprotectRtp(datagram, out int length, out _, out _));
                Assert.True(RtpPacket.TryParse(datagram.AsSpan(0, length), out RtpPacket packet));
                Assert.True(packet.Payload[5..].SequenceEqual(sent[i].AsSpan(5)), $"frame {frame} packet {i}");
            }
        }
    }
}
