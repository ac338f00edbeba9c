using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Outbound;

namespace Meetings.Media.Conference.Publishing;

/// <summary>Collects which layers the receivers' slots want, and tells publishers when that changes what they shall send.</summary>
internal sealed class LayerRequests
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    private Instant _at;

    public void Update(Instant now, List<Seat> seats, Outbox outbox)
    {
        if (now < _at)
        {
            return;
        }

        _at = now + Every;
        for (int i = 0; i < seats.Count; i++)
        {
            if (seats[i].Session.CanSend)
            {
                Collect(now, seats[i].Session.VideoSlots);
            }
        }

        for (int i = 0; i < seats.Count; i++)
        {
            Tell(now, seats[i], outbox);
        }
    }

    private static void Collect(Instant now, List<OutboundSlot> slots)
    {
        for (int s = 0; s < slots.Count; s++)
        {
            if (slots[s].Ideal is { } layer)
            {
                layer.Track.Demand.Want(now, layer);
            }
        }
    }

    private static void Tell(Instant now, Seat publisher, Outbox outbox)
    {
        List<PublishedTrack> tracks = publisher.Session.Receiver.Tracks;
        for (int t = 0; t < tracks.Count; t++)
        {
            PublishedTrack track = tracks[t];
            if (!track.IsAudio && track.HasStream && track.Demand.Update(now, track.Layers))
            {
                outbox.Tell(new LayersWanted(publisher.Id, track.Source, track.Demand.Told));
            }
        }
    }
}
