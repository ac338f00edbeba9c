using System.Text;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Session.Outbound;

/// <summary>
/// The header every packet of a slot gets: fixed part, MID, send time, transport-wide number as negotiated. The same size for every
/// packet of the slot, so that frames stay mergeable into one system call.
/// </summary>
internal sealed class HeaderLayout
{
    private const int MaxMid = 16;

    private readonly byte[] _mid;
    private readonly NegotiatedMedia _media;

    public HeaderLayout(NegotiatedMedia media)
    {
        _media = media;
        byte[] mid = media.MidExtension == 0 ? [] : Encoding.UTF8.GetBytes(media.Mid);
        _mid = mid.Length <= MaxMid ? mid : []; // a longer one does not fit the one-byte form; the announced SSRC identifies the slot
    }

    /// <summary>Longest header in bytes: fixed part, extension header, MID of 16 bytes, send time, transport number, padding.</summary>
    public const int MaxLength = 12 + 4 + 17 + 4 + 3 + 4;

    public bool UsesTransportSequence => _media.TransportSequenceExtension != 0;

    /// <returns>Header length in bytes.</returns>
    public int Write(Span<byte> to, Instant now, in OutgoingHeader header)
    {
        var writer = new RtpHeaderWriter(to, header.Marker, header.PayloadType, (ushort)header.Sequence, header.Timestamp, header.Ssrc);
        writer.Add(_media.MidExtension, _mid);
        int sendTime = writer.Reserve(_media.AbsSendTimeExtension, RtpExtensions.AbsSendTimeLength);
        int transport = writer.Reserve(_media.TransportSequenceExtension, RtpExtensions.TransportSequenceLength);
        int length = writer.Finish();
        if (sendTime != 0)
        {
            RtpExtensions.WriteAbsSendTime(to[sendTime..], now);
        }

        if (transport != 0)
        {
            RtpExtensions.WriteTransportSequence(to[transport..], header.TransportSequence);
        }

        return length;
    }
}

/// <summary>The changing fields of an outgoing header.</summary>
internal readonly record struct OutgoingHeader(
    bool Marker, byte PayloadType, long Sequence, uint Timestamp, uint Ssrc, ushort TransportSequence);
