namespace Meetings.Media.Session.Srtp;

/// <summary>AES-128 in the segmented integer counter mode of RFC 3711 section 4.1.1: libcrypto's or the runtime's. One owner.</summary>
internal abstract class AesCounterMode : IDisposable
{
    public const int BlockLength = 16;

    /// <summary>The fastest one this machine has.</summary>
    public static AesCounterMode Create(ReadOnlySpan<byte> key) =>
        Libcrypto.IsAvailable ? new LibcryptoCounterMode(key) : new RuntimeCounterMode(key);

    /// <summary>XORs the keystream into <paramref name="data"/>: encrypts and decrypts alike.</summary>
    /// <param name="iv">16 bytes whose last two are the block counter, zero at the start; at most 65536 blocks follow.</param>
    public abstract void Apply(ReadOnlySpan<byte> iv, Span<byte> data);

    public abstract void Dispose();
}
