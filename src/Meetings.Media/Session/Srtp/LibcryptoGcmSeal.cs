using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Meetings.Media.Session.Srtp;

/// <summary>AES-128-GCM of OpenSSL's libcrypto: one keyed context a direction, of which a packet resets only the nonce. One owner.</summary>
internal sealed unsafe class LibcryptoGcmSeal : AesGcmSeal
{
    private readonly byte[] _key;
    private nint _sealing;
    private nint _opening;
    private bool _disposed;

    public LibcryptoGcmSeal(ReadOnlySpan<byte> key) => _key = key.ToArray();

    ~LibcryptoGcmSeal() => Release();

    public override void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, Span<byte> tag)
    {
        Check(nonce, tag);
        if (_sealing == 0)
            _sealing = Libcrypto.OpenGcm(Key, encrypts: true);
        fixed (byte* n = nonce, a = associatedData, t = text, g = tag)
        {
            if (!Libcrypto.Seal(_sealing, n, a, associatedData.Length, t, text.Length, g))
                throw new CryptographicException("libcrypto did not seal a packet");
        }

        GC.KeepAlive(this);
    }

    public override bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        Check(nonce, tag);
        if (_opening == 0)
            _opening = Libcrypto.OpenGcm(Key, encrypts: false);
        bool opened;
        fixed (byte* n = nonce, a = associatedData, t = text, g = tag)
            opened = Libcrypto.Open(_opening, n, a, associatedData.Length, t, text.Length, g);
        GC.KeepAlive(this);
        return opened;
    }

    public override void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private byte[] Key => _disposed ? throw new ObjectDisposedException(nameof(LibcryptoGcmSeal)) : _key;

    // Native code writes as many bytes as the algorithm has, whatever the span holds.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> tag)
    {
        if (nonce.Length != NonceLength || tag.Length != TagLength)
            throw new ArgumentException("a nonce has 12 bytes, a tag 16");
    }

    private void Release()
    {
        _disposed = true;
        Libcrypto.Close(_sealing);
        Libcrypto.Close(_opening);
        (_sealing, _opening) = (0, 0);
        CryptographicOperations.ZeroMemory(_key);
    }
}
