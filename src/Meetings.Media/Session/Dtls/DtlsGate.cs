using Meetings.Media.Primitives;
using Meetings.Media.Session.Bandwidth;

namespace Meetings.Media.Session.Dtls;

/// <summary>
/// Which DTLS records of a peer are passed on: only those from its ICE-validated addresses (the caller's check), well-formed at the
/// record level (RFC 6347 section 4.1) and not more than a handshake can need.
/// </summary>
internal sealed class DtlsGate
{
    private const int RecordHeader = 13;
    private TokenBucket _admitted = new(burst: 256, perSecond: 64);

    /// <summary>Where the last records passed on came from. Answers go there: before a pair is nominated, others that were checked may be slower or one-way.</summary>
    public TransportAddress? From { get; private set; }

    public DropReason Admit(Instant now, TransportAddress from, ReadOnlySpan<byte> datagram)
    {
        // Version bytes 0xfe 0xff / 0xfe 0xfd stand in every DTLS 1.0-1.2 record and in a DTLS 1.3 ClientHello.
        if (datagram.Length < RecordHeader || datagram[1] != 0xfe)
        {
            return DropReason.DtlsMalformed;
        }

        if (!_admitted.TryTake(now))
        {
            return DropReason.DtlsOverLimit;
        }

        From = from;
        return DropReason.None;
    }
}
