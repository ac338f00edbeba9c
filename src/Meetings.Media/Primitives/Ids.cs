namespace Meetings.Media.Primitives;

/// <summary>A peer (one PeerConnection) within its room; given by the caller, unique in the room, never reused.</summary>
public readonly record struct PeerId(int Value)
{
    public override string ToString() => $"p{Value}";
}

/// <summary>A room of this server; given by the caller, unique in the process.</summary>
public readonly record struct RoomId(long Value)
{
    public override string ToString() => $"r{Value}";
}

/// <summary>Synchronization source identifier of an RTP stream (RFC 3550 section 3).</summary>
public readonly record struct Ssrc(uint Value)
{
    public override string ToString() => Value.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>An address on the wire: IPv4 or IPv6 address bytes and a UDP port, or a TCP connection; comparable without allocation.</summary>
/// <param name="High">First eight bytes of the IPv6 form (IPv4 is mapped, RFC 4291 section 2.5.5.2), big-endian.</param>
/// <param name="Low">Last eight bytes of the IPv6 form, big-endian.</param>
/// <param name="Port">UDP or TCP port, host order.</param>
/// <param name="Connection">Number of the TCP connection (RFC 6544), never used twice by one process; 0 for UDP.</param>
public readonly record struct TransportAddress(ulong High, ulong Low, ushort Port, int Connection = 0)
{
    /// <summary>Makes the mapped form of an IPv4 address; <paramref name="ipv4"/> is in host order (127.0.0.1 = 0x7f000001).</summary>
    public static TransportAddress FromIpv4(uint ipv4, ushort port) => new(0, 0x0000_ffff_0000_0000UL | ipv4, port);

    public bool IsIpv4 => High == 0 && Low >> 32 == 0xffff;

    /// <summary>The IPv4 address in host order; meaningful only when <see cref="IsIpv4"/>.</summary>
    public uint Ipv4 => (uint)Low;
}
