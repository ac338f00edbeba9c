using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Meetings.Media.Engine.Net;
using Meetings.Media.Primitives;

namespace Meetings.Load.Bench;

/// <summary>
/// What the machine itself takes in these minutes for a packet of 1,100 bytes: encrypt and send, nothing else. Processor time of the
/// sending thread alone; a second thread empties the receiving socket.
/// </summary>
internal static partial class RawFloor
{
    private const int Packets = 30_000;
    private const int Size = 1_100;

    /// <summary>Microseconds a packet by plain calls, and by batches of 64.</summary>
    public static (double Plain, double Batched) Measure()
    {
        using var sink = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        sink.ReceiveBufferSize = 8 * 1024 * 1024;
        sink.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var drain = new Thread(() =>
        {
            var buffer = new byte[2048];
            try
            {
                while (sink.Receive(buffer) > 1)
                {
                }
            }
            catch (SocketException)
            {
            }
        });
        drain.Start();
        var to = (IPEndPoint)sink.LocalEndPoint!;
        Plain(to, Packets / 10);
        var plain = Plain(to, Packets);
        var batched = LinuxPort.IsSupported ? Batched(to, Packets) : double.NaN;
        using var end = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        end.SendTo([0], to);
        drain.Join(2_000);
        return (plain, batched);
    }

    private static double Plain(IPEndPoint to, int packets)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var cipher = new AesGcm(new byte[16], 16);
        var address = to.Serialize();
        var packet = new byte[Size + 16];
        var nonce = new byte[12];
        var before = ThreadMicroseconds();
        for (var i = 0; i < packets; i++)
        {
            BitConverter.TryWriteBytes(nonce, i);
            cipher.Encrypt(nonce, packet.AsSpan(12, Size - 12), packet.AsSpan(12, Size - 12), packet.AsSpan(Size, 16), packet.AsSpan(0, 12));
            socket.SendTo(packet, SocketFlags.None, address);
        }

        return (ThreadMicroseconds() - before) / packets;
    }

    private static double Batched(IPEndPoint to, int packets)
    {
        using var port = new LinuxPort(new IPEndPoint(IPAddress.Loopback, 0), sharePort: false);
        using var cipher = new AesGcm(new byte[16], 16);
        var outbox = new Outbox(256 * 1024, 128);
        var address = to.ToTransport();
        var nonce = new byte[12];
        var before = ThreadMicroseconds();
        for (var i = 0; i < packets; i++)
        {
            outbox.TryReserve(Size + 16, out var packet);
            BitConverter.TryWriteBytes(nonce, i);
            cipher.Encrypt(nonce, packet[12..Size], packet[12..Size], packet.Slice(Size, 16), packet[..12]);
            outbox.Commit(address, Size + 16);
            if (outbox.Count < 64)
                continue;
            port.Send(outbox);
            outbox.Clear();
        }

        return (ThreadMicroseconds() - before) / packets;
    }

    private static unsafe double ThreadMicroseconds()
    {
        if (!OperatingSystem.IsLinux())
            return Process.GetCurrentProcess().TotalProcessorTime.TotalMicroseconds;
        const int ThreadCpuClock = 3;
        Libc.TimeSpec time;
        if (ReadClock(ThreadCpuClock, &time) != 0)
            throw new InvalidOperationException("no clock of the thread's processor time");
        return time.Seconds * 1e6 + time.Nanoseconds / 1e3;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static unsafe partial int ReadClock(int clock, Libc.TimeSpec* time);
}
