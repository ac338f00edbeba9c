using System.Buffers.Binary;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Tests.Simulation;

/// <summary>What arrived in one slot, put back in order, and the rules a decoder needs kept.</summary>
public sealed class SlotReception(bool isAudio)
{
    private const double SoundClock = 48_000;

    /// <summary>What a queue that is gone may make a packet come sooner than the one before it, s.</summary>
    private const double MostAhead = 1;

    private readonly SortedDictionary<long, Piece> _pieces = [];
    private readonly Dictionary<long, (int Tries, long NextAt)> _missing = [];
    private SequenceExtender _extender;
    private bool _hasKey;

    public sealed record Piece(uint Timestamp, bool Marker, bool Starts, bool Key, int? PictureId, int Publisher, int Frame, long ArrivedAt)
    {
        public int? Tl0 { get; init; }

        public int Temporal { get; init; }

        public bool IsH264 { get; init; }

        /// <summary>Of sound: how long it is, in timestamps.</summary>
        public int Ticks { get; init; }

        /// <summary>Frames of the same stream this one depends on; -1 for none.</summary>
        public (int, int) Needs { get; init; } = (-1, -1);
    }

    /// <summary>Frames of sound that came at least once, by publisher and number.</summary>
    public HashSet<(int Publisher, int Frame)> Heard { get; } = [];

    /// <summary>When each frame of sound first came, by number.</summary>
    public Dictionary<int, long> HeardAt { get; } = [];

    /// <summary>Plays the pictures, drops what it has no use for from what is asked for again, and asks for key frames; null only collects.</summary>
    public SimulatedDecoder? Decoder { get; set; }

    /// <summary>How often a packet is asked for again at most.</summary>
    public int MostNacks { get; set; } = 20;

    /// <summary>Time between two requests for a packet: what a browser takes for its round trip.</summary>
    public TimeSpan NackEvery { get; set; } = TimeSpan.FromMilliseconds(60);

    /// <summary>Frames that came again behind a later packet's header.</summary>
    public int Repeats { get; private set; }

    /// <summary>Pictures come, but nothing a decoder can begin with has: it asks for a key frame.</summary>
    public bool LacksKeyFrame => !isAudio && !_hasKey && _pieces.Count > 0;

    public IReadOnlyDictionary<long, Piece> Pieces => _pieces;

    public int Count => _pieces.Count;

    public int Repaired { get; private set; }

    public int Duplicates { get; private set; }

    /// <summary>Empty packets that only fill a place.</summary>
    public int Fillers { get; private set; }

    /// <summary>Longest time between two frames, by their arrival.</summary>
    public TimeSpan LongestGap(long since = 0)
    {
        long[] starts = [.. _pieces.Values.Where(p => p.Starts && p.ArrivedAt >= since).Select(p => p.ArrivedAt).Order()];
        return TimeSpan.FromTicks(starts.Zip(starts.Skip(1), (a, b) => b - a).DefaultIfEmpty().Max() / 100);
    }

    public long LastArrival { get; private set; } = -1;

    /// <summary>Publishers in the order they appeared.</summary>
    public IEnumerable<int> Publishers
    {
        get
        {
            int last = -1;
            foreach (Piece piece in _pieces.Values.Where(p => p.Publisher >= 0))
            {
                if (piece.Publisher != last)
                {
                    yield return last = piece.Publisher;
                }
            }
        }
    }

    public int MissingInside => _pieces.Count == 0 ? 0 : (int)(_pieces.Keys.Last() - _pieces.Keys.First() + 1 - _pieces.Count);

