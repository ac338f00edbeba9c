namespace Meetings.Media.Session.Inbound;

/// <summary>Smoothed round-trip time to one peer (RFC 6298's weights), from report blocks and from answered retransmission requests.</summary>
internal sealed class RoundTrip
{
    private static readonly TimeSpan Unknown = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);
    private double _milliseconds = -1;

    /// <summary>The estimate, or 100 ms before the first sample.</summary>
    public TimeSpan Value => _milliseconds < 0 ? Unknown : TimeSpan.FromMilliseconds(_milliseconds);

    public TimeSpan? Measured => _milliseconds < 0 ? null : Value;

    public void Sample(TimeSpan sample)
    {
        if (sample < TimeSpan.Zero || sample > Longest)
        {
            return;
        }

        _milliseconds = _milliseconds < 0 ? sample.TotalMilliseconds : _milliseconds * 0.875 + sample.TotalMilliseconds * 0.125;
    }
}
