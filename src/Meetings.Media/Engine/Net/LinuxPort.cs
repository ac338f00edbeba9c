using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine.Net;

/// <summary>
/// A port on recvmmsg and <see cref="SegmentedSender"/>, waiting in ppoll on the socket and an eventfd. Native tables are made once and
/// point into pinned arenas, so a batch costs one call and no allocation. A server's port has a second socket for RTCP, which wakes nobody.
/// </summary>
internal sealed unsafe class LinuxPort : IDatagramPort
{
    private const int NameBytes = 32;
    private const int CloseOnExecNonBlocking = 0x80800;

    /// <summary>
    /// How long RTCP waits for a packet to bring it along. Reports and requests may be that late: their senders wait longer to make them.
    /// </summary>
    private static readonly TimeSpan FeedbackPatience = TimeSpan.FromMilliseconds(15);

    private readonly Socket _socket;
    private readonly Socket? _feedback;
    private readonly int _descriptor;
    private readonly int _feedbackDescriptor;
    private readonly int _event;
    private readonly bool _isIpv6;
    private readonly Libc.MultiMessage* _receive;
    private readonly SegmentedSender _sender;
    private DatagramBatch? _prepared;
    private bool _feedbackFirst;

    public LinuxPort(IPEndPoint bind)
        : this(UdpSockets.Bind(bind), null)
    {
    }

    private LinuxPort(Socket socket, Socket? feedback)
    {
        (_socket, _feedback) = (socket, feedback);
        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _descriptor = (int)_socket.SafeHandle.DangerousGetHandle();
        _feedbackDescriptor = feedback is null ? -1 : (int)feedback.SafeHandle.DangerousGetHandle();
        _isIpv6 = socket.AddressFamily == AddressFamily.InterNetworkV6;
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

    /// <summary>Opens one port number for several media threads, each with a socket of its own for RTCP where the system can tell it apart.</summary>
    /// <exception cref="SocketException">The address is not ours, or somebody has the port.</exception>
    public static LinuxPort[] OpenShared(IPEndPoint bind, int threads)
    {
        var sockets = UdpSockets.BindShared(bind, 2 * threads);
        var hasFeedback = FeedbackSteering.TryAttach(sockets[0], threads);
        var ports = new LinuxPort[threads];
        for (var i = 0; i < threads; i++)
        {
            if (!hasFeedback)
                sockets[2 * i + 1].Dispose();
            ports[i] = new LinuxPort(sockets[2 * i], hasFeedback ? sockets[2 * i + 1] : null);
        }

        return ports;
    }

    public int Receive(DatagramBatch batch)
    {
        Prepare(batch);
        var (first, second) = _feedbackFirst ? (_feedbackDescriptor, _descriptor) : (_descriptor, _feedbackDescriptor);
        var count = Take(first, batch, 0);
        if (_feedback is not null && count < DatagramBatch.Capacity)
            count += Take(second, batch, count);
        // Neither starves the other when more comes than a batch holds.
        _feedbackFirst = _feedback is not null && count == DatagramBatch.Capacity && !_feedbackFirst;
        return count;
    }

    public int Send(Outbox outbox) => _sender.Send(outbox);

    public void Wait(TimeSpan atMost, TimeSpan rest = default)
    {
        var descriptors = stackalloc Libc.PollDescriptor[3];
        descriptors[0] = new Libc.PollDescriptor { Descriptor = _event, Events = Libc.PollIn };
        descriptors[1] = new Libc.PollDescriptor { Descriptor = _descriptor, Events = Libc.PollIn };
        descriptors[2] = new Libc.PollDescriptor { Descriptor = _feedbackDescriptor, Events = Libc.PollIn };
        var alone = _feedback is null || atMost < FeedbackPatience ? atMost : FeedbackPatience;
        if (!Poll(descriptors, 2, alone) && alone < atMost)
            Poll(descriptors, 3, atMost - alone);
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
        _feedback?.Dispose();
        Libc.Close(_event);
        _sender.Dispose();
        NativeMemory.Free(_receive);
    }

    /// <summary>Takes what one socket has into the free slots from <paramref name="at"/> on; returns how many datagrams.</summary>
    private int Take(int descriptor, DatagramBatch batch, int at)
    {
        for (var i = at; i < DatagramBatch.Capacity; i++)
            _receive[i].NameLength = NameBytes;
        var count = Libc.ReceiveMany(descriptor, _receive + at, (uint)(DatagramBatch.Capacity - at), Libc.DontWait, null);
        for (var i = at; i < at + count; i++)
        {
            batch.Lengths[i] = (int)_receive[i].Length;
            batch.From[i] = ReadName(_receive[i].Name);
        }

        return Math.Max(0, count);
    }

    /// <summary>Waits for the descriptors, of which the first is the eventfd; false when the time is over.</summary>
    private static bool Poll(Libc.PollDescriptor* descriptors, int count, TimeSpan atMost)
    {
        var timeout = new Libc.TimeSpec { Seconds = atMost.Ticks / TimeSpan.TicksPerSecond, Nanoseconds = atMost.Ticks % TimeSpan.TicksPerSecond * 100 };
        var ready = Libc.Poll(descriptors, (nuint)count, &timeout, null);
        if (descriptors[0].Returned != 0)
        {
            ulong woken;
            Libc.Read(descriptors[0].Descriptor, &woken, sizeof(ulong));
        }

        return ready != 0;
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
