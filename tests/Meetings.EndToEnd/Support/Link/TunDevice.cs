using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Meetings.EndToEnd.Support.Link;

/// <summary>A TUN device of the kernel (Documentation/networking/tuntap.rst): one read is one IP packet, one write is one IP packet.</summary>
internal sealed partial class TunDevice : IDisposable
{
    private const uint SetInterface = 0x400454ca;
    private const short TunWithoutHeader = 0x1001;
    private readonly SafeFileHandle _file;

    public TunDevice(string name)
    {
        _file = File.OpenHandle("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Span<byte> request = stackalloc byte[40];
        Encoding.ASCII.GetBytes(name, request[..15]);
        MemoryMarshal.Write(request[16..], TunWithoutHeader);
        if (Control(_file, SetInterface, ref MemoryMarshal.GetReference(request)) < 0)
        {
            throw new IOException($"TUNSETIFF {name} failed with errno {Marshal.GetLastPInvokeError()}");
        }
    }

    /// <returns>Bytes of the packet read, or 0 or less when the device is gone.</returns>
    public int Read(Span<byte> packet) => (int)Read(_file, ref MemoryMarshal.GetReference(packet), (nuint)packet.Length);

    public void Write(ReadOnlySpan<byte> packet) => _ = Write(_file, in MemoryMarshal.GetReference(packet), (nuint)packet.Length);

    /// <summary>Waits until a packet can be read; false after <paramref name="milliseconds"/>.</summary>
    public bool Wait(int milliseconds)
    {
        var wanted = new PollRequest { Descriptor = _file.DangerousGetHandle().ToInt32(), Events = 1 };
        return Poll(ref wanted, 1, milliseconds) > 0;
    }

    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, ref byte argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, ref byte buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, in byte buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest request, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