    public void Take(long now, ushort sequence, in RtpPacket packet, ReadOnlySpan<byte> payload, bool repaired)
    {
        if (repaired && !_extender.Started)
        {
            return;
        }

        long before = _extender.Highest;
        bool first = !_extender.Started;
        long extended = repaired ? _extender.Nearest(sequence) : _extender.Extend(sequence);
        for (long gap = before + 1; !first && gap < extended; gap++)
        {
            _missing.TryAdd(gap, (0, now));
        }

        _missing.Remove(extended);
        if (_pieces.ContainsKey(extended))
        {
            Duplicates++;
            return;
        }

        if (payload.IsEmpty)
        {
            Fillers++;
            _pieces.Add(extended, new Piece(packet.Timestamp, false, false, false, null, -1, -1, now));
            return;
        }

        Repaired += repaired ? 1 : 0;
        LastArrival = now;
        Piece piece = Read(now, packet, payload);
        _hasKey |= piece is { Key: true, Starts: true };
        _pieces.Add(extended, piece);
        if (Decoder is not null)
        {
            Decoder.Note(now, extended, _pieces);
            foreach (long old in _missing.Keys.Where(m => m < Decoder.DecodedUpTo).ToArray())
            {
                _missing.Remove(old);
            }
        }
    }

    /// <summary>The frames that a packet of sound repeats before its own (RFC 2198 section 3), oldest first.</summary>
    public void TakeEarlier(long now, ReadOnlySpan<byte> payload)
    {
        int blocks = 0;
        for (; (payload[4 * blocks] & 0x80) != 0; blocks++)
        {
        }

        int start = 4 * blocks + 1;
        uint before = uint.MaxValue;
        for (int i = 0; i < blocks; i++)
        {
            uint header = BinaryPrimitives.ReadUInt32BigEndian(payload[(4 * i)..]);
            (uint offset, int length) = (header >> 10 & 0x3fff, (int)(header & 0x3ff));
            Assert.True(offset > 0 && offset < before, $"block {i} of {blocks} stands {offset} before the newest");
            Hear(now, payload.Slice(start, length));
            (before, start) = (offset, start + length);
            Repeats++;
        }
    }

    /// <summary>Sequence numbers to ask for again: each a number of times, at intervals.</summary>
    public ushort[] DueNacks(long now)
    {
        var due = new List<ushort>();
        foreach (long sequence in _missing.Keys.Order().ToArray())
        {
            (int tries, long nextAt) = _missing[sequence];
            if (now >= nextAt && tries < MostNacks && due.Count < 100)
            {
                due.Add((ushort)sequence);
                _missing[sequence] = (tries + 1, now + NackEvery.Ticks * 100);
            }
        }

        return [.. due];
    }

    /// <summary>
    /// Throws unless the stream could be one encoder's: timestamps never go back, sound begins behind what was before it and not seconds later than
    /// the time that passed, picture ids step by one a frame, and a new publisher begins with the start of a key frame. What came before the first
    /// key frame (its start may be lost) is left out.
    /// </summary>
    public void AssertContinuous()
    {
        Piece? last = null;
        long lastSequence = -1;
        Assert.True(isAudio || _pieces.Values.Any(p => p.Key && p.Starts), "no key frame at all");
        foreach ((long sequence, Piece piece) in _pieces.Where(p => p.Value.Publisher >= 0).SkipWhile(p => !isAudio && !(p.Value.Key && p.Value.Starts)))
        {
            if (last is not null)
            {
                int step = (int)(piece.Timestamp - last.Timestamp);
                Assert.True(step >= 0, $"timestamp went back at {sequence}");
                if (isAudio)
                {
                    Assert.True(step >= last.Ticks, $"{last.Ticks - step} timestamps of {last.Publisher} and {piece.Publisher} overlap at {sequence}");
                    double ahead = step / SoundClock - (piece.ArrivedAt - last.ArrivedAt) / 1e9;
                    Assert.True(ahead < MostAhead, $"sound jumps {ahead:F1} s ahead of the time at {sequence}");
                }
                else if (sequence == lastSequence + 1)
                {
                    AssertFrames(last, piece, sequence);
                }
            }

            (last, lastSequence) = (piece, sequence);
        }
    }

