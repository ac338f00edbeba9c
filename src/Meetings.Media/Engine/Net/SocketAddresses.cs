using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine.Net;

/// <summary>Between <see cref="TransportAddress"/> and what sockets use.</summary>
internal static class SocketAddresses
{
    public static TransportAddress ToTransport(this IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new TransportAddress(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), (ushort)endPoint.Port);
    }

    public static IPEndPoint ToEndPoint(this TransportAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, address.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], address.Low);
        return new IPEndPoint(address.IsIpv4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes), address.Port);
    }

    // In both layouts the port is at 2, big-endian; IPv4 at 4; IPv6 at 8 (after the flow label).
    public static TransportAddress Read(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return address.Family == AddressFamily.InterNetwork
            ? TransportAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), port)
            : new TransportAddress(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), port);
    }

    public static void Write(SocketAddress address, TransportAddress value)
    {
        var bytes = address.Buffer.Span;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], value.Port);
        if (address.Family == AddressFamily.InterNetwork)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], value.Ipv4);
            return;
        }

        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], value.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], value.Low);
    }
}
