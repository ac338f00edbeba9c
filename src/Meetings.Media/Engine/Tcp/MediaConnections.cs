using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Meetings.Media.Engine.Net;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Tcp;

namespace Meetings.Media.Engine.Tcp;

/// <summary>
/// Every TCP connection with media of this server: lets them in within limits, reads their packets to the rooms, carries what rooms
/// send, and ends the unproven, the silent and the stalled.
/// </summary>
internal sealed class MediaConnections : IDisposable
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(1);

    // Linux TCP_NOTSENT_LOWAT: what waits, waits in our queue, where sound overtakes pictures, not in the kernel.
    private const int TcpNotSentLowAt = 25;
    private const int KernelBytes = 16 * 1024;

    private readonly AddressDirectory _directory;
    private readonly Action<string>? _log;
    private readonly ConcurrentDictionary<int, MediaConnection> _connections = new();
    private readonly Dictionary<NetworkId, int> _ofNetwork = [];
    private readonly UnprovenConnections _unproven = new();
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];
    private readonly StreamedDatagram _send;
    private int _last;
    private bool _disposed;

    public MediaConnections(AddressDirectory directory, Action<string>? log)
    {
        _directory = directory;
        _log = log;
        _send = Send;
        _timer = new Timer(_ => EndIdle(MonotonicClock.Now), null, Sweep, Sweep);
    }

    public int Count => _connections.Count;

    public long Drops(DropReason reason) => Volatile.Read(ref _drops[(int)reason]);

    /// <summary>Carries one connection from its first byte to its end.</summary>
    /// <param name="input">What arrives, the first frame included.</param>
    /// <param name="output">The connection's socket; only written to.</param>
    public async Task ServeAsync(Stream input, Socket output, IPEndPoint remote, CancellationToken cancellationToken)
    {
        if (Enter(output, remote) is not { } connection)
        {
            Drop(DropReason.StreamRefused);
            return;
        }

        try
        {
            Prepare(output);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, connection.Closed);
            await ReadAsync(connection, input, ends.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The line or the peer ended it.
        }
        finally
        {
            Leave(connection);
        }
    }

    /// <summary>Takes what goes over TCP out of the outbox. Media threads call it.</summary>
    public void SendFrom(Outbox outbox) => outbox.TakeStreamed(_send);

    public void Prove(TransportAddress address, MediaRoom room, PeerId peer, AudioStreams sound)
    {
        if (address.Connection != 0 && _connections.TryGetValue(address.Connection, out var connection))
            connection.Prove(room, peer, sound);
    }

    /// <summary>The peer left, or has newer paths.</summary>
    public void Release(TransportAddress address)
    {
        if (address.Connection != 0 && _connections.TryGetValue(address.Connection, out var connection))
            connection.Close();
    }

    /// <summary>Ends what did not prove itself, fell silent or does not take what we send.</summary>
    internal void EndIdle(Instant now)
    {
        foreach (var (_, connection) in _connections)
        {
            var isLate = !connection.IsProven && now - connection.OpenedAt > ConnectionLimits.ProofWithin;
            if (isLate || now - connection.HeardAt > ConnectionLimits.SilentFor || connection.IsStalled(now, ConnectionLimits.StalledFor))
                connection.Close();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _timer.Dispose();
        foreach (var (_, connection) in _connections)
            connection.Close();
    }

    private async Task ReadAsync(MediaConnection connection, Stream input, CancellationToken cancellationToken)
    {
        var buffer = new byte[ConnectionLimits.UnprovenBuffer];
        var have = 0;
        long total = 0;
        while (true)
        {
            var isProven = connection.IsProven;
            if (isProven && buffer.Length < ConnectionLimits.ProvenBuffer)
                Array.Resize(ref buffer, ConnectionLimits.ProvenBuffer);
            var read = await input.ReadAsync(buffer.AsMemory(have), cancellationToken);
            if (read == 0)
                return;
            connection.Heard(MonotonicClock.Now);
            have += read;
            total += read;
            if (!connection.IsProven && total > ConnectionLimits.MostUnprovenBytes || !Deliver(connection, buffer, ref have))
            {
                Drop(DropReason.StreamRefused);
                return;
            }
        }
    }

    /// <summary>Gives every whole packet to its room and keeps the rest.</summary>
    /// <returns>False when the stream cannot be read any further.</returns>
    private bool Deliver(MediaConnection connection, byte[] buffer, ref int have)
    {
        var most = connection.IsProven ? DatagramBatch.SlotBytes : StreamOpening.MaxFirstPacket;
        var at = 0;
        while (true)
        {
            var status = PacketFraming.Read(buffer.AsSpan(at, have - at), most, out var packet, out var consumed);
            if (status == FrameStatus.TooLong)
                return false;
            if (status == FrameStatus.Incomplete)
                break;
            at += consumed;
            var reason = PacketRouting.Find(_directory, connection.Address, packet, out var room);
            if (reason == DropReason.None && !room!.Thread.TryHandOver(connection.Address, room, packet))
                reason = DropReason.RingFull;
            if (reason != DropReason.None)
                Drop(reason);
        }

        buffer.AsSpan(at, have - at).CopyTo(buffer);
        have -= at;
        return true;
    }

    private void Send(TransportAddress to, ReadOnlySpan<byte> packet)
    {
        if (!_connections.TryGetValue(to.Connection, out var connection))
            Drop(DropReason.UnknownAddress);
        else if (connection.Send(packet) != Queued.Yes)
            Drop(DropReason.StreamCongested);
    }

    private MediaConnection? Enter(Socket socket, IPEndPoint remote)
    {
        var address = remote.ToTransport();
        var network = NetworkId.Of(address);
        MediaConnection? yields;
        MediaConnection connection;
        lock (_gate)
        {
            var ofNetwork = _ofNetwork.GetValueOrDefault(network);
            if (_disposed || _connections.Count >= ConnectionLimits.Most || ofNetwork >= ConnectionLimits.MostOfNetwork
                || !_unproven.MayEnter(network, out yields))
                return null;
            connection = new MediaConnection(address with { Connection = ++_last }, socket, MonotonicClock.Now);
            _connections[_last] = connection;
            _ofNetwork[network] = ofNetwork + 1;
            _unproven.Add(connection);
        }

        if (yields is { IsProven: false })
        {
            Drop(DropReason.StreamRefused);
            yields.Close();
        }

        return connection;
    }

    private void Leave(MediaConnection connection)
    {
        lock (_gate)
        {
            _connections.TryRemove(connection.Address.Connection, out _);
            var network = NetworkId.Of(connection.Address);
            if (--_ofNetwork[network] == 0)
                _ofNetwork.Remove(network);
        }

        connection.Close();
        connection.Dispose();
    }

    private void Prepare(Socket socket)
    {
        try
        {
            socket.NoDelay = true;
            if (OperatingSystem.IsLinux())
                socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpNotSentLowAt, BitConverter.GetBytes(KernelBytes));
            else
                socket.SendBufferSize = 2 * KernelBytes;
        }
        catch (SocketException exception)
        {
            _log?.Invoke($"a media connection keeps its system's buffers: {exception.SocketErrorCode}");
        }
    }

    private void Drop(DropReason reason) => Interlocked.Increment(ref _drops[(int)reason]);
}
