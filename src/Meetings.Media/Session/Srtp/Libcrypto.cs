using System.Runtime.InteropServices;

namespace Meetings.Media.Session.Srtp;

/// <summary>
/// The calls of OpenSSL 3's libcrypto that SRTP needs (EVP_EncryptInit, EVP_MAC), bound when the library is there. Calls made for every packet take less
/// than a microsecond, never block and never call back, so they skip the runtime's transition.
/// </summary>
internal static unsafe class Libcrypto
{
    private const string Library = "libcrypto.so.3";
    private const int GetTagControl = 0x10;
    private const int SetTagControl = 0x11;

    private static readonly nint Handle = Load();
    private static readonly delegate* unmanaged<nint, byte*, byte*, nint> Fetch = (delegate* unmanaged<nint, byte*, byte*, nint>)Find("EVP_CIPHER_fetch");
    private static readonly delegate* unmanaged<nint> NewContext = (delegate* unmanaged<nint>)Find("EVP_CIPHER_CTX_new");
    private static readonly delegate* unmanaged<nint, void> FreeContext = (delegate* unmanaged<nint, void>)Find("EVP_CIPHER_CTX_free");
    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, nint, byte*, byte*, int, nint, int> CipherInit =
        (delegate* unmanaged[SuppressGCTransition]<nint, nint, byte*, byte*, int, nint, int>)Find("EVP_CipherInit_ex2");
    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, int*, byte*, int, int> CipherUpdate =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte*, int*, byte*, int, int>)Find("EVP_CipherUpdate");
    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, int*, int> CipherFinal =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte*, int*, int>)Find("EVP_CipherFinal_ex");
    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, int, int, void*, int> Control =
        (delegate* unmanaged[SuppressGCTransition]<nint, int, int, void*, int>)Find("EVP_CIPHER_CTX_ctrl");
    private static readonly delegate* unmanaged[SuppressGCTransition]<void> ClearErrors = (delegate* unmanaged[SuppressGCTransition]<void>)Find("ERR_clear_error");
    private static readonly nint Gcm = Cipher("AES-128-GCM\0"u8);
    private static readonly nint CounterMode = Cipher("AES-128-CTR\0"u8);

    /// <summary>Whether the library and every call needed were found.</summary>
    public static bool IsAvailable { get; } = Gcm != 0 && CounterMode != 0;

    /// <summary>A context of AES-128-GCM keyed for one direction; nonce of 12 bytes.</summary>
    public static nint OpenGcm(ReadOnlySpan<byte> key, bool encrypts) => Open(Gcm, key, encrypts);

    /// <summary>A context of AES-128 in counter mode.</summary>
    public static nint OpenCounterMode(ReadOnlySpan<byte> key) => Open(CounterMode, key, encrypts: true);

    public static void Close(nint context)
    {
        if (context != 0)
            FreeContext(context);
    }

    /// <summary>Encrypts in place and writes 16 bytes of tag.</summary>
    public static bool Seal(nint context, byte* nonce, byte* associated, int associatedLength, byte* text, int length, byte* tag)
    {
        int written;
        return CipherInit(context, 0, null, nonce, 1, 0) == 1
            && CipherUpdate(context, null, &written, associated, associatedLength) == 1
            && (length == 0 || CipherUpdate(context, text, &written, text, length) == 1)
            && CipherFinal(context, text, &written) == 1
            && Control(context, GetTagControl, AesGcmSeal.TagLength, tag) == 1;
    }

    /// <summary>Decrypts in place; false when the tag is not the right one.</summary>
    public static bool Open(nint context, byte* nonce, byte* associated, int associatedLength, byte* text, int length, byte* tag)
    {
        int written;
        if (CipherInit(context, 0, null, nonce, 0, 0) == 1
            && Control(context, SetTagControl, AesGcmSeal.TagLength, tag) == 1
            && CipherUpdate(context, null, &written, associated, associatedLength) == 1
            && (length == 0 || CipherUpdate(context, text, &written, text, length) == 1)
            && CipherFinal(context, text, &written) == 1)
        {
            return true;
        }

        // The error queue is the thread's, and the runtime's own calls look at it.
        ClearErrors();
        return false;
    }

    /// <summary>XORs the keystream that begins at this counter block into the text.</summary>
    public static bool Apply(nint context, byte* counter, byte* text, int length)
    {
        int written;
        return CipherInit(context, 0, null, counter, 1, 0) == 1 && CipherUpdate(context, text, &written, text, length) == 1;
    }

    private static nint Open(nint cipher, ReadOnlySpan<byte> key, bool encrypts)
    {
        var context = NewContext();
        if (context == 0)
            throw new InvalidOperationException("libcrypto gave no cipher context");
        fixed (byte* k = key)
        {
            if (CipherInit(context, cipher, k, null, encrypts ? 1 : 0, 0) == 1)
                return context;
        }

        FreeContext(context);
        ClearErrors();
        throw new InvalidOperationException("libcrypto did not take a key");
    }

    private static nint Cipher(ReadOnlySpan<byte> name)
    {
        if (Handle == 0 || Fetch == null || NewContext == null || FreeContext == null || CipherInit == null || CipherUpdate == null || CipherFinal == null
            || Control == null || ClearErrors == null)
        {
            return 0;
        }

        fixed (byte* n = name)
            return Fetch(0, n, null);
    }

    // Linux only: elsewhere a library of that name is not the system's and may be anything.
    private static nint Load() =>
        OperatingSystem.IsLinux() && Environment.Is64BitProcess && NativeLibrary.TryLoad(Library, out var handle) ? handle : 0;

    private static nint Find(string name) => Handle != 0 && NativeLibrary.TryGetExport(Handle, name, out var address) ? address : 0;
}
