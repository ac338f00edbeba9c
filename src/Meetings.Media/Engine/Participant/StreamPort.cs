using System.Net;
using System.Net.Sockets;
using Meetings.Media.Engine.Net;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Tcp;

namespace Meetings.Media.Engine.Participant;

/// <summary>A participant's way to the server where UDP is blocked: one TCP connection with framed packets, used like a datagram port.</summary>
internal sealed class StreamPort : IDatagramPort
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _received = new byte[64 * 1024];
    private readonly byte[] _frame = new byte[PacketFraming.HeaderLength + DatagramBatch.SlotBytes];
    private IPEndPoint? _server;
    private int _have;
    private int _wakes;
    private long _sent;

    public IPEndPoint LocalEndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    public SendCounts Sent => new(_sent, _sent, _sent);

    /// <summary>While true nothing is read, as by a client whose line is stuck.</summary>
    public bool IsDeaf { get; set; }

    public void Connect(IPEndPoint server)
    {
        _server = server;
        _socket.Connect(server);
    }

    public int Receive(DatagramBatch batch)
    {
        if (!IsDeaf && _socket.Poll(0, SelectMode.SelectRead) && _have < _received.Length)
        {
            var read = _socket.Receive(_received.AsSpan(_have), SocketFlags.None, out var error);
            if (error is not SocketError.Success || read == 0)
                IsDeaf = true;
            _have += read;
        }

        var count = 0;
        var at = 0;
        for (; count < DatagramBatch.Capacity; count++)
        {
            if (PacketFraming.Read(_received.AsSpan(at, _have - at), DatagramBatch.SlotBytes, out var packet, out var consumed) != FrameStatus.Complete)
                break;
            packet.CopyTo(batch.Slot(count));
            batch.Lengths[count] = packet.Length;
            batch.From[count] = _server!.ToTransport();
            at += consumed;
        }

        _received.AsSpan(at, _have - at).CopyTo(_received);
        _have -= at;
        return count;
    }

    public int Send(Outbox outbox)
    {
        var refused = 0;
        for (var i = 0; i < outbox.Count; i++)
        {
            var bytes = outbox[i].Bytes;
            PacketFraming.WriteHeader(_frame, bytes.Length);
            bytes.CopyTo(_frame.AsSpan(PacketFraming.HeaderLength));
            var frame = _frame.AsSpan(0, PacketFraming.HeaderLength + bytes.Length);
            SocketError error;
            do
            {
                frame = frame[_socket.Send(frame, SocketFlags.None, out error)..];
            }
            while (error == SocketError.Success && frame.Length > 0);

            refused += error == SocketError.Success ? 0 : 1;
            _sent++;
        }

        return refused;
    }

    /// <summary>Without rests: a participant has nothing to gain from letting packets pile up.</summary>
    public void Wait(TimeSpan atMost, TimeSpan rest = default)
    {
        if (Interlocked.Exchange(ref _wakes, 0) != 0)
            return;
        var wait = atMost < LongestWait ? atMost : LongestWait;
        if (IsDeaf)
            Thread.Sleep(wait);
        else
            _socket.Poll(wait, SelectMode.SelectRead);
    }

    public void Wake() => Interlocked.Exchange(ref _wakes, 1);

    public void Dispose() => _socket.Dispose();
}
