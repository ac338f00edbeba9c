namespace Meetings.Media.Session.Srtp;

/// <summary>
/// The seam to AES-128-GCM with 16-byte tags (RFC 5116 AEAD_AES_128_GCM), in place and without allocation a packet. Two stand behind
/// it: OpenSSL's libcrypto where it is present, the runtime's <c>AesGcm</c> elsewhere; one suite of tests holds both. One owner.
/// </summary>
internal abstract class AesGcmSeal : IDisposable
{
    public const int TagLength = 16;
    public const int NonceLength = 12;

    /// <summary>Longest text that can be opened, in bytes.</summary>
    public const int MaxTextLength = 2048;

    /// <summary>The fastest one this machine has.</summary>
    public static AesGcmSeal Create(ReadOnlySpan<byte> key) =>
        Libcrypto.IsAvailable ? new LibcryptoGcmSeal(key) : new RuntimeGcmSeal(key);

    public abstract void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, Span<byte> tag);

    /// <summary>Decrypts in place; false leaves <paramref name="text"/> undefined.</summary>
    public abstract bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, ReadOnlySpan<byte> tag);

    public abstract void Dispose();
}
