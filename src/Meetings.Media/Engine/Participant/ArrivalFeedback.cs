using Meetings.Media.Session.Bandwidth;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Wire.Rtcp;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Engine.Participant;

/// <summary>
/// Tells the server when its packets arrived, as browsers do, every 50 to 250 ms (draft-holmer-rmcat-transport-wide-cc-extensions-01): without it no
/// server can estimate the line towards us, and what that costs would not be measured.
/// </summary>
internal sealed class ArrivalFeedback
{
    private readonly TransportArrivals _arrivals = new();
    private readonly PacketArrival[] _collected = new PacketArrival[512];
    private RateMeter _rate;

    public void Note(in RtpPacket packet, byte extension, int length)
    {
        var now = MonotonicClock.Now;
        _rate.Add(now, length);
        if (extension != 0 && packet.TryGetExtension(extension, out var value) && RtpExtensions.TryReadTransportSequence(value, out var number))
            _arrivals.Note(now, number, packet.Ssrc);
    }

    /// <summary>Writes a report if one is due; returns its length or 0.</summary>
    public int Write(Span<byte> to, uint ownSsrc)
    {
        var now = MonotonicClock.Now;
        if (!_arrivals.IsDue(now, _rate.BitsPerSecond(now)))
            return 0;
        var count = _arrivals.Collect(_collected);
        if (count == 0)
            return 0;
        var writer = new RtcpWriter(to);
        var told = writer.AddTransportFeedback(ownSsrc, _arrivals.MediaSsrc, _arrivals.FeedbackCount, _arrivals.Next, _collected.AsSpan(0, count));
        if (told == 0)
            return 0;
        _arrivals.Told(now, _collected[told - 1].Sequence);
        return writer.Length;
    }
}
