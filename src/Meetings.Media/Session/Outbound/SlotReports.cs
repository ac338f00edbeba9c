using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Wire.Rtcp;

namespace Meetings.Media.Session.Outbound;

/// <summary>
/// Sender reports of a receiver's slots (RFC 3550 section 6.4.1), once a second for those that sent something. All stand on the room's one
/// NTP line, on which each publisher's sound and picture keep their own distance, so players can hold lips and voice together.
/// </summary>
internal sealed class SlotReports
{
    private const int MaxDatagram = 1200;
    private const int TrailerRoom = 32;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private Instant _at;

    public void Write(Instant now, List<OutboundSlot> slots, PeerSender sender)
    {
        if (now < _at || !sender.TryReserve(MaxDatagram + TrailerRoom, out Span<byte> buffer))
        {
            return;
        }

        _at = now + Every;
        ulong ntp = NtpTime.From(now);
        var writer = new RtcpWriter(buffer[..MaxDatagram]);
        for (int i = 0; i < slots.Count; i++)
        {
            OutboundSlot slot = slots[i];
            if (slot.Packets != slot.PacketsAtLastReport && slot.TryMapReport(ntp, out uint timestamp)
                && writer.AddSenderReport(slot.Media.SlotSsrc, ntp, timestamp, (uint)slot.Packets, (uint)slot.Octets))
            {
                writer.AddCanonicalName(slot.Media.SlotSsrc, "room"u8);
                slot.PacketsAtLastReport = slot.Packets;
            }
        }

        if (writer.Length > 0)
        {
            sender.CommitRtcp(now, buffer, writer.Length);
        }
    }
}
