using Meetings.Media.Primitives;
using Meetings.Media.Wire;
using Meetings.Media.Wire.Stun;

namespace Meetings.Media.Engine;

/// <summary>Which room a packet is for, however it came.</summary>
internal static class PacketRouting
{
    /// <returns>Why there is no room for it; <see cref="DropReason.None"/> with a room.</returns>
    public static DropReason Find(AddressDirectory directory, TransportAddress from, ReadOnlySpan<byte> datagram, out MediaRoom? room)
    {
        room = null;
        switch (Demultiplexer.Classify(datagram))
        {
            case PacketClass.Stun:
                if (!StunMessage.TryParse(datagram, out var message, out var reason))
                    return reason;

                // The fragment decides: an address may pass from one client to another behind a router.
                room = message.HasUserName ? directory.FindByUfrag(message.ReceiverUfrag) : directory.Find(from);
                return room is null ? DropReason.StunUnknownUser : DropReason.None;
            case PacketClass.Unknown:
                return datagram.IsEmpty ? DropReason.Empty : DropReason.UnknownClass;
            default:
                room = directory.Find(from);
                return room is null ? DropReason.UnknownAddress : DropReason.None;
        }
    }
}
