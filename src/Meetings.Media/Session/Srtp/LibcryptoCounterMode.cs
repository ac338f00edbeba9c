using System.Security.Cryptography;

namespace Meetings.Media.Session.Srtp;

/// <summary>Counter mode of OpenSSL's libcrypto: a keyed context of which a packet resets only the counter block. One owner.</summary>
internal sealed unsafe class LibcryptoCounterMode(ReadOnlySpan<byte> key) : AesCounterMode
{
    private nint _context = Libcrypto.OpenCounterMode(key);

    ~LibcryptoCounterMode() => Release();

    public override void Apply(ReadOnlySpan<byte> iv, Span<byte> data)
    {
        if (iv.Length != BlockLength)
            throw new ArgumentException("a counter block has 16 bytes", nameof(iv));
        if (data.IsEmpty)
            return;
        ObjectDisposedException.ThrowIf(_context == 0, this);
        fixed (byte* i = iv, d = data)
        {
            if (!Libcrypto.Apply(_context, i, d, data.Length))
                throw new CryptographicException("libcrypto did not encrypt a packet");
        }

        GC.KeepAlive(this);
    }

    public override void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        Libcrypto.Close(_context);
        _context = 0;
    }
}
