using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Meetings.Media.Session.Srtp;

/// <summary>Counter mode from the runtime's AES blocks, for systems without OpenSSL 3. One owner: its buffers are reused.</summary>
internal sealed class RuntimeCounterMode : AesCounterMode
{
    private const int BatchBlocks = 128;

    private readonly Aes _aes = Aes.Create();
    private readonly ICryptoTransform _encryptor;
    private readonly byte[] _counters = new byte[BlockLength * BatchBlocks];
    private readonly byte[] _keystream = new byte[BlockLength * BatchBlocks];

    [SuppressMessage("Security", "CA5358", Justification = "ECB of consecutive counters is how counter mode is made.")]
    public RuntimeCounterMode(ReadOnlySpan<byte> key)
    {
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.SetKey(key);
        _encryptor = _aes.CreateEncryptor();
    }

    public override void Apply(ReadOnlySpan<byte> iv, Span<byte> data)
    {
        ushort counter = 0;
        while (!data.IsEmpty)
        {
            var blocks = Math.Min((data.Length + BlockLength - 1) / BlockLength, BatchBlocks);
            for (var i = 0; i < blocks; i++)
            {
                var block = _counters.AsSpan(i * BlockLength, BlockLength);
                iv[..14].CopyTo(block);
                BinaryPrimitives.WriteUInt16BigEndian(block[14..], counter++);
            }

            _encryptor.TransformBlock(_counters, 0, blocks * BlockLength, _keystream, 0);
            var length = Math.Min(data.Length, blocks * BlockLength);
            Xor(data[..length], _keystream.AsSpan(0, length));
            data = data[length..];
        }
    }

    public override void Dispose()
    {
        _encryptor.Dispose();
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_keystream);
    }

    private static void Xor(Span<byte> data, ReadOnlySpan<byte> keystream)
    {
        var words = MemoryMarshal.Cast<byte, Vector<byte>>(data);
        var mask = MemoryMarshal.Cast<byte, Vector<byte>>(keystream);
        for (var i = 0; i < words.Length; i++)
            words[i] ^= mask[i];
        for (var i = words.Length * Vector<byte>.Count; i < data.Length; i++)
            data[i] ^= keystream[i];
    }
}
