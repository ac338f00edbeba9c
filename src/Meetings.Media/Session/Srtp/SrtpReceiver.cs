using System.Buffers.Binary;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Session.Srtp;

/// <summary>
/// Unprotects what one peer sends (RFC 3711, RFC 7714), in place and without allocation but for a stream's first packet. Rollover
/// counters, replay windows and the stream tables change only after a packet's tag was found right. One owner.
/// </summary>
/// <param name="masterKeyAndSalt">30 bytes for AES-CM, 28 for GCM: the peer's write key and salt (RFC 5764 section 4.2).</param>
/// <param name="maxStreams">Most SSRCs kept, counted apart for RTP and RTCP; packets of further ones are dropped.</param>
public sealed class SrtpReceiver(SrtpProfile profile, ReadOnlySpan<byte> masterKeyAndSalt, int maxStreams = 64) : IDisposable
{
    /// <summary>Longest packet accepted, in bytes; nothing that crossed the internet is longer.</summary>
    public const int MaxPacketLength = 2048;

    private const long LastRtpIndex = 0xffff_ffff_ffff;

    private readonly SrtpTransform _transform = SrtpTransform.Create(profile, masterKeyAndSalt);
    private readonly Dictionary<uint, ReplayWindow> _rtp = [];
    private readonly Dictionary<uint, ReplayWindow> _rtcp = [];

    public SrtpProfile Profile { get; } = profile;

    /// <summary>RTP streams known so far.</summary>
    public int RtpStreamCount => _rtp.Count;

    /// <summary>Authenticates and decrypts one SRTP packet in place.</summary>
    /// <param name="length">Length of the RTP packet when true.</param>
    /// <param name="extendedSequence">Rollover counter * 65536 + sequence number when true.</param>
    public bool TryUnprotectRtp(Span<byte> packet, out int length, out long extendedSequence, out DropReason reason)
    {
        length = 0;
        extendedSequence = 0;
        if (packet.Length > MaxPacketLength)
        {
            reason = DropReason.Oversize;
            return false;
        }

        if (!RtpPacket.TryGetHeaderLength(packet, out var headerLength) || packet.Length < headerLength + _transform.TagLength)
        {
            reason = DropReason.RtpMalformed;
            return false;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        var known = _rtp.TryGetValue(ssrc, out var window);
        if (!known && _rtp.Count >= maxStreams)
        {
            reason = DropReason.TooManyStreams;
            return false;
        }

        var index = EstimateIndex(window, BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
        reason = window?.Check(index) ?? DropReason.None;
        if (reason != DropReason.None)
            return false;
        if (index > LastRtpIndex || !_transform.TryOpenRtp(packet, headerLength, ssrc, index))
        {
            reason = DropReason.SrtpAuthentication;
            return false;
        }

        if (window is null)
            _rtp.Add(ssrc, window = new ReplayWindow());
        window.Accept(index);
        length = packet.Length - _transform.TagLength;
        extendedSequence = index;
        return true;
    }

    /// <summary>Authenticates and decrypts one SRTCP packet in place. Unencrypted SRTCP (E bit clear) is refused: it was not negotiated.</summary>
    public bool TryUnprotectRtcp(Span<byte> packet, out int length, out DropReason reason)
    {
        length = 0;
        if (packet.Length > MaxPacketLength)
        {
            reason = DropReason.Oversize;
            return false;
        }

        var overhead = _transform.TagLength + SrtpTransform.RtcpIndexLength;
        if (packet.Length < SrtpTransform.RtcpClearLength + overhead || packet[0] >> 6 != 2)
        {
            reason = DropReason.RtcpMalformed;
            return false;
        }

        var word = _transform.ReadRtcpIndexWord(packet);
        var index = word & ~SrtpTransform.RtcpEncrypted;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        if (!_rtcp.TryGetValue(ssrc, out var window) && _rtcp.Count >= maxStreams)
        {
            reason = DropReason.TooManyStreams;
            return false;
        }

        if (window is not null && window.Check(index) != DropReason.None)
        {
            reason = DropReason.SrtcpReplay;
            return false;
        }

        if ((word & SrtpTransform.RtcpEncrypted) == 0 || !_transform.TryOpenRtcp(packet, ssrc, index))
        {
            reason = DropReason.SrtcpAuthentication;
            return false;
        }

        if (window is null)
            _rtcp.Add(ssrc, window = new ReplayWindow());
        window.Accept(index);
        length = packet.Length - overhead;
        reason = DropReason.None;
        return true;
    }

    public void Dispose() => _transform.Dispose();

    /// <summary>The index nearest to the highest authenticated one (RFC 3711 section 3.3.1 and appendix A); may be negative.</summary>
    private static long EstimateIndex(ReplayWindow? window, ushort sequence)
    {
        if (window is null)
            return sequence;
        return window.Highest + (short)(ushort)(sequence - (ushort)window.Highest);
    }
}