    /// <summary>Throws unless every frame a frame depends on came before it, as a decoder of temporal layers needs them.</summary>
    /// <param name="tl0Counts">The streams count their base frames: TL0PICIDX must go on without a gap, too.</param>
    public void AssertDecodable(bool tl0Counts = true)
    {
        var have = new HashSet<int>();
        (int publisher, int? tl0) = (-1, null);
        foreach ((long sequence, Piece piece) in _pieces.Where(p => p.Value.Publisher >= 0).SkipWhile(p => !p.Value.Key))
        {
            if (!piece.Starts)
            {
                continue;
            }

            if (piece.Publisher != publisher)
            {
                have.Clear();
                publisher = piece.Publisher;
            }

            Assert.True(piece.Needs.Item1 < 0 || have.Contains(piece.Needs.Item1), $"frame {piece.Frame} at {sequence} lacks {piece.Needs.Item1}");
            Assert.True(piece.Needs.Item2 < 0 || have.Contains(piece.Needs.Item2), $"frame {piece.Frame} at {sequence} lacks {piece.Needs.Item2}");
            have.Add(piece.Frame);
            if (tl0Counts && tl0 is int before)
            {
                Assert.Equal((byte)(before + (piece.Temporal == 0 ? 1 : 0)), (byte)piece.Tl0!.Value);
            }

            tl0 = piece.Tl0;
        }
    }

    private static void AssertFrames(Piece last, Piece piece, long sequence)
    {
        if (piece.Publisher != last.Publisher || piece.IsH264 != last.IsH264)
        {
            Assert.True(piece.Key && piece.Starts, $"source or codec changed without a key frame at {sequence}");
        }

        if (piece.Starts)
        {
            Assert.True(piece.PictureId is null || last.PictureId is null || piece.PictureId == ((last.PictureId + 1) & 0x7fff), $"picture id {last.PictureId} -> {piece.PictureId} at {sequence}");
            Assert.NotEqual(last.Timestamp, piece.Timestamp);
        }
        else
        {
            Assert.Equal(last.PictureId, piece.PictureId);
            Assert.Equal(last.Timestamp, piece.Timestamp);
        }
    }

    private void Hear(long now, ReadOnlySpan<byte> frame)
    {
        int number = BinaryPrimitives.ReadInt32BigEndian(frame[5..]);
        Heard.Add((BinaryPrimitives.ReadInt32BigEndian(frame[1..]), number));
        HeardAt.TryAdd(number, now);
    }

    private Piece Read(long now, in RtpPacket packet, ReadOnlySpan<byte> payload)
    {
        if (isAudio)
        {
            bool tagged = payload.Length >= 9;
            if (tagged)
            {
                Hear(now, payload);
            }

            return new Piece(packet.Timestamp, packet.Marker, true, false, null,
                tagged ? BinaryPrimitives.ReadInt32BigEndian(payload[1..]) : -1, tagged ? BinaryPrimitives.ReadInt32BigEndian(payload[5..]) : -1, now)
            { Ticks = OpusToc.TryParse(payload, out OpusToc sound) ? sound.Samples : 0 };
        }

        if (packet.PayloadType is SimulatedBrowser.H264 or SimulatedBrowser.H264Rtx)
        {
            (bool starts, bool key, int at) = SimulatedH264.Read(payload);
            return new Piece(packet.Timestamp, packet.Marker, starts, key, null,
                BinaryPrimitives.ReadInt32BigEndian(payload[at..]), BinaryPrimitives.ReadInt32BigEndian(payload[(at + 4)..]), now)
            { IsH264 = true };
        }

        Assert.True(Vp8Descriptor.TryParse(payload, out Vp8Descriptor descriptor));
        ReadOnlySpan<byte> body = payload[descriptor.Length..];
        return new Piece(packet.Timestamp, packet.Marker, descriptor.StartOfFrame, descriptor.IsKeyFrame(payload),
            descriptor.HasPictureId ? descriptor.PictureId : null, BinaryPrimitives.ReadInt32BigEndian(body[10..]),
            BinaryPrimitives.ReadInt32BigEndian(body[14..]), now)
        {
            Tl0 = descriptor.HasTl0PicIdx ? descriptor.Tl0PicIdx : null,
            Temporal = descriptor.Tid,
            Needs = (BinaryPrimitives.ReadInt32BigEndian(body[18..]), BinaryPrimitives.ReadInt32BigEndian(body[22..])),
        };
    }
}
