using System.Buffers.Binary;

namespace Meetings.Media.Wire.Rtcp;

/// <summary>Goodbye (RFC 3550 section 6.6): streams that end.</summary>
public readonly ref struct Goodbye
{
    private readonly ReadOnlySpan<byte> _ssrcs;

    private Goodbye(ReadOnlySpan<byte> ssrcs, ReadOnlySpan<byte> reason)
    {
        _ssrcs = ssrcs;
        Reason = reason;
    }

    /// <summary>0-31.</summary>
    public int Count => _ssrcs.Length / 4;

    /// <summary>UTF-8, may be empty. Never show it: it comes from the other side.</summary>
    public ReadOnlySpan<byte> Reason { get; }

    public uint this[int index] => BinaryPrimitives.ReadUInt32BigEndian(_ssrcs[(4 * index)..]);

    public static bool TryParse(ReadOnlySpan<byte> body, int count, out Goodbye goodbye)
    {
        goodbye = default;
        if (body.Length < 4 * count)
            return false;
        var rest = body[(4 * count)..];
        if (!rest.IsEmpty && rest[0] > rest.Length - 1)
            return false;
        goodbye = new Goodbye(body[..(4 * count)], rest.IsEmpty ? rest : rest.Slice(1, rest[0]));
        return true;
    }
}

/// <summary>Source description (RFC 3550 section 6.5); only CNAMEs are of use here.</summary>
public readonly ref struct SourceDescription
{
    private const byte EndItem = 0;
    private const byte CanonicalNameItem = 1;
    private readonly ReadOnlySpan<byte> _body;

    private SourceDescription(ReadOnlySpan<byte> body) => _body = body;

    /// <summary>Checks every chunk and item length.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, int count, out SourceDescription description)
    {
        description = default;
        var rest = body;
        for (var i = 0; i < count; i++)
        {
            if (!TryReadChunk(rest, out _, out _, out var length))
                return false;
            rest = rest[length..];
        }

        description = new SourceDescription(body[..^rest.Length]);
        return true;
    }

    /// <summary>The CNAME (RFC 3550 section 6.5.1) given for a stream.</summary>
    public bool TryGetCanonicalName(uint ssrc, out ReadOnlySpan<byte> name)
    {
        var rest = _body;
        while (TryReadChunk(rest, out var chunkSsrc, out name, out var length))
        {
            if (chunkSsrc == ssrc)
                return !name.IsEmpty;
            rest = rest[length..];
        }

        return false;
    }

    /// <summary>One chunk: SSRC, items, a zero octet, zeros up to the next multiple of four.</summary>
    private static bool TryReadChunk(ReadOnlySpan<byte> from, out uint ssrc, out ReadOnlySpan<byte> name, out int length)
    {
        ssrc = 0;
        name = default;
        length = 0;
        if (from.Length < 8)
            return false;
        ssrc = BinaryPrimitives.ReadUInt32BigEndian(from);
        for (var at = 4; at < from.Length;)
        {
            if (from[at] == EndItem)
            {
                length = (at + 4) & ~3;
                return length <= from.Length;
            }

            if (at + 2 > from.Length || at + 2 + from[at + 1] > from.Length)
                return false;
            if (from[at] == CanonicalNameItem)
                name = from.Slice(at + 2, from[at + 1]);
            at += 2 + from[at + 1];
        }

        return false;
    }
}
