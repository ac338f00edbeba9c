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
    private const int AudioSlots = 3;

    /// <summary>Microphone, camera and screen to send, then the slots to receive: the offer our own server answers.</summary>
    public static string Write(ParticipantIdentity identity, uint audioSsrc, uint videoSsrc, int videoSlots)
    {
        var text = Begin(3 + AudioSlots + videoSlots);
        for (var i = 0; i < 3 + AudioSlots + videoSlots; i++)
        {
            var isAudio = i is 0 or (>= 3 and < 3 + AudioSlots);
            AddMedia(text, identity, i, isAudio, i < 3 ? "sendonly" : "recvonly", i switch { 0 => audioSsrc, 1 => videoSsrc, _ => null });
        }

        return text.ToString();
    }

    /// <summary>A microphone and perhaps a camera to send and nothing else, with our own address: the offer of a publisher to servers of another make.</summary>
    public static string WritePublisher(ParticipantIdentity identity, uint audioSsrc, uint? videoSsrc, IPEndPoint at)
    {
        var lines = videoSsrc is null ? 1 : 2;
        var text = Begin(lines);
        for (var i = 0; i < lines; i++)
        {
            AddMedia(text, identity, i, i == 0, "sendonly", i == 0 ? audioSsrc : videoSsrc, "active");
            AddAddress(text, at);
        }

        return text.ToString();
    }

    /// <summary>Takes everything another server offers.</summary>
    public static string WriteAnswer(SessionDescription offer, ParticipantIdentity identity, IPEndPoint at)
    {
        var text = new StringBuilder("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
        foreach (var media in offer.Media)
            text.Append(' ').Append(media.Mid);
        text.Append("\r\n");
        foreach (var media in offer.Media)
        {
            text.Append(CultureInfo.InvariantCulture, $"m={media.Kind} 9 {media.Protocol} {string.Join(' ', media.Formats)}\r\nc=IN IP4 0.0.0.0\r\n");
            AddTransport(text, identity, media.Mid ?? "", "active");
            foreach (var attribute in media.Attributes.Where(static a => a.Name is "rtpmap" or "fmtp" or "rtcp-fb" or "extmap"))
                text.Append(CultureInfo.InvariantCulture, $"a={attribute.Name}:{attribute.Value}\r\n");
            text.Append("a=recvonly\r\na=rtcp-mux\r\na=rtcp-rsize\r\n");
            AddAddress(text, at);
        }

        return text.ToString();
    }

    private static StringBuilder Begin(int lines)
    {
        var text = new StringBuilder("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");
        for (var i = 0; i < lines; i++)
            text.Append(CultureInfo.InvariantCulture, $" {i}");
        return text.Append("\r\n");
    }

    private static void AddMedia(StringBuilder text, ParticipantIdentity identity, int mid, bool isAudio, string direction, uint? ssrc, string setup = "actpass")
    {
        text.Append(isAudio ? $"m=audio 9 UDP/TLS/RTP/SAVPF {Opus}\r\n" : $"m=video 9 UDP/TLS/RTP/SAVPF {Vp8} {Rtx}\r\n").Append("c=IN IP4 0.0.0.0\r\n");
        // Not actpass: we are always the client of the DTLS handshake, also of servers that would take that part (RFC 8842 section 5.2).
        AddTransport(text, identity, mid.ToString(CultureInfo.InvariantCulture), setup);
        text.Append(CultureInfo.InvariantCulture, $"a=extmap:{MidExtension} {SdpExtension.Mid}\r\na=extmap:{TransportSequenceExtension} {SdpExtension.TransportSequence}\r\n");
        if (isAudio)
            text.Append(CultureInfo.InvariantCulture, $"a=extmap:{AudioLevelExtension} {SdpExtension.AudioLevel}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"a={direction}\r\na=rtcp-mux\r\na=rtcp-rsize\r\n");
        text.Append(isAudio
            ? $"a=rtpmap:{Opus} opus/48000/2\r\na=rtcp-fb:{Opus} transport-cc\r\na=fmtp:{Opus} minptime=10;useinbandfec=1\r\n"
            : $"a=rtpmap:{Vp8} VP8/90000\r\na=rtcp-fb:{Vp8} nack\r\na=rtcp-fb:{Vp8} nack pli\r\na=rtcp-fb:{Vp8} transport-cc\r\na=rtpmap:{Rtx} rtx/90000\r\na=fmtp:{Rtx} apt={Vp8}\r\n");
        if (ssrc is { } own)
            text.Append(CultureInfo.InvariantCulture, $"a=ssrc:{own} cname:participant\r\n");
    }

    private static void AddTransport(StringBuilder text, ParticipantIdentity identity, string mid, string setup)
    {
        var print = Convert.ToHexString(identity.Fingerprint);
        var pairs = string.Join(':', Enumerable.Range(0, 32).Select(i => print.Substring(i * 2, 2)));
        text.Append(CultureInfo.InvariantCulture, $"a=ice-ufrag:{identity.Ufrag}\r\na=ice-pwd:{identity.Password}\r\na=fingerprint:sha-256 {pairs}\r\na=setup:{setup}\r\na=mid:{mid}\r\n");
    }

    private static void AddAddress(StringBuilder text, IPEndPoint at) =>
        text.Append(CultureInfo.InvariantCulture, $"a=candidate:1 1 udp 2122252543 {at.Address} {at.Port} typ host\r\na=end-of-candidates\r\n");
}

/// <summary>What a participant's descriptions say of its transport.</summary>
internal sealed record ParticipantIdentity(string Ufrag, string Password, byte[] Fingerprint);

/// <summary>The other side as its answer or offer describes it.</summary>
internal sealed record ParticipantAnswer(string Ufrag, string Password, byte[] Fingerprint, IReadOnlyList<IPEndPoint> Candidates, IReadOnlyList<IPEndPoint> TcpCandidates)
{
    public static ParticipantAnswer Read(string answer)
    {
        if (!SdpParser.TryParse(answer, out var description, out var error))
            throw new InvalidDataException($"the answer is {error}");
        return Read(description);
    }

    public static ParticipantAnswer Read(SessionDescription description)
    {
        var media = description.Media[0];
        if (!SdpFields.TrySha256Fingerprint(description.Inherited(media, "fingerprint"), out var fingerprint))
            throw new InvalidDataException("the answer has no fingerprint");
        var candidates = new List<IPEndPoint>();
        var overTcp = new List<IPEndPoint>();
        foreach (var candidate in media.All("candidate"))
        {
            var parts = candidate.Split(' ');
            (parts[2] == "tcp" ? overTcp : candidates).Add(new IPEndPoint(IPAddress.Parse(parts[4]), int.Parse(parts[5], CultureInfo.InvariantCulture)));
        }

        return new ParticipantAnswer(description.Inherited(media, "ice-ufrag")!, description.Inherited(media, "ice-pwd")!, fingerprint, candidates, overTcp);
    }
}
