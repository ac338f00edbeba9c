using System.Globalization;
using System.Text;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Tests.Fuzz;

/// <summary>An offer's way through the server: read, negotiated, answered; then offered again by the same client.</summary>
internal static class SdpExercise
{
    /// <summary>Bytes <see cref="Read"/> may allocate: up to four answers to an offer of 128 KiB, and the texts themselves.</summary>
    public const long MaxAllocated = 8 * 1024 * 1024;

    private static readonly string s_fingerprint = "sha-256 " + string.Join(':', Enumerable.Repeat("5A", 32));
    private static readonly AnswererIdentity s_identity = new()
    {
        Ufrag = "abcd",
        Password = new string('p', 24),
        FingerprintSha256 = new byte[32],
        Candidates = [],
        SessionId = 1,
    };

    public static void Read(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        Answer(text);
        // Most corpora lack what no offer is taken without, and would end at the first refusal.
        if (text.Length < SdpParser.MaxLength / 2)
            Answer(Completed(text));
    }

    public static void Unpack(ReadOnlySpan<byte> bytes)
    {
        if (SdpTransport.TryUnpack(Encoding.Latin1.GetString(bytes), out var text) && text.Length > SdpParser.MaxLength)
            throw new InvalidOperationException("more was inflated than is read");
    }

    /// <summary>Gives every m-line a mid of its own and the transport that all share, before what it says itself.</summary>
    public static string Completed(string text)
    {
        var completed = new StringBuilder(text.Length * 2);
        var lines = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("a=group:", StringComparison.Ordinal) || line.StartsWith("a=fingerprint:", StringComparison.Ordinal))
                continue;
            completed.Append(line).Append("\r\n");
            if (line.StartsWith("m=", StringComparison.Ordinal))
                completed.Append(CultureInfo.InvariantCulture, $"a=mid:{lines++}\r\na=ice-ufrag:abcd\r\na=ice-pwd:{s_identity.Password}\r\na=fingerprint:{s_fingerprint}\r\na=setup:actpass\r\na=rtcp-mux\r\n");
        }

        var first = completed.ToString();
        var at = first.IndexOf("m=", StringComparison.Ordinal);
        return at < 0 ? first : first.Insert(at, $"a=group:BUNDLE {string.Join(' ', Enumerable.Range(0, lines))}\r\n");
    }

    /// <returns>What became of it: null when it was refused.</returns>
    public static NegotiatedSession? Answer(string text)
    {
        if (!SdpParser.TryParse(text, out var offer, out _))
            return null;
        if (offer.Media.Count > SdpParser.MaxMedia)
            throw new InvalidOperationException("more m-lines are read than may be");
        var next = 1u;
        if (Negotiator.Negotiate(offer, s_identity, new NegotiationLimits(), null, () => next++, out _) is not { } session)
            return null;
        Check(offer, session);
        Check(offer, Negotiator.Negotiate(offer, s_identity, new NegotiationLimits(), session, () => next++, out var refusal)
            ?? throw new InvalidOperationException($"what was accepted is refused when offered again: {refusal}"));
        return session;
    }

    private static void Check(SessionDescription offer, NegotiatedSession session)
    {
        var answer = AnswerWriter.Write(offer, session, s_identity, 1);
        if (!SdpParser.TryParse(answer, out var read, out var error) || read.Media.Count != offer.Media.Count)
            throw new InvalidOperationException($"the answer cannot be read: {error}");
    }
}
