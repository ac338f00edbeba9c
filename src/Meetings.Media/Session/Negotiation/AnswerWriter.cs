using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Session.Negotiation;

/// <summary>Writes the answer that belongs to a <see cref="NegotiatedSession"/>. The same session and version give the same text.</summary>
public static class AnswerWriter
{
    private const uint TcpPreference = 80;
    private static readonly string[] VideoFeedback = ["nack", "nack pli", "ccm fir", "transport-cc"];
    private static readonly string[] AudioFeedback = ["transport-cc", "nack"];

    /// <param name="version">Counts the answers of one PeerConnection (the <c>o=</c> line), from 1.</param>
    public static string Write(SessionDescription offer, NegotiatedSession session, AnswererIdentity identity, int version)
    {
        var text = new StringBuilder(4096);
        void Line(string line) => text.Append(line).Append("\r\n");

        Line("v=0");
        Line(string.Create(CultureInfo.InvariantCulture, $"o=- {identity.SessionId} {version} IN IP4 127.0.0.1"));
        Line("s=-");
        Line("t=0 0");
        Line("a=ice-lite");
        Line("a=extmap-allow-mixed");
        Line("a=group:BUNDLE " + string.Join(' ', session.Media.Where(IsAccepted).Select(static m => m.Mid)));
        Line("a=msid-semantic: WMS *");
        var isFirst = true;
        for (var i = 0; i < session.Media.Count; i++)
        {
            if (!IsAccepted(session.Media[i]))
            {
                WriteRefused(Line, offer.Media[i]);
                continue;
            }

            WriteAccepted(Line, offer.Media[i], session.Media[i], identity, isFirst);
            isFirst = false;
        }

        return text.ToString();
    }

    private static bool IsAccepted(NegotiatedMedia media) => media.PayloadType != 0;

    private static void WriteRefused(Action<string> line, MediaDescription offered)
    {
        line($"m={offered.Kind} 0 {offered.Protocol} {string.Join(' ', offered.Formats.Take(1))}");
        line("c=IN IP4 0.0.0.0");
        line("a=inactive");
        line("a=mid:" + offered.Mid);
    }

    private static void WriteAccepted(
        Action<string> line, MediaDescription offered, NegotiatedMedia media, AnswererIdentity identity, bool isFirst)
    {
        var formats = string.Join(' ', media.Codecs.Select(static c => c.Rtx is { } rtx ? $"{c.PayloadType} {rtx}" : $"{c.PayloadType}"));
        line($"m={offered.Kind} 9 {offered.Protocol} {formats}");
        line("c=IN IP4 0.0.0.0");
        line("a=rtcp:9 IN IP4 0.0.0.0");
        if (isFirst)
            WriteCandidates(line, identity);
        line("a=ice-ufrag:" + identity.Ufrag);
        line("a=ice-pwd:" + identity.Password);
        line("a=fingerprint:sha-256 " + Fingerprint(identity.FingerprintSha256.Span));
        line("a=setup:passive");
        line("a=mid:" + media.Mid);
        WriteExtensions(line, offered, media);
        line(!media.IsActive ? "a=inactive" : media.IsPublished ? "a=recvonly" : "a=sendonly");
        line("a=rtcp-mux");
        line("a=rtcp-rsize");
        var codecs = offered.Codecs();
        foreach (var codec in media.Codecs)
            WriteCodec(line, codecs.First(c => c.PayloadType == codec.PayloadType), codec);
        if (media.Rids.Count > 0)
            WriteSimulcast(line, media.Rids);
        if (media.SlotSsrc != 0)
            WriteSlot(line, media);
    }

    private static void WriteCandidates(Action<string> line, AnswererIdentity identity)
    {
        // RFC 8445 section 5.1.2.1: the type preference, the order given as local preference, component 1.
        for (var i = 0; i < identity.Candidates.Count; i++)
        {
            var priority = (126u << 24) | ((uint)(65535 - i) << 8) | 255;
            line($"a=candidate:{i + 1} 1 udp {priority} {Where(identity.Candidates[i])} typ host");
        }

        // RFC 6544 section 4.2: TCP is preferred less than UDP by its type, and passive stands below active by its direction.
        for (var i = 0; i < identity.TcpCandidates.Count; i++)
        {
            var priority = (TcpPreference << 24) | (((2u << 13) + (uint)(8191 - i)) << 8) | 255;
            line($"a=candidate:{identity.Candidates.Count + i + 1} 1 tcp {priority} {Where(identity.TcpCandidates[i])} typ host tcptype passive");
        }

        line("a=end-of-candidates");
    }

