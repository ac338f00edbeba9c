using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine.Net;

/// <summary>
/// A port on recvmmsg and <see cref="SegmentedSender"/>, waiting in ppoll on the socket and an eventfd. Native tables are made once and
/// point into pinned arenas, so a batch costs one call and no allocation.
/// </summary>
internal sealed unsafe class LinuxPort : IDatagramPort
{
    private const int NameBytes = 32;
    private const int CloseOnExecNonBlocking = 0x80800;
    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly int _event;
    private readonly bool _isIpv6;
    private readonly Libc.MultiMessage* _receive;
    private readonly SegmentedSender _sender;
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

        _sender = new SegmentedSender(_descriptor, _isIpv6);
        const int messages = DatagramBatch.Capacity;
        _receive = (Libc.MultiMessage*)NativeMemory.AllocZeroed(messages, (nuint)(sizeof(Libc.MultiMessage) + sizeof(Libc.Vector) + NameBytes));
        var vectors = (Libc.Vector*)(_receive + messages);
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

    public SendCounts Sent => _sender.Counts;

    /// <summary>Whether equal neighbours leave as one message; on where the system can.</summary>
    public bool IsSegmenting
    {
        get => _sender.IsSegmenting;
        set => _sender.IsSegmenting = value;
    }

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

    public int Send(Outbox outbox) => _sender.Send(outbox);

    public void Wait(TimeSpan atMost, TimeSpan rest = default)
    {
        var descriptors = stackalloc Libc.PollDescriptor[2];
        descriptors[0] = new Libc.PollDescriptor { Descriptor = _event, Events = Libc.PollIn };
        descriptors[1] = new Libc.PollDescriptor { Descriptor = _descriptor, Events = Libc.PollIn };
        Poll(descriptors, 2, atMost);
        if (rest > TimeSpan.Zero && descriptors[0].Returned == 0 && descriptors[1].Returned != 0)
            Poll(descriptors, 1, rest);
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
        _sender.Dispose();
        NativeMemory.Free(_receive);
    }

    /// <summary>Waits for the descriptors, of which the first is the eventfd.</summary>
    private void Poll(Libc.PollDescriptor* descriptors, int count, TimeSpan atMost)
    {
        var timeout = new Libc.TimeSpec { Seconds = atMost.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = atMost.Ticks % TimeSpan.TicksPerSecond * 100 };
        Libc.Poll(descriptors, (nuint)count, &timeout, null);
        if (descriptors[0].Returned != 0)
        {
            ulong woken;
            Libc.Read(_event, &woken, sizeof(ulong));
        }
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
}
