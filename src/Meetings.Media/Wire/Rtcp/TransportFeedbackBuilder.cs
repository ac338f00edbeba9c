using System.Buffers.Binary;
using Meetings.Media.Primitives;

namespace Meetings.Media.Wire.Rtcp;

/// <summary>A packet that arrived, for transport-wide feedback.</summary>
/// <param name="Sequence">Extended transport-wide sequence number (see <c>SequenceExtender</c>).</param>
public readonly record struct PacketArrival(long Sequence, Instant At);

/// <summary>Chunks and deltas of one transport-wide feedback packet (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1).</summary>
internal static class TransportFeedbackBuilder
{
    private const int MaxStatusCount = 0xffff;

    /// <summary>One gap and one arrival finish at most four chunks besides full runs, and leave one pending.</summary>
    private const int PendingChunkBytes = 10;

    /// <summary>Writes as many arrivals as fit: first all chunks, then all deltas.</summary>
    /// <returns>Arrivals told.</returns>
    public static int Write(Span<byte> to, long baseSequence, ReadOnlySpan<PacketArrival> arrivals, out Result result)
    {
        result = default;
        if (arrivals.IsEmpty)
            return 0;
        var reference = Ticks(arrivals[0].At) / TransportFeedback.TicksPerReference;
        var previous = reference * TransportFeedback.TicksPerReference;
        var encoder = new StatusChunkEncoder(to);
        var next = baseSequence;
        var deltaBytes = 0;
        var told = 0;
        foreach (var arrival in arrivals)
        {
            var gap = arrival.Sequence - next;
            ArgumentOutOfRangeException.ThrowIfNegative(gap, nameof(arrivals));
            var ticks = Ticks(arrival.At);
            var delta = ticks - previous;
            if (delta is < short.MinValue or > short.MaxValue || arrival.Sequence - baseSequence >= MaxStatusCount)
                break;
            var symbol = delta is >= 0 and <= byte.MaxValue ? StatusChunk.SmallDelta : StatusChunk.LargeDelta;
            var chunkBound = encoder.Length + PendingChunkBytes + (int)(2 * (gap / StatusChunk.MaxRun));
            if (chunkBound + deltaBytes + symbol > (to.Length & ~3))
                break;
            for (; gap > 0; gap--)
                encoder.Add(StatusChunk.NotReceived);
            encoder.Add(symbol);
            deltaBytes += symbol;
            previous = ticks;
            next = arrival.Sequence + 1;
            told++;
        }

        if (told == 0)
            return 0;
        encoder.Finish();
        WriteDeltas(to[encoder.Length..], reference, arrivals[..told]);
        result = new Result(encoder.Length + deltaBytes, (int)(next - baseSequence), (int)(reference & 0xff_ffff));
        return told;
    }

    private static void WriteDeltas(Span<byte> to, long reference, ReadOnlySpan<PacketArrival> arrivals)
    {
        var previous = reference * TransportFeedback.TicksPerReference;
        var at = 0;
        foreach (var arrival in arrivals)
        {
            var ticks = Ticks(arrival.At);
            var delta = ticks - previous;
            previous = ticks;
            if (delta is >= 0 and <= byte.MaxValue)
            {
                to[at++] = (byte)delta;
            }
            else
            {
                BinaryPrimitives.WriteInt16BigEndian(to[at..], (short)delta);
                at += 2;
            }
        }
    }

    private static long Ticks(Instant at) => at.Nanoseconds / TransportFeedback.TickNanoseconds;

    /// <param name="Length">Bytes of chunks and deltas.</param>
    /// <param name="ReferenceTime">24 bits in units of 64 ms.</param>
    internal readonly record struct Result(int Length, int StatusCount, int ReferenceTime);
}

/// <summary>
/// Packs status symbols one by one: a run while all are equal, else one-bit symbols while all are 0 or 1, else two-bit symbols
/// (libwebrtc's scheme, which is near the optimum and needs no second pass).
/// </summary>
internal ref struct StatusChunkEncoder(Span<byte> to)
{
    private readonly Span<byte> _to = to;
    private Symbols _symbols;
    private int _count;
    private bool _same = true;
    private bool _large;

    /// <summary>Bytes of finished chunks.</summary>
    public int Length { get; private set; }

    public void Add(int symbol)
    {
        if (!CanAdd(symbol))
            Emit(isLast: false);
        Take(symbol);
    }

    /// <summary>Writes what is pending; the last vector may be padded with "not received" beyond the status count.</summary>
    public void Finish()
    {
        while (_count > 0)
            Emit(isLast: true);
    }

    // More than seven mixed symbols are pending only when none is large; a one-bit vector must be full unless it is the last.
    private readonly bool CanAdd(int symbol) =>
        _count < StatusChunk.TwoBitSymbols
        || (_count < StatusChunk.OneBitSymbols && !_large && symbol != StatusChunk.LargeDelta)
        || (_count < StatusChunk.MaxRun && _same && _symbols[0] == symbol);

    private void Take(int symbol)
    {
        if (_count < StatusChunk.OneBitSymbols)
            _symbols[_count] = (byte)symbol;
        _same = _same && _symbols[0] == symbol;
        _large |= symbol == StatusChunk.LargeDelta;
        _count++;
    }

    private void Emit(bool isLast)
    {
        int chunk;
        var kept = 0;
        if (_same)
        {
            chunk = (_symbols[0] << 13) | _count;
        }
        else if (!_large && (isLast || _count == StatusChunk.OneBitSymbols))
        {
            chunk = 0x8000;
            for (var i = 0; i < _count; i++)
                chunk |= _symbols[i] << (13 - i);
        }
        else
        {
            chunk = 0xc000;
            for (var i = 0; i < Math.Min(_count, StatusChunk.TwoBitSymbols); i++)
                chunk |= _symbols[i] << (12 - (2 * i));
            kept = Math.Max(0, _count - StatusChunk.TwoBitSymbols);
        }

        BinaryPrimitives.WriteUInt16BigEndian(_to[Length..], (ushort)chunk);
        Length += 2;
        var from = _count - kept;
        _count = 0;
        _same = true;
        _large = false;
        for (var i = 0; i < kept; i++)
            Take(_symbols[from + i]);
    }

    [System.Runtime.CompilerServices.InlineArray(StatusChunk.OneBitSymbols)]
    private struct Symbols
    {
        private byte _first;
    }
}
