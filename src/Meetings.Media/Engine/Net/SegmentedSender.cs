using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine.Net;

/// <summary>
/// Sends an outbox by sendmmsg. Neighbouring datagrams of one length to one address become one message that the kernel cuts up
/// (UDP_SEGMENT, Linux 4.18), which saves most of a datagram's way through it. What a path does not take in one piece goes out again
/// datagram by datagram.
/// </summary>
internal sealed unsafe class SegmentedSender : IDisposable
{
    /// <summary>UDP_MAX_SEGMENTS of the oldest kernels that have it.</summary>
    private const int MaxSegments = 64;

    /// <summary>Bytes of a message at most: 65,535 less the largest IP and UDP headers.</summary>
    private const int MaxMessage = 65_000;

    private const int Batch = 128;
    private const int NameBytes = 32;

    /// <summary>So many segmented messages in a row ended with EIO (no checksum offload on the way out): this system cannot do it.</summary>
    private const int GiveUpAfter = 64;

    private readonly int _descriptor;
    private readonly bool _isIpv6;
    private readonly Libc.MultiMessage* _messages;
    private readonly Libc.Vector* _vectors;
    private readonly Libc.SegmentControl* _controls;
    private readonly int[] _firsts = new int[Batch + 1];
    private int _uselessInARow;

    public SegmentedSender(int descriptor, bool isIpv6)
    {
        _descriptor = descriptor;
        _isIpv6 = isIpv6;
        IsSegmenting = IsSupported(descriptor);
        _messages = (Libc.MultiMessage*)NativeMemory.AllocZeroed(
            Batch, (nuint)(sizeof(Libc.MultiMessage) + sizeof(Libc.Vector) + sizeof(Libc.SegmentControl) + NameBytes));
        _vectors = (Libc.Vector*)(_messages + Batch);
        _controls = (Libc.SegmentControl*)(_vectors + Batch);
        var names = (byte*)(_controls + Batch);
        for (var i = 0; i < Batch; i++)
        {
            _messages[i].Name = names + i * NameBytes;
            _messages[i].Vectors = _vectors + i;
            _messages[i].VectorCount = 1;
            _controls[i] = new Libc.SegmentControl { Length = Libc.SegmentControl.Used, Level = Libc.UdpLevel, Type = Libc.UdpSegment };
        }
    }

    /// <summary>Whether several datagrams may leave as one message; tests switch it off.</summary>
    public bool IsSegmenting { get; set; }

    /// <summary>System calls, messages and datagrams so far: their ratios say how well batching works.</summary>
    public SendCounts Counts { get; private set; }

    /// <summary>Sends everything; returns how many datagrams the system refused.</summary>
    public int Send(Outbox outbox)
    {
        var entries = outbox.Entries;
        var refused = 0;
        // The arena is allocated pinned, so its address stays.
        var arena = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(outbox.Arena, 0);
        for (var next = 0; next < entries.Length;)
        {
            var count = 0;
            for (; count < Batch && next < entries.Length; count++)
            {
                var run = IsSegmenting ? Outbox.RunLength(entries, next, MaxSegments, MaxMessage) : 1;
                Fill(count, entries, next, run, arena);
                _firsts[count] = next;
                next += run;
            }

            _firsts[count] = next;
            refused += SendBatch(count, entries, arena);
        }

        return refused;
    }

    public void Dispose() => NativeMemory.Free(_messages);

    private static bool IsSupported(int descriptor)
    {
        int value, length = sizeof(int);
        return Libc.GetOption(descriptor, Libc.UdpLevel, Libc.UdpSegment, &value, &length) == 0;
    }

    private void Fill(int slot, ReadOnlySpan<OutboxEntry> entries, int first, int run, byte* arena)
    {
        ref readonly var head = ref entries[first];
        ref readonly var last = ref entries[first + run - 1];
        _vectors[slot].Base = arena + head.Offset;
        _vectors[slot].Length = (nuint)(last.Offset + last.Length - head.Offset);
        _messages[slot].NameLength = WriteName(_messages[slot].Name, head.To);
        if (run == 1)
        {
            _messages[slot].Control = null;
            _messages[slot].ControlLength = 0;
            return;
        }

        _controls[slot].Size = (ushort)head.Length;
        _messages[slot].Control = (byte*)(_controls + slot);
        _messages[slot].ControlLength = (nuint)sizeof(Libc.SegmentControl);
    }

    // The call stops at the first message it cannot send; that one is taken apart or given up, and the rest go on.
    private int SendBatch(int count, ReadOnlySpan<OutboxEntry> entries, byte* arena)
    {
        var refused = 0;
        for (var next = 0; next < count;)
        {
            var sent = Libc.SendMany(_descriptor, _messages + next, (uint)(count - next), 0);
            if (sent > 0)
            {
                var datagrams = _firsts[next + sent] - _firsts[next];
                Counts = Counts.Plus(1, sent, datagrams);
                if (datagrams > sent)
                    _uselessInARow = 0;
                next += sent;
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.Interrupted)
                continue;
            var run = _firsts[next + 1] - _firsts[next];
            refused += run == 1 ? 1 : SendOneByOne(entries.Slice(_firsts[next], run), arena, next);
            next++;
            if (run > 1 && error == Libc.InputOutputError && ++_uselessInARow == GiveUpAfter)
                IsSegmenting = false;
        }

        return refused;
    }

    // A path narrower than a segment, or one without checksum offload, refuses the whole; single datagrams may be fragmented.
    private int SendOneByOne(ReadOnlySpan<OutboxEntry> run, byte* arena, int slot)
    {
        var refused = 0;
        for (var i = 0; i < run.Length; i++)
        {
            Fill(slot, run, i, 1, arena);
            if (Libc.SendMany(_descriptor, _messages + slot, 1, 0) == 1)
                Counts = Counts.Plus(1, 1, 1);
            else
                refused++;
        }

        return refused;
    }

    private uint WriteName(byte* name, TransportAddress to)
    {
        *(ushort*)(name + 2) = BinaryPrimitives.ReverseEndianness(to.Port);
        if (!_isIpv6)
        {
            *(ushort*)name = 2; // AF_INET
            *(uint*)(name + 4) = BinaryPrimitives.ReverseEndianness(to.Ipv4);
            return 16;
        }

        *(ushort*)name = 10; // AF_INET6
        *(ulong*)(name + 8) = BinaryPrimitives.ReverseEndianness(to.High);
        *(ulong*)(name + 16) = BinaryPrimitives.ReverseEndianness(to.Low);
        return 28;
    }
}

/// <summary>What a port sent so far.</summary>
/// <param name="Calls">System calls.</param>
/// <param name="Messages">Messages given to the kernel; a segmented one counts once.</param>
/// <param name="Datagrams">Datagrams on the wire.</param>
internal readonly record struct SendCounts(long Calls, long Messages, long Datagrams)
{
    public SendCounts Plus(long calls, long messages, long datagrams) => new(Calls + calls, Messages + messages, Datagrams + datagrams);
}
