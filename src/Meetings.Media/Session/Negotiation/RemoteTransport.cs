using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Session.Negotiation;

/// <summary>
/// The one transport of an offer: ICE credentials and certificate fingerprint, the same for every bundled m-line. Remote candidates
/// are not read at all: an ICE-lite server never sends to an address that has not proven itself.
/// </summary>
internal sealed record RemoteTransport(string Ufrag, string Password, byte[] Fingerprint, HashSet<string> BundledMids)
{
    private const int MaxCredential = 256;
    private const int MaxMid = 16;

    public bool IsBundled(MediaDescription line) => line.Mid is { } mid && BundledMids.Contains(mid);

    public static bool TryRead(SessionDescription offer, out RemoteTransport transport, out string refusal)
    {
        transport = null!;
        refusal = CheckMids(offer) ?? "";
        if (refusal.Length > 0)
            return false;

        var bundled = new HashSet<string>(offer.BundledMids, StringComparer.Ordinal);
        foreach (var line in offer.Media)
        {
            if (line.IsStopped || !line.IsAudio && !line.IsVideo)
                continue;
            if (line.Mid is null || !bundled.Contains(line.Mid))
                refusal = OfferRefusal.NoBundle;
            else if (!line.Has("rtcp-mux"))
                refusal = OfferRefusal.NoRtcpMux;
            else if (offer.Inherited(line, "setup") is not ("actpass" or "active"))
                refusal = OfferRefusal.Setup;
            else
                refusal = Merge(offer, line, bundled, ref transport);
            if (refusal.Length > 0)
                return false;
        }

        if (transport is null)
            refusal = OfferRefusal.NoMedia;
        return transport is not null;
    }

    private static string Merge(SessionDescription offer, MediaDescription line, HashSet<string> bundled, ref RemoteTransport transport)
    {
        var ufrag = offer.Inherited(line, "ice-ufrag");
        var password = offer.Inherited(line, "ice-pwd");
        if (ufrag is not { Length: >= 4 and <= MaxCredential } || password is not { Length: >= 22 and <= MaxCredential }
            || !ufrag.AsSpan().ContainsOnlyIceChars() || !password.AsSpan().ContainsOnlyIceChars())
            return OfferRefusal.NoIce;
        if (!TryFingerprint(offer, line, out var fingerprint))
            return OfferRefusal.NoFingerprint;

        if (transport is null)
            transport = new RemoteTransport(ufrag, password, fingerprint, bundled);
        else if (transport.Ufrag != ufrag || transport.Password != password || !transport.Fingerprint.AsSpan().SequenceEqual(fingerprint))
            return OfferRefusal.Inconsistent;
        return "";
    }

    // Several fingerprints may stand for one certificate in several hashes (RFC 8122 section 5); two of SHA-256 may not.
    private static bool TryFingerprint(SessionDescription offer, MediaDescription line, out byte[] fingerprint)
    {
        fingerprint = [];
        var values = line.All("fingerprint").ToList();
        if (values.Count == 0)
            values = [.. offer.Attributes.Where(static a => a.Name == "fingerprint").Select(static a => a.Value ?? "")];
        foreach (var value in values)
        {
            if (!SdpFields.TrySha256Fingerprint(value, out var read))
                continue;
            if (fingerprint.Length > 0 && !fingerprint.AsSpan().SequenceEqual(read))
                return false;
            fingerprint = read;
        }

        return fingerprint.Length > 0;
    }

    private static string? CheckMids(SessionDescription offer)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in offer.Media)
        {
            if (line.Mid is not { Length: > 0 and <= MaxMid } mid || !mid.AsSpan().ContainsOnlyTokenChars() || !seen.Add(mid))
                return OfferRefusal.BadMid;
        }

        return null;
    }
}

internal static class SdpCharacters
{
    private static readonly System.Buffers.SearchValues<char> Ice = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private static readonly System.Buffers.SearchValues<char> Token = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`{|}~");

    public static bool ContainsOnlyIceChars(this ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Ice);

    public static bool ContainsOnlyTokenChars(this ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Token);
}
