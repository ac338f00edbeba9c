using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;

namespace Meetings.Media.Conference.Taps;

/// <summary>Reads one source for a recorder: whole frames in order, from the ring that serves everybody.</summary>
internal abstract class SourceTap(PublishedTrack track, ITapSink sink, TapClock clock)
{
    protected PublishedTrack Track { get; } = track;

    /// <summary>The packet to be read next, on its layer's line; -1 before the first.</summary>
    protected long Next { get; set; } = -1;

    protected Instant WaitingSince { get; set; } = Instant.Never;

    private bool _afterGap;

    public bool IsOf(PublishedTrack other) => Track == other;

    public bool IsClosed => Track.Closed;

    /// <summary>Takes what has arrived.</summary>
    public abstract void Read(Instant now);

    /// <summary>Nothing that has arrived so far is ever taken.</summary>
    public virtual void Skip()
    {
        Next = -1;
        WaitingSince = Instant.Never;
        _afterGap = true;
    }

    protected void MarkGap() => _afterGap = true;

    /// <summary>Waits for a packet that may still come; false when that has lasted long enough.</summary>
    protected bool MayWait(Instant now, TimeSpan patience)
    {
        if (WaitingSince == Instant.Never)
        {
            WaitingSince = now;
        }

        return now - WaitingSince < patience;
    }

    protected bool Give(Instant now, PublishedLayer layer, uint timestamp, bool isKeyFrame, TapFormat format, ReadOnlySpan<byte> bytes)
    {
        bool taken = sink.TryTake(new TapFrame
        {
            Peer = Track.Publisher,
            Source = Track.Source,
            At = clock.At(now, layer, timestamp),
            IsKeyFrame = isKeyFrame,
            IsAfterGap = _afterGap,
            Format = format,
            Bytes = bytes,
        });
        _afterGap = !taken;
        return taken;
    }
}
