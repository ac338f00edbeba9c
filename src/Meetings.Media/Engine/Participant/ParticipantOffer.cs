using System.Globalization;
using System.Net;
using System.Text;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Engine.Participant;

/// <summary>The offer of a headless participant, by the fixed-slot convention, and what it reads from the answer.</summary>
internal static class ParticipantOffer
{
    public const byte Opus = 111;
    public const byte Vp8 = 96;
    public const byte Rtx = 97;
    public const byte AudioLevelExtension = 1;
    public const byte TransportSequenceExtension = 3;
    public const byte MidExtension = 4;

    public static string Write(string ufrag, string password, ReadOnlySpan<byte> fingerprint, uint audioSsrc, uint videoSsrc, int videoSlots)
    {
        var text = new StringBuilder();
        var lines = 3 + 3 + videoSlots;
        text.Append("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
        for (var i = 0; i < lines; i++)
            text.Append(CultureInfo.InvariantCulture, $" {i}");
        text.Append("\r\n");
        var print = Convert.ToHexString(fingerprint);
        var pairs = string.Join(':', Enumerable.Range(0, 32).Select(i => print.Substring(i * 2, 2)));
        for (var i = 0; i < lines; i++)
        {
            var isAudio = i is 0 or 3 or 4 or 5;
            text.Append(isAudio ? $"m=audio 9 UDP/TLS/RTP/SAVPF {Opus}\r\n" : $"m=video 9 UDP/TLS/RTP/SAVPF {Vp8} {Rtx}\r\n");
            text.Append("c=IN IP4 0.0.0.0\r\n");
            text.Append(CultureInfo.InvariantCulture, $"a=ice-ufrag:{ufrag}\r\na=ice-pwd:{password}\r\na=fingerprint:sha-256 {pairs}\r\na=setup:actpass\r\na=mid:{i}\r\n");
            text.Append(CultureInfo.InvariantCulture, $"a=extmap:{MidExtension} {SdpExtension.Mid}\r\na=extmap:{TransportSequenceExtension} {SdpExtension.TransportSequence}\r\n");
            if (isAudio)
                text.Append(CultureInfo.InvariantCulture, $"a=extmap:{AudioLevelExtension} {SdpExtension.AudioLevel}\r\n");
            text.Append(i < 3 ? "a=sendonly\r\n" : "a=recvonly\r\n").Append("a=rtcp-mux\r\na=rtcp-rsize\r\n");
            text.Append(isAudio
                ? $"a=rtpmap:{Opus} opus/48000/2\r\na=rtcp-fb:{Opus} transport-cc\r\na=fmtp:{Opus} minptime=10;useinbandfec=1\r\n"
                : $"a=rtpmap:{Vp8} VP8/90000\r\na=rtcp-fb:{Vp8} nack\r\na=rtcp-fb:{Vp8} nack pli\r\na=rtcp-fb:{Vp8} transport-cc\r\na=rtpmap:{Rtx} rtx/90000\r\na=fmtp:{Rtx} apt={Vp8}\r\n");
            if (i == 0)
                text.Append(CultureInfo.InvariantCulture, $"a=ssrc:{audioSsrc} cname:participant\r\n");
            if (i == 1)
                text.Append(CultureInfo.InvariantCulture, $"a=ssrc:{videoSsrc} cname:participant\r\n");
        }

        return text.ToString();
    }
}

/// <summary>The other side as its answer describes it.</summary>
internal sealed record ParticipantAnswer(string Ufrag, string Password, byte[] Fingerprint, IReadOnlyList<IPEndPoint> Candidates, IReadOnlyList<IPEndPoint> TcpCandidates)
{
    public static ParticipantAnswer Read(string answer)
    {
        if (!SdpParser.TryParse(answer, out var description, out var error))
            throw new InvalidDataException($"the answer is {error}");
        var media = description.Media[0];
        if (!SdpFields.TrySha256Fingerprint(media.First("fingerprint"), out var fingerprint))
            throw new InvalidDataException("the answer has no fingerprint");
        var candidates = new List<IPEndPoint>();
        var overTcp = new List<IPEndPoint>();
        foreach (var candidate in media.All("candidate"))
        {
            var parts = candidate.Split(' ');
            (parts[2] == "tcp" ? overTcp : candidates).Add(new IPEndPoint(IPAddress.Parse(parts[4]), int.Parse(parts[5], CultureInfo.InvariantCulture)));
        }

        return new ParticipantAnswer(media.First("ice-ufrag")!, media.First("ice-pwd")!, fingerprint, candidates, overTcp);
    }
}
