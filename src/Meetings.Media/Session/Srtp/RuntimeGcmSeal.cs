using System.Security.Cryptography;

namespace Meetings.Media.Session.Srtp;

/// <summary>AES-128-GCM of the runtime, for systems without OpenSSL 3. One owner: its buffers are reused.</summary>
internal sealed class RuntimeGcmSeal(ReadOnlySpan<byte> key) : AesGcmSeal
{
    /// <summary>After a forged packet, so many packets are opened without risking an exception.</summary>
    private const int WaryPackets = 4096;

    private readonly AesGcm _aes = new(key, TagLength);
    private byte[]? _plaintext;
    private byte[]? _again;
    private int _wary;

    public override void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, Span<byte> tag) =>
        _aes.Encrypt(nonce, text, text, tag, associatedData);

    public override bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, ReadOnlySpan<byte> tag)
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

    public override void Dispose() => _aes.Dispose();

    /// <summary>
    /// Decrypts by encrypting: counter mode is its own inverse, and encrypting the result again yields the tag the sender must have made.
    /// </summary>
    private bool TryOpenWarily(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        _wary--;
        Span<byte> expected = stackalloc byte[TagLength];
        var plaintext = (_plaintext ??= new byte[MaxTextLength]).AsSpan(0, text.Length);
        _aes.Encrypt(nonce, text, plaintext, expected, associatedData);
        _aes.Encrypt(nonce, plaintext, (_again ??= new byte[MaxTextLength]).AsSpan(0, text.Length), expected, associatedData);
        if (!CryptographicOperations.FixedTimeEquals(expected, tag))
        {
            _wary = WaryPackets;
            return false;
        }

        plaintext.CopyTo(text);
        return true;
    }
}
