using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Session.Negotiation;

/// <summary>Everything an offer and our answer settled. Immutable; made by the negotiator, given to the room by a join command.</summary>
public sealed record NegotiatedSession
{
    /// <summary>Our ICE user name fragment and password (RFC 8445 section 5.3); integrity of requests is keyed on ours.</summary>
    public required string LocalUfrag { get; init; }

    public required string LocalPassword { get; init; }

    public required string RemoteUfrag { get; init; }

    public required string RemotePassword { get; init; }

    /// <summary>SHA-256 of the peer's certificate as signalled (RFC 8122).</summary>
    public required ReadOnlyMemory<byte> RemoteFingerprintSha256 { get; init; }

    /// <summary>m-lines in order of the offer.</summary>
    public required IReadOnlyList<NegotiatedMedia> Media { get; init; }
}

/// <summary>One m-line: what the client publishes in it (microphone, camera, screen) or a slot it receives in.</summary>
public sealed record NegotiatedMedia
{
    public required string Mid { get; init; }

    public required bool IsAudio { get; init; }

    /// <summary>True for microphone, camera and screen; false for a recvonly slot.</summary>
    public required bool IsPublished { get; init; }

    public required SourceKind Source { get; init; }

    /// <summary>Zero-based slot number among audio slots or video slots; -1 when published.</summary>
    public required int Slot { get; init; }

    /// <summary>False when the m-line was rejected or inactive.</summary>
    public required bool IsActive { get; init; }

    /// <summary>What may flow here, the preferred one first; empty when the m-line was refused.</summary>
    public required IReadOnlyList<NegotiatedCodec> Codecs { get; init; }

    /// <summary>Payload type of the preferred codec; 0 when the m-line was refused.</summary>
    public byte PayloadType => Codecs.Count == 0 ? (byte)0 : Codecs[0].PayloadType;

    /// <summary>RTX payload type of the preferred codec (RFC 4588), or null.</summary>
    public byte? RtxPayloadType => Codecs.Count == 0 ? null : Codecs[0].Rtx;

    public required int ClockRate { get; init; }

    /// <summary>SSRC and RTX SSRC announced in the offer for published media, when there is no simulcast; or null.</summary>
    public uint? AnnouncedSsrc { get; init; }

    public uint? AnnouncedRtxSsrc { get; init; }

    /// <summary>RIDs of the simulcast streams taken, in order of the offer (RFC 8853); empty without simulcast.</summary>
    public IReadOnlyList<string> Rids { get; init; } = [];

    /// <summary>SSRC we announce for a slot (and its RTX), chosen when answering; zero when published.</summary>
    public uint SlotSsrc { get; init; }

    public uint SlotRtxSsrc { get; init; }

    /// <summary>Header extension ids of this m-line (RFC 8285); 0 = not negotiated.</summary>
    public byte MidExtension { get; init; }

    public byte RidExtension { get; init; }

    public byte RepairedRidExtension { get; init; }

    public byte AudioLevelExtension { get; init; }

    public byte TransportSequenceExtension { get; init; }

    public byte AbsSendTimeExtension { get; init; }

    /// <summary>The codec of this kind, or null.</summary>
    public NegotiatedCodec? Find(MediaCodec codec)
    {
        for (int i = 0; i < Codecs.Count; i++)
        {
            if (Codecs[i].Codec == codec)
            {
                return Codecs[i];
            }
        }

        return null;
    }

    /// <summary>What a payload type of this m-line stands for; null when nothing.</summary>
    /// <param name="isRepair">It carries retransmissions of that codec.</param>
    public NegotiatedCodec? ByPayloadType(byte payloadType, out bool isRepair)
    {
        for (int i = 0; i < Codecs.Count; i++)
        {
            isRepair = Codecs[i].Rtx == payloadType;
            if (isRepair || Codecs[i].PayloadType == payloadType)
            {
                return Codecs[i];
            }
        }

        isRepair = false;
        return null;
    }
}
