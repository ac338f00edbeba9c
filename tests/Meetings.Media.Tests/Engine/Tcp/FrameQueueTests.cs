using System.Buffers.Binary;
using Meetings.Media.Engine.Tcp;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Tcp;

namespace Meetings.Media.Tests.Engine.Tcp;

public sealed class FrameQueueTests
{
    private const uint Sound = 7;
    private const uint Picture = 9;
    private readonly FrameQueue _queue = new();
    private readonly AudioStreams _streams = new();
    private readonly byte[] _out = new byte[8 * 1024];
    private Instant _now = Instant.FromMilliseconds(1);

    public FrameQueueTests() => _streams.Set(new NegotiatedSession
    {
        LocalUfrag = "l",
        LocalPassword = "p",
        RemoteUfrag = "r",
        RemotePassword = "q",
        RemoteFingerprintSha256 = default,
        Media =
        [
            Slot(isAudio: true, Sound),
            Slot(isAudio: false, Picture),
        ],
    });

    [Fact]
    public void Sound_overtakes_the_pictures_that_wait()
    {
        Put(Picture, 1000);
        Put(Picture, 1000);
        Put(Sound, 100);
        Assert.Equal(Sound, FirstStream(_queue.Take(_out)));
    }

    [Fact]
    public void A_picture_that_waits_too_long_goes_with_all_others_and_none_comes_before_the_queue_is_empty()
    {
        Put(Picture, 1000);
        Put(Sound, 100);
        _now += FrameQueue.OldestPicture + TimeSpan.FromMilliseconds(1);
        Assert.Equal(Queued.Shed, Put(Picture, 1000));
        Assert.True(_queue.IsShedding);
        Assert.Equal(2, _queue.Dropped);
        Assert.False(_queue.TryRecover()); // the sound still waits
        Assert.Equal(102, _queue.Take(_out));
        Assert.Equal(Queued.Shed, Put(Picture, 1000)); // not before somebody was told
        Assert.True(_queue.TryRecover());
        Assert.Equal(Queued.Yes, Put(Picture, 1000));
    }

    [Fact]
    public void Pictures_are_bounded_in_bytes_and_never_take_the_room_of_sound()
    {
        var shed = 0;
        for (var i = 0; i < 1000; i++)
            shed += Put(Picture, 1200) == Queued.Shed ? 1 : 0;
        Assert.InRange(shed, 1, 999);
        Assert.True(_queue.Bytes <= FrameQueue.MostPictureBytes);
        for (var i = 0; i < 1000; i++)
            Assert.Equal(Queued.Yes, Put(Sound, 100));
    }

    [Fact]
    public void Sound_that_no_longer_fits_means_the_connection_is_dead()
    {
        var added = 0;
        while (Put(Sound, 1000) == Queued.Yes)
            added++;
        Assert.Equal(FrameQueue.MostUrgentBytes / 1002, added);
    }

    [Fact]
    public void Everything_is_urgent_that_is_no_picture()
    {
        byte[] dtls = [22, 254, 253, .. new byte[50]];
        byte[] stun = [1, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, .. new byte[12]];
        Put(Picture, 1000);
        _queue.Add(dtls, _now, _streams);
        _queue.Add(stun, _now, _streams);
        _queue.Take(_out);
        Assert.Equal(22, _out[2]);
        Assert.Equal(1, _out[2 + dtls.Length + 2]);
    }

    [Fact]
    public void Frames_leave_as_they_came_across_the_ring_s_edge_and_growth()
    {
        var lane = new FrameLane(64 * 1024);
        var random = new Random(3);
        var expected = new Queue<byte[]>();
        for (var round = 0; round < 2000; round++)
        {
            var packet = new byte[random.Next(1300)];
            random.NextBytes(packet);
            if (lane.TryAdd(packet, _now))
                expected.Enqueue(packet);
            if (random.Next(3) == 0 || lane.Bytes > 30_000)
                Drain(lane, expected);
        }

        while (lane.Count > 0)
            Drain(lane, expected);
        Assert.Empty(expected);
    }

    private void Drain(FrameLane lane, Queue<byte[]> expected)
    {
        var taken = lane.Take(_out);
        for (var at = 0; at < taken;)
        {
            Assert.Equal(FrameStatus.Complete, PacketFraming.Read(_out.AsSpan(at, taken - at), 2048, out var packet, out var consumed));
            Assert.Equal(expected.Dequeue(), packet.ToArray());
            at += consumed;
        }
    }

    private Queued Put(uint ssrc, int length)
    {
        var packet = new byte[length];
        packet[0] = 0x80;
        packet[1] = 100;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        return _queue.Add(packet, _now, _streams);
    }

    private uint FirstStream(int taken) => taken > 12 ? BinaryPrimitives.ReadUInt32BigEndian(_out.AsSpan(2 + 8)) : 0;

    private static NegotiatedMedia Slot(bool isAudio, uint ssrc) => new()
    {
        Mid = "0",
        IsAudio = isAudio,
        IsPublished = false,
        Source = SourceKind.Microphone,
        Slot = 0,
        IsActive = true,
        Codecs = [],
        ClockRate = 90_000,
        SlotSsrc = ssrc,
    };
}
