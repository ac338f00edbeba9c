using System.Diagnostics;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Engine.Participant;

/// <summary>What a participant received: packets, gaps in the numbering, and how old each packet was (same machine, same clock).</summary>
internal sealed class Reception
{
    private const int Buckets = 200_000;
    private readonly int[] _microseconds = new int[Buckets];
    private readonly Dictionary<uint, Stream> _streams = [];

    public long Packets { get; private set; }

    public long Bytes { get; private set; }

    public long AudioPackets { get; private set; }

    public long VideoPackets { get; private set; }

    /// <summary>Packets missing in the numbering so far, over all streams; may shrink when they arrive late.</summary>
    public long Lost => _streams.Values.Sum(static s => s.Expected - s.Received);

    /// <summary>Of these, sound.</summary>
    public long AudioLost => _streams.Values.Where(static s => s.IsAudio).Sum(static s => s.Expected - s.Received);

    public IReadOnlyDictionary<uint, Stream> Streams => _streams;

    public void Take(in RtpPacket packet, int bytes, bool isAudio, long? sentAt)
    {
        Packets++;
        Bytes += bytes;
        if (isAudio)
            AudioPackets++;
        else
            VideoPackets++;
        if (!_streams.TryGetValue(packet.Ssrc, out var stream))
            _streams[packet.Ssrc] = stream = new Stream { IsAudio = isAudio };
        stream.Take(packet.SequenceNumber);
        if (sentAt is not { } at)
            return;
        var age = (Stopwatch.GetTimestamp() - at) * 1_000_000 / Stopwatch.Frequency;
        if (age >= 0)
            _microseconds[Math.Min(age, Buckets - 1)]++;
    }

    /// <summary>Forgets counts and ages; the numbering goes on.</summary>
    public void Restart()
    {
        (Packets, Bytes, AudioPackets, VideoPackets) = (0, 0, 0, 0);
        Array.Clear(_microseconds);
        foreach (var stream in _streams.Values)
            stream.Restart();
    }

    public void AddAgesTo(long[] microseconds)
    {
        for (var i = 0; i < Math.Min(microseconds.Length, Buckets); i++)
            microseconds[i] += _microseconds[i];
    }

    public static long[] NewAges() => new long[Buckets];

    internal sealed class Stream
    {
        private SequenceExtender _extender;
        private long _first = -1;
        private long _highest;

        public bool IsAudio { get; init; }

        public long Received { get; private set; }

        public long Expected => _first < 0 ? 0 : _highest - _first + 1;

        public uint Highest => (uint)_highest;

        public void Take(ushort sequence)
        {
            var extended = _extender.Extend(sequence);
            if (_first < 0)
                _first = _highest = extended;
            _highest = Math.Max(_highest, extended);
            Received++;
        }

        public void Restart()
        {
            _first = -1;
            Received = 0;
        }
    }
}

/// <summary>Packets a participant received from the others.</summary>
/// <param name="Lost">Missing in the numbering so far; may shrink when they arrive late.</param>
/// <param name="Undecryptable">Packets that did not decrypt: should stay 0.</param>
public sealed record ParticipantReading(long AudioPackets, long VideoPackets, long Lost, long Undecryptable);
