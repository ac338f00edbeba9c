using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;

namespace Meetings.Media.Conference.Taps;

/// <summary>A recorder in the room: a subscriber to every source that is allowed, without a seat, a slot or a line of its own.</summary>
internal sealed class RoomTap(Instant start, ITapSink sink)
{
    private readonly List<SourceTap> _taps = [];

    public ITapSink Sink => sink;

    public bool IsPaused { get; private set; }

    /// <summary>Begins with what comes from now on.</summary>
    public void Begin(List<Seat> seats)
    {
        for (int s = 0; s < seats.Count; s++)
        {
            foreach (PublishedTrack track in seats[s].Session.Receiver.Tracks)
            {
                TapOf(track);
            }
        }

        SkipAll();
    }

    /// <summary>From now on nothing is taken, neither what comes nor what has come and was not read yet.</summary>
    public void Pause()
    {
        IsPaused = true;
        SkipAll();
    }

    /// <summary>Takes what comes from now on; nothing of the time between ever.</summary>
    public void Resume()
    {
        SkipAll();
        IsPaused = false;
    }

    /// <summary>Reads what has arrived of everybody; before the room forgets what is pending.</summary>
    public void Read(Instant now, List<Seat> seats)
    {
        for (int s = 0; s < seats.Count; s++)
        {
            List<PublishedTrack> tracks = seats[s].Session.Receiver.Tracks;
            for (int t = 0; t < tracks.Count; t++)
            {
                SourceTap tap = TapOf(tracks[t]);
                if (!IsPaused)
                {
                    tap.Read(now);
                }
            }
        }

        _taps.RemoveAll(static t => t.IsClosed);
    }

    private SourceTap TapOf(PublishedTrack track)
    {
        for (int i = 0; i < _taps.Count; i++)
        {
            if (_taps[i].IsOf(track))
            {
                return _taps[i];
            }
        }

        var clock = new TapClock(start, track.Media.ClockRate);
        SourceTap tap = track.IsAudio ? new SoundTap(track, sink, clock) : new PictureTap(track, sink, clock);
        _taps.Add(tap);
        return tap;
    }

    private void SkipAll() => _taps.ForEach(static t => t.Skip());
}
