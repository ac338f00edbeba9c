using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine.Net;

/// <summary>
/// A port on recvmmsg and sendmmsg, waiting in ppoll on the socket and an eventfd. Native tables are made once and point into pinned
/// arenas, so a batch costs one call and no allocation.
/// </summary>
internal sealed unsafe class LinuxPort : IDatagramPort
{
    private const int SendBatch = 256;
    private const int NameBytes = 32;
    private const int CloseOnExecNonBlocking = 0x80800;
    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly int _event;
    private readonly bool _isIpv6;
    private readonly Libc.MultiMessage* _receive;
    private readonly Libc.MultiMessage* _send;
    private readonly byte* _memory;
    private DatagramBatch? _prepared;

    public LinuxPort(IPEndPoint bind, bool sharePort)
    {
        _socket = UdpSockets.Bind(bind, sharePort);
        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _descriptor = (int)_socket.SafeHandle.DangerousGetHandle();
        _isIpv6 = bind.AddressFamily == AddressFamily.InterNetworkV6;
        _event = Libc.EventDescriptor(0, CloseOnExecNonBlocking);
        if (_event < 0)
            throw new InvalidOperationException("eventfd failed");

        const int messages = DatagramBatch.Capacity + SendBatch;
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)(messages * (sizeof(Libc.MultiMessage) + sizeof(Libc.Vector) + NameBytes)));
        _receive = (Libc.MultiMessage*)_memory;
        _send = _receive + DatagramBatch.Capacity;
        var vectors = (Libc.Vector*)(_send + SendBatch);
        var names = (byte*)(vectors + messages);
        for (var i = 0; i < messages; i++)
        {
            _receive[i].Name = names + i * NameBytes;
            _receive[i].Vectors = vectors + i;
            _receive[i].VectorCount = 1;
        }
    }

    /// <summary>Whether this system has what the port needs.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    public IPEndPoint LocalEndPoint { get; }

    public int Receive(DatagramBatch batch)
    {
        Prepare(batch);
        for (var i = 0; i < DatagramBatch.Capacity; i++)
            _receive[i].NameLength = NameBytes;
        var count = Libc.ReceiveMany(_descriptor, _receive, DatagramBatch.Capacity, Libc.DontWait, null);
        for (var i = 0; i < count; i++)
        {
            batch.Lengths[i] = (int)_receive[i].Length;
            batch.From[i] = ReadName(_receive[i].Name);
        }

        return Math.Max(0, count);
    }

    public int Send(Outbox outbox)
    {
        var refused = 0;
        fixed (byte* arena = outbox.Count == 0 ? null : outbox.Raw(0).Arena)
        {
            for (var first = 0; first < outbox.Count; first += SendBatch)
            {
                var count = Math.Min(SendBatch, outbox.Count - first);
                for (var i = 0; i < count; i++)
                {
                    var (_, offset, length, to) = outbox.Raw(first + i);
                    _send[i].Vectors->Base = arena + offset;
                    _send[i].Vectors->Length = (nuint)length;
                    _send[i].NameLength = WriteName(_send[i].Name, to);
                }

                refused += SendAll(count);
            }
        }

        return refused;
    }

    public void Wait(TimeSpan atMost)
    {
        var descriptors = stackalloc Libc.PollDescriptor[2];
        descriptors[0] = new Libc.PollDescriptor { Descriptor = _descriptor, Events = Libc.PollIn };
        descriptors[1] = new Libc.PollDescriptor { Descriptor = _event, Events = Libc.PollIn };
        var timeout = new Libc.TimeSpec { Seconds = atMost.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = atMost.Ticks % TimeSpan.TicksPerSecond * 100 };
        Libc.Poll(descriptors, 2, &timeout, null);
        if (descriptors[1].Returned != 0)
        {
            ulong count;
            Libc.Read(_event, &count, sizeof(ulong));
        }
    }

    public void Wake()
    {
        ulong one = 1;
        Libc.Write(_event, &one, sizeof(ulong));
    }

    public void Dispose()
    {
        _socket.Dispose();
        Libc.Close(_event);
        NativeMemory.Free(_memory);
    }

    // The call stops at the first datagram it cannot send; that one is given up and the rest go on.
    private int SendAll(int count)
    {
        var refused = 0;
        for (var next = 0; next < count;)
        {
            var sent = Libc.SendMany(_descriptor, _send + next, (uint)(count - next), 0);
            if (sent > 0)
            {
                next += sent;
            }
            else if (Marshal.GetLastPInvokeError() != Libc.Interrupted)
            {
                refused++;
                next++;
            }
        }

        return refused;
    }

    private void Prepare(DatagramBatch batch)
    {
        if (_prepared == batch)
            return;
        _prepared = batch;
        // The arena is allocated pinned, so its address stays.
        var arena = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(batch.Arena, 0);
        for (var i = 0; i < DatagramBatch.Capacity; i++)
        {
            _receive[i].Vectors->Base = arena + i * DatagramBatch.SlotBytes;
            _receive[i].Vectors->Length = DatagramBatch.SlotBytes;
        }
    }

    private TransportAddress ReadName(byte* name)
    {
        var bytes = new ReadOnlySpan<byte>(name, NameBytes);
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return _isIpv6
            ? new TransportAddress(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), port)
            : TransportAddress.FromIpv4(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), port);
    }

    private uint WriteName(byte* name, TransportAddress to)
    {
        var bytes = new Span<byte>(name, NameBytes);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], to.Port);
        if (!_isIpv6)
        {
            *(ushort*)name = 2; // AF_INET
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], to.Ipv4);
            return 16;
        }

        *(ushort*)name = 10; // AF_INET6
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], to.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], to.Low);
        return 28;
    }
}