    private static string Where(IPEndPoint at)
    {
        var address = at.AddressFamily == AddressFamily.InterNetworkV6 ? at.Address.ToString().Split('%')[0] : at.Address.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{address} {at.Port}");
    }

    private static void WriteExtensions(Action<string> line, MediaDescription offered, NegotiatedMedia media)
    {
        foreach (var extension in offered.Extensions())
        {
            var id = extension.Uri switch
            {
                SdpExtension.Mid => media.MidExtension,
                SdpExtension.Rid => media.RidExtension,
                SdpExtension.RepairedRid => media.RepairedRidExtension,
                SdpExtension.AudioLevel => media.AudioLevelExtension,
                SdpExtension.TransportSequence => media.TransportSequenceExtension,
                SdpExtension.AbsSendTime => media.AbsSendTimeExtension,
                _ => (byte)0,
            };
            if (id == 0 || id != extension.Id)
                continue;
            // Firefox writes "extmap:9/sendonly" and sends nothing when the answer does not mirror it.
            var direction = extension.Direction switch
            {
                SdpDirection.SendOnly => "/recvonly",
                SdpDirection.RecvOnly => "/sendonly",
                _ => "",
            };
            line($"a=extmap:{id}{direction} {extension.Uri}");
        }
    }

    private static void WriteCodec(Action<string> line, SdpCodec offered, NegotiatedCodec codec)
    {
        var type = codec.PayloadType;
        var isAudio = codec.Codec is MediaCodec.Opus or MediaCodec.Red;
        var wanted = offered.Feedback;
        line($"a=rtpmap:{type} {RtpMap(codec.Codec)}");
        foreach (var feedback in isAudio ? AudioFeedback : VideoFeedback)
            if (wanted.Contains(feedback))
                line($"a=rtcp-fb:{type} {feedback}");
        if (!isAudio && !wanted.Contains("transport-cc") && wanted.Contains("goog-remb"))
            line($"a=rtcp-fb:{type} goog-remb");
        if (codec.Codec == MediaCodec.Opus)
            line($"a=fmtp:{type} minptime=10;useinbandfec=1;usedtx=1");
        else if (codec.Codec == MediaCodec.Red)
            line($"a=fmtp:{type} {offered.Parameters}");
        else if (codec.Codec == MediaCodec.H264)
            line($"a=fmtp:{type} level-asymmetry-allowed=1;packetization-mode={codec.PacketizationMode};profile-level-id={codec.Profile}");
        if (codec.Rtx is not { } rtx)
            return;
        line($"a=rtpmap:{rtx} rtx/90000");
        line($"a=fmtp:{rtx} apt={type}");
    }

    private static string RtpMap(MediaCodec codec) => codec switch
    {
        MediaCodec.Opus => "opus/48000/2",
        MediaCodec.Red => "red/48000/2",
        MediaCodec.H264 => "H264/90000",
        MediaCodec.Vp8 or _ => "VP8/90000",
    };

    // RFC 8853 section 5.3.2: the answer names the streams it takes, in the other direction.
    private static void WriteSimulcast(Action<string> line, IReadOnlyList<string> rids)
    {
        foreach (var rid in rids)
            line($"a=rid:{rid} recv");
        line("a=simulcast:recv " + string.Join(';', rids));
    }

    private static void WriteSlot(Action<string> line, NegotiatedMedia media)
    {
        var name = SlotName(media);
        line($"a=msid:{name} {name}");
        if (media.SlotRtxSsrc != 0)
            line($"a=ssrc-group:FID {media.SlotSsrc} {media.SlotRtxSsrc}");
        line($"a=ssrc:{media.SlotSsrc} cname:{name}");
        if (media.SlotRtxSsrc != 0)
            line($"a=ssrc:{media.SlotRtxSsrc} cname:{name}");
    }

    /// <summary>The stream and track id of a slot in the answer: <c>slot-a0</c>, <c>slot-v12</c>.</summary>
    public static string SlotName(NegotiatedMedia media) =>
        string.Create(CultureInfo.InvariantCulture, $"slot-{(media.IsAudio ? 'a' : 'v')}{media.Slot}");

    private static string Fingerprint(ReadOnlySpan<byte> sha256)
    {
        var text = new StringBuilder(95);
        foreach (var octet in sha256)
            text.Append(text.Length == 0 ? "" : ":").Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        return text.ToString();
    }
}
