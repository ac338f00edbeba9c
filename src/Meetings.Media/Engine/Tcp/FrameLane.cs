using Meetings.Media.Primitives;
using Meetings.Media.Wire.Tcp;

namespace Meetings.Media.Engine.Tcp;

/// <summary>Framed packets waiting for a connection, in order: a byte ring that grows to a bound and an index of its frames.</summary>
/// <param name="maxBytes">Framed bytes kept at most.</param>
internal sealed class FrameLane(int maxBytes)
{
    private const int FirstBytes = 2048;
    private readonly Queue<(int Length, Instant At)> _frames = new();
    private byte[] _ring = [];
    private int _head;

    /// <summary>Framed bytes waiting.</summary>
    public int Bytes { get; private set; }

    public int Count => _frames.Count;

    /// <summary>When the oldest frame came; <see cref="Instant.Never"/> when empty.</summary>
    public Instant OldestAt => _frames.TryPeek(out var oldest) ? oldest.At : Instant.Never;

    /// <returns>False when it does not fit.</returns>
    public bool TryAdd(ReadOnlySpan<byte> packet, Instant now)
    {
        var length = PacketFraming.HeaderLength + packet.Length;
        if (Bytes + length > maxBytes)
            return false;
        Grow(Bytes + length);
        Span<byte> header = stackalloc byte[PacketFraming.HeaderLength];
        PacketFraming.WriteHeader(header, packet.Length);
        Put(header);
        Put(packet);
        _frames.Enqueue((length, now));
        return true;
    }

    /// <summary>Moves whole frames, the oldest first, as many as fit.</summary>
    /// <returns>Bytes written.</returns>
    public int Take(Span<byte> to)
    {
        var taken = 0;
        while (_frames.TryPeek(out var frame) && taken + frame.Length <= to.Length)
        {
            _frames.Dequeue();
            var first = Math.Min(frame.Length, _ring.Length - _head);
            _ring.AsSpan(_head, first).CopyTo(to[taken..]);
            _ring.AsSpan(0, frame.Length - first).CopyTo(to[(taken + first)..]);
            _head = (_head + frame.Length) % _ring.Length;
            Bytes -= frame.Length;
            taken += frame.Length;
        }

        return taken;
    }

    /// <returns>How many frames were thrown away.</returns>
    public int Clear()
    {
        var count = _frames.Count;
        _frames.Clear();
        (_head, Bytes) = (0, 0);
        return count;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        var at = (_head + Bytes) % _ring.Length;
        var first = Math.Min(bytes.Length, _ring.Length - at);
        bytes[..first].CopyTo(_ring.AsSpan(at));
        bytes[first..].CopyTo(_ring);
        Bytes += bytes.Length;
    }

    private void Grow(int needed)
    {
        if (needed <= _ring.Length)
            return;
        var size = Math.Max(FirstBytes, _ring.Length);
        while (size < needed)
            size *= 2;
        var grown = GC.AllocateUninitializedArray<byte>(size);
        var first = Math.Min(Bytes, _ring.Length - _head);
        _ring.AsSpan(_head, first).CopyTo(grown);
        _ring.AsSpan(0, Bytes - first).CopyTo(grown.AsSpan(first));
        (_ring, _head) = (grown, 0);
    }
}
