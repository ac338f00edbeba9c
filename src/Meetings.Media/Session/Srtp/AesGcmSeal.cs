using System.Security.Cryptography;

namespace Meetings.Media.Session.Srtp;

/// <summary>
/// The seam to AES-128-GCM with 16-byte tags (RFC 5116 AEAD_AES_128_GCM), in place and without allocation. Whatever stands behind it
/// must pass <c>GcmVectorTests</c>. One owner: its buffers are reused.
/// </summary>
internal sealed class AesGcmSeal(ReadOnlySpan<byte> key) : IDisposable
{
    public const int TagLength = 16;
    public const int NonceLength = 12;

    /// <summary>Longest text that can be opened, in bytes.</summary>
    public const int MaxTextLength = 2048;

    /// <summary>After a forged packet, so many packets are opened without risking an exception.</summary>
    private const int WaryPackets = 4096;

    private readonly AesGcm _aes = new(key, TagLength);
    private readonly byte[] _plaintext = new byte[MaxTextLength];
    private readonly byte[] _again = new byte[MaxTextLength];
    private int _wary;

    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, Span<byte> tag) =>
        _aes.Encrypt(nonce, text, text, tag, associatedData);

    /// <summary>Decrypts in place; false leaves <paramref name="text"/> undefined.</summary>
    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        if (_wary > 0)
            return TryOpenWarily(nonce, associatedData, text, tag);
        try
        {
            _aes.Decrypt(nonce, text, tag, text, associatedData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            // An exception costs more than ten packets and makes garbage; a flood of forgeries must not buy one each.
            _wary = WaryPackets;
            return false;
        }
    }

    public void Dispose() => _aes.Dispose();

    /// <summary>
    /// Decrypts by encrypting: counter mode is its own inverse, and encrypting the result again yields the tag the sender must have made.
    /// </summary>
    private bool TryOpenWarily(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        _wary--;
        Span<byte> expected = stackalloc byte[TagLength];
        var plaintext = _plaintext.AsSpan(0, text.Length);
        _aes.Encrypt(nonce, text, plaintext, expected, associatedData);
        _aes.Encrypt(nonce, plaintext, _again.AsSpan(0, text.Length), expected, associatedData);
        if (!CryptographicOperations.FixedTimeEquals(expected, tag))
        {
            _wary = WaryPackets;
            return false;
        }

        plaintext.CopyTo(text);
        return true;
    }
}
