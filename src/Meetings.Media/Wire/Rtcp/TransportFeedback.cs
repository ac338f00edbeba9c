using System.Buffers.Binary;
using System.Numerics;

namespace Meetings.Media.Wire.Rtcp;

/// <summary>
/// Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1). Enumerate to get every
/// packet from the base sequence on, received or not.
/// </summary>
public readonly ref struct TransportFeedback
{
    /// <summary>Length of the reference time's unit in 250 us ticks: 64 ms.</summary>
    public const int TicksPerReference = 256;

    /// <summary>Nanoseconds of a tick: 250 us.</summary>
    public const long TickNanoseconds = 250_000;

    private const int FixedLength = 16;
    private readonly ReadOnlySpan<byte> _chunks;
    private readonly ReadOnlySpan<byte> _deltas;

    private TransportFeedback(ReadOnlySpan<byte> body, int deltaStart)
    {
        SenderSsrc = BinaryPrimitives.ReadUInt32BigEndian(body);
        MediaSsrc = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        BaseSequence = BinaryPrimitives.ReadUInt16BigEndian(body[8..]);
        StatusCount = BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
        ReferenceTime = BinaryPrimitives.ReadInt32BigEndian(body[12..]) >> 8;
        FeedbackCount = body[15];
        _chunks = body[FixedLength..deltaStart];
        _deltas = body[deltaStart..];
    }

    public uint SenderSsrc { get; }

    public uint MediaSsrc { get; }

    public ushort BaseSequence { get; }

    /// <summary>Packets reported on, 1-65535.</summary>
    public int StatusCount { get; }

    /// <summary>Signed 24 bits in units of 64 ms on the receiver's own clock.</summary>
    public int ReferenceTime { get; }

    /// <summary>Counts feedback packets, to notice lost ones.</summary>
    public byte FeedbackCount { get; }

    /// <summary>Checks that the chunks cover the status count and that every delta they promise is there.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out TransportFeedback feedback)
    {
        feedback = default;
        if (body.Length < FixedLength + 2)
            return false;
        int remaining = BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
        if (remaining == 0)
            return false;
        var at = FixedLength;
        var deltaBytes = 0;
        while (remaining > 0)
        {
            if (at + 2 > body.Length)
                return false;
            var chunk = BinaryPrimitives.ReadUInt16BigEndian(body[at..]);
            at += 2;
            var covered = Math.Min(StatusChunk.Count(chunk), remaining);
            deltaBytes += StatusChunk.DeltaBytes(chunk, covered);
            remaining -= covered;
        }

        if (deltaBytes > body.Length - at)
            return false;
        feedback = new TransportFeedback(body, at);
        return true;
    }

    public Enumerator GetEnumerator() => new(this);

    /// <summary>One packet's fate.</summary>
    /// <param name="Sequence">Transport-wide sequence number.</param>
    /// <param name="IsReceived">False = not received so far; then <paramref name="ArrivalTicks"/> is 0.</param>
    /// <param name="ArrivalTicks">Arrival on the receiver's clock in 250 us ticks, from the reference time on.</param>
    public readonly record struct Status(ushort Sequence, bool IsReceived, long ArrivalTicks);

    /// <summary>Walks chunks and deltas side by side.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _chunks;
        private readonly ReadOnlySpan<byte> _deltas;
        private int _chunkAt;
        private int _deltaAt;
        private int _remaining;
        private int _inChunk;
        private int _symbolIndex;
        private int _chunk;
        private ushort _sequence;
        private long _ticks;

        internal Enumerator(TransportFeedback feedback)
        {
            _chunks = feedback._chunks;
            _deltas = feedback._deltas;
            _remaining = feedback.StatusCount;
            _sequence = feedback.BaseSequence;
            _ticks = (long)feedback.ReferenceTime * TicksPerReference;
        }

        public Status Current { get; private set; }

        public bool MoveNext()
        {
            if (_remaining == 0)
                return false;
            // A run may be empty; TryParse made sure that chunks suffice.
            while (_symbolIndex == _inChunk)
            {
                _chunk = BinaryPrimitives.ReadUInt16BigEndian(_chunks[_chunkAt..]);
                _chunkAt += 2;
                _inChunk = StatusChunk.Count(_chunk);
                _symbolIndex = 0;
            }

            var symbol = StatusChunk.Symbol(_chunk, _symbolIndex++);
            switch (symbol)
            {
                case StatusChunk.SmallDelta:
                    _ticks += _deltas[_deltaAt];
                    break;
                case StatusChunk.LargeDelta:
                    _ticks += BinaryPrimitives.ReadInt16BigEndian(_deltas[_deltaAt..]);
                    break;
            }

            _deltaAt += StatusChunk.DeltaBytes(symbol);
            var received = symbol is StatusChunk.SmallDelta or StatusChunk.LargeDelta;
            Current = new Status(_sequence++, received, received ? _ticks : 0);
            _remaining--;
            return true;
        }
    }
}

/// <summary>Packet status chunks (section 3.1.3 and 3.1.4 of the draft): run length, or a vector of one- or two-bit symbols.</summary>
internal static class StatusChunk
{
    public const int NotReceived = 0;
    public const int SmallDelta = 1;
    public const int LargeDelta = 2;
    public const int MaxRun = 0x1fff;
    public const int OneBitSymbols = 14;
    public const int TwoBitSymbols = 7;

    public static int Count(int chunk) =>
        (chunk & 0x8000) == 0 ? chunk & MaxRun : (chunk & 0x4000) == 0 ? OneBitSymbols : TwoBitSymbols;

    public static int Symbol(int chunk, int index) =>
        (chunk & 0x8000) == 0 ? (chunk >> 13) & 3
        : (chunk & 0x4000) == 0 ? (chunk >> (13 - index)) & 1
        : (chunk >> (12 - (2 * index))) & 3;

    /// <summary>The reserved symbol 3 carries no delta.</summary>
    public static int DeltaBytes(int symbol) => symbol is SmallDelta or LargeDelta ? symbol : 0;

    /// <summary>Delta bytes of the first <paramref name="covered"/> symbols.</summary>
    public static int DeltaBytes(int chunk, int covered)
    {
        if ((chunk & 0x8000) == 0)
            return covered * DeltaBytes(Symbol(chunk, 0));
        if ((chunk & 0x4000) == 0)
            return BitOperations.PopCount((uint)(chunk & 0x3fff) >> (OneBitSymbols - covered));
        var bytes = 0;
        for (var i = 0; i < covered; i++)
            bytes += DeltaBytes(Symbol(chunk, i));
        return bytes;
    }
}
