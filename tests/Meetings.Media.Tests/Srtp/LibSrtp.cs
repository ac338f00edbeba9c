using System.Runtime.InteropServices;
using Meetings.Media.Session.Srtp;

namespace Meetings.Media.Tests.Srtp;

/// <summary>One direction of libsrtp2 (package libsrtp2-1), the implementation every other SRTP is measured against.</summary>
internal sealed unsafe partial class LibSrtp : IDisposable
{
    private const string Library = "libsrtp2.so.1";
    private const int AnyInbound = 2;
    private const int AnyOutbound = 3;

    private static readonly int s_initialised = Initialise();
    private readonly nint _session;

    public LibSrtp(SrtpProfile profile, byte[] masterKeyAndSalt, bool outbound)
    {
        Assert.Equal(0, s_initialised);
        var policy = default(Policy);
        policy.SsrcType = outbound ? AnyOutbound : AnyInbound;
        policy.WindowSize = 1024;
        if (profile == SrtpProfile.AeadAes128Gcm)
        {
            SetGcm(&policy.Rtp);
            SetGcm(&policy.Rtcp);
        }
        else
        {
            SetCounterMode(&policy.Rtp);
            SetCounterMode(&policy.Rtcp);
        }

        fixed (byte* key = masterKeyAndSalt)
        {
            policy.Key = (nint)key;
            Assert.Equal(0, Create(out _session, &policy));
        }
    }

    /// <summary>Protects in place; the status is 0 when all went well.</summary>
    public int ProtectRtp(Span<byte> packet, int length, out int protectedLength) => Call(&Protect, packet, length, out protectedLength);

    public int ProtectRtcp(Span<byte> packet, int length, out int protectedLength) =>
        Call(&ProtectRtcp, packet, length, out protectedLength);

    public int UnprotectRtp(Span<byte> packet, out int length) => Call(&Unprotect, packet, packet.Length, out length);

    public int UnprotectRtcp(Span<byte> packet, out int length) => Call(&UnprotectRtcp, packet, packet.Length, out length);

    public void Dispose() => Assert.Equal(0, Deallocate(_session));

    private int Call(delegate*<nint, byte*, int*, int> function, Span<byte> packet, int length, out int newLength)
    {
        fixed (byte* bytes = packet)
        {
            var status = function(_session, bytes, &length);
            newLength = length;
            return status;
        }
    }

    [LibraryImport(Library, EntryPoint = "srtp_init")]
    private static partial int Initialise();

    [LibraryImport(Library, EntryPoint = "srtp_create")]
    private static partial int Create(out nint session, Policy* policy);

    [LibraryImport(Library, EntryPoint = "srtp_dealloc")]
    private static partial int Deallocate(nint session);

    [LibraryImport(Library, EntryPoint = "srtp_crypto_policy_set_rtp_default")]
    private static partial void SetCounterMode(CryptoPolicy* policy);

    [LibraryImport(Library, EntryPoint = "srtp_crypto_policy_set_aes_gcm_128_16_auth")]
    private static partial void SetGcm(CryptoPolicy* policy);

    [LibraryImport(Library, EntryPoint = "srtp_protect")]
    private static partial int Protect(nint session, byte* packet, int* length);

    [LibraryImport(Library, EntryPoint = "srtp_unprotect")]
    private static partial int Unprotect(nint session, byte* packet, int* length);

    [LibraryImport(Library, EntryPoint = "srtp_protect_rtcp")]
    private static partial int ProtectRtcp(nint session, byte* packet, int* length);

    [LibraryImport(Library, EntryPoint = "srtp_unprotect_rtcp")]
    private static partial int UnprotectRtcp(nint session, byte* packet, int* length);

    /// <summary>srtp_crypto_policy_t of libsrtp 2.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct CryptoPolicy
    {
        public uint CipherType;
        public int CipherKeyLength;
        public uint AuthenticationType;
        public int AuthenticationKeyLength;
        public int AuthenticationTagLength;
        public int Services;
    }

    /// <summary>srtp_policy_t of libsrtp 2.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Policy
    {
        public int SsrcType;
        public uint Ssrc;
        public CryptoPolicy Rtp;
        public CryptoPolicy Rtcp;
        public nint Key;
        public nint Keys;
        public nuint KeyCount;
        public nint DeprecatedEkt;
        public nuint WindowSize;
        public int AllowRepeat;
        public nint EncryptedExtensions;
        public int EncryptedExtensionCount;
        public nint Next;
    }
}
