using Meetings.Media.Primitives;
using Meetings.Media.Session.Bandwidth;
using Meetings.Media.Session.Srtp;

namespace Meetings.Media.Session.Outbound;

/// <summary>Where one receiver's packets leave: reserves outbox space, protects, commits to the selected address. Valid for one flush.</summary>
internal sealed class PeerSender
{
    private const int Ipv4Headers = 20 + 8;
    private const int Ipv6Headers = 40 + 8;

    private readonly RoomCounters _counters;
    private RateMeter _rate;
    private byte _cluster;

    public PeerSender(RoomCounters counters, long assumedBitrate)
    {
        _counters = counters;
        Retransmissions = new RetransmissionBudget(assumedBitrate);
        Line = new PeerLine(assumedBitrate);
    }

    public SrtpSender? Srtp { get; set; }

    public RetransmissionBudget Retransmissions { get; }

    /// <summary>When pictures may leave.</summary>
    public Pacer Pacer { get; } = new();

    /// <summary>What is known of the line to the peer.</summary>
    public PeerLine Line { get; }

    public Outbox? Outbox { get; private set; }

    public TransportAddress To { get; private set; }

    public RoomCounters Counters => _counters;

    public void Open(Outbox outbox, TransportAddress to)
    {
        Outbox = outbox;
        To = to;
    }

    /// <summary>The next transport-wide sequence number, shared by all slots of the peer.</summary>
    public ushort NextTransportSequence(Instant now) => Line.TakeNumber(now);

    /// <summary>Packets up to <see cref="EndProbe"/> belong to this probe cluster.</summary>
    public void BeginProbe(byte cluster) => _cluster = cluster;

    public void EndProbe() => _cluster = 0;

    public bool TryReserve(int capacity, out Span<byte> buffer)
    {
        if (Outbox!.TryReserve(capacity, out buffer))
        {
            return true;
        }

        _counters.Drop(DropReason.OutboxFull);
        return false;
    }

    public void CommitRtp(Instant now, Span<byte> buffer, int length, int headerLength, long sequence)
    {
        int total = Srtp!.ProtectRtp(buffer, length, headerLength, sequence);
        int wire = total + (To.IsIpv4 ? Ipv4Headers : Ipv6Headers);
        Line.Sent(now, wire, _cluster);
        if (_cluster == 0)
        {
            Pacer.Spend(wire);
        }

        Commit(now, total);
    }

    public void CommitRtcp(Instant now, Span<byte> buffer, int length)
    {
        int total = Srtp!.ProtectRtcp(buffer, length);
        Commit(now, total);
    }

    public long BitsPerSecond(Instant now) => _rate.BitsPerSecond(now);

    private void Commit(Instant now, int total)
    {
        Outbox!.Commit(To, total);
        _counters.Sent(total);
        _rate.Add(now, total);
    }
}
