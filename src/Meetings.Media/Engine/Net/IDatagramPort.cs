using System.Net;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine.Net;

/// <summary>
/// A bound UDP socket as a media thread uses it. Two implementations: batched Linux system calls, and plain sockets elsewhere; one
/// suite of tests holds both. Everything but <see cref="Wake"/> is called by the owning thread.
/// </summary>
internal interface IDatagramPort : IDisposable
{
    IPEndPoint LocalEndPoint { get; }

    /// <summary>Takes what has arrived, without waiting; returns how many datagrams.</summary>
    int Receive(DatagramBatch batch);

    /// <summary>Sends every datagram of the outbox; returns how many the system refused.</summary>
    int Send(Outbox outbox);

    /// <summary>What was sent so far, and in how many calls and messages. Any thread may read it.</summary>
    SendCounts Sent { get; }

    /// <summary>
    /// Waits until something arrives, <see cref="Wake"/> is called, or the time is over. What arrives is then left to pile up for the rest, which
    /// also ends when woken; there is none where the system cannot wait so briefly.
    /// </summary>
    void Wait(TimeSpan atMost, TimeSpan rest = default);

    /// <summary>Ends a wait, now or the next one. Any thread.</summary>
    void Wake();
}

/// <summary>Datagrams of one receive call, in pinned memory that is used again and again.</summary>
internal sealed class DatagramBatch
{
    public const int Capacity = 64;

    /// <summary>Bytes of one datagram at most; browsers send up to 1,200, odd links up to 1,500.</summary>
    public const int SlotBytes = 2048;

    public byte[] Arena { get; } = GC.AllocateUninitializedArray<byte>(Capacity * SlotBytes, pinned: true);

    public TransportAddress[] From { get; } = new TransportAddress[Capacity];

    public int[] Lengths { get; } = new int[Capacity];

    public Span<byte> Bytes(int index) => Arena.AsSpan(index * SlotBytes, Lengths[index]);

    public Span<byte> Slot(int index) => Arena.AsSpan(index * SlotBytes, SlotBytes);
}
