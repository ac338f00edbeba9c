using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;

namespace Meetings.Media.Conference.Taps;

/// <summary>
/// Where a track's frames belong on the recording's time line: by the publisher's sender reports, which put all of its sources on one
/// clock (RFC 3550 section 6.4.1); by arrival until the first one came. Never goes back.
/// </summary>
internal sealed class TapClock(Instant start, int rate)
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3);

    private readonly ulong _startNtp = NtpTime.From(start);
    private PublishedLayer? _layer;
    private (Instant At, uint Timestamp)? _anchor;
    private TimeSpan _last;

    public TimeSpan At(Instant now, PublishedLayer layer, uint timestamp)
    {
        if (layer != _layer)
        {
            (_layer, _anchor) = (layer, null);
        }

        TimeSpan at;
        if (layer.LastReport is { } report)
        {
            at = Ticks(NtpTime.Nanoseconds(report.Ntp, _startNtp)) + Elapsed(timestamp, report.Timestamp);
        }
        else
        {
            _anchor ??= (now, timestamp);
            at = _anchor.Value.At - start + Elapsed(timestamp, _anchor.Value.Timestamp);
        }

        // A report may not put a frame far from when it was heard of: a publisher's clock is its own to forge.
        var heard = now - start;
        at = at > heard + Slack ? heard : at < heard - Slack ? heard - Slack : at;
        return _last = at > _last ? at : _last;
    }

    private TimeSpan Elapsed(uint later, uint earlier) => TimeSpan.FromSeconds((double)(int)(later - earlier) / rate);

    private static TimeSpan Ticks(long nanoseconds) => new(nanoseconds / 100);
}
