using System.Buffers.Binary;
using Meetings.Media.Primitives;
using Meetings.Media.Wire;

namespace Meetings.Media.Engine.Tcp;

/// <summary>What became of a packet put into a <see cref="FrameQueue"/>.</summary>
internal enum Queued
{
    Yes,

    /// <summary>A picture, thrown away; perhaps with others that waited.</summary>
    Shed,

    /// <summary>Not even sound fits any more: the connection is dead.</summary>
    Full,
}

/// <summary>
/// What waits for a slow connection: sound and everything that keeps the connection alive go first and are never dropped; pictures are
/// dropped all together when they pile up by bytes or age, and not taken again before the queue is empty. Not thread-safe.
/// </summary>
internal sealed class FrameQueue
{
    public const int MostUrgentBytes = 128 * 1024;
    public const int MostPictureBytes = 192 * 1024;

    /// <summary>An older picture is worth nothing to the viewer; a key frame on a thin line must still get through in pieces.</summary>
    public static readonly TimeSpan OldestPicture = TimeSpan.FromSeconds(1);

    private const int RtpHeader = 12;
    private readonly FrameLane _urgent = new(MostUrgentBytes);
    private readonly FrameLane _pictures = new(MostPictureBytes);

    /// <summary>Pictures are being thrown away until the queue has run empty.</summary>
    public bool IsShedding { get; private set; }

    public int Bytes => _urgent.Bytes + _pictures.Bytes;

    /// <summary>Pictures thrown away so far.</summary>
    public long Dropped { get; private set; }

    /// <param name="sound">Which streams are sound; with null everything is taken for urgent.</param>
    public Queued Add(ReadOnlySpan<byte> packet, Instant now, AudioStreams? sound)
    {
        if (!IsPicture(packet, sound))
            return _urgent.TryAdd(packet, now) ? Queued.Yes : Queued.Full;
        if (!IsShedding && !IsStale(now) && _pictures.TryAdd(packet, now))
            return Queued.Yes;
        Dropped += _pictures.Clear() + 1;
        IsShedding = true;
        return Queued.Shed;
    }

    /// <summary>Takes whole frames for the next write, urgent ones first.</summary>
    /// <returns>Bytes written; 0 when nothing waits.</returns>
    public int Take(Span<byte> to)
    {
        var taken = _urgent.Take(to);
        return taken + _pictures.Take(to[taken..]);
    }

    /// <summary>Ends shedding once everything is out.</summary>
    /// <returns>True when pictures may come again, with key frames.</returns>
    public bool TryRecover()
    {
        if (!IsShedding || Bytes > 0)
            return false;
        IsShedding = false;
        return true;
    }

    private bool IsStale(Instant now) => _pictures.Count > 0 && now - _pictures.OldestAt > OldestPicture;

    // RTCP, DTLS and STUN are small and keep the connection alive.
    private static bool IsPicture(ReadOnlySpan<byte> packet, AudioStreams? sound) =>
        sound is not null && packet.Length >= RtpHeader && Demultiplexer.Classify(packet) == PacketClass.Rtp
        && !sound.Contains(BinaryPrimitives.ReadUInt32BigEndian(packet[8..]));
}
