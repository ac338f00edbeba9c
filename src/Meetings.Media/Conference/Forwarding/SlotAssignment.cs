using Meetings.Media.Conference.Publishing;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Outbound;

namespace Meetings.Media.Conference.Forwarding;

/// <summary>Decides what every slot of a receiver shall show: speakers on stage in the audio slots, wished sources in the video slots.</summary>
internal sealed class SlotAssignment(RoomOptions options)
{
    // The stage and the reserve; a receiver never has more to hear.
    private readonly Seat?[] _hear = new Seat?[9];

    /// <summary>A speaker keeps the slot it is in; only newcomers take free or given-up ones.</summary>
    public void AssignAudio(Instant now, Seat receiver, AudioStage stage)
    {
        List<OutboundSlot> slots = receiver.Session.AudioSlots;
        int there = CollectHeard(receiver, stage);
        int wanted = Math.Min(there, Math.Min(slots.Count, receiver.Allotment.Voices));
        if (wanted < there)
        {
            LoudestFirst(now, slots, there);
        }

        for (int i = 0; i < wanted; i++)
        {
            PublishedTrack track = _hear[i]!.Microphone!;
            if (SlotShowing(slots, track) is null && FreeSlot(slots, wanted) is { } slot)
            {
                slot.Show(track);
            }
        }

        for (int s = 0; s < slots.Count; s++)
        {
            if (slots[s].Wanted is { } target && !IsHeard(target, wanted))
            {
                slots[s].Show(null);
            }
        }
    }

    /// <summary>Slot k shows wish k while that source lives and the receiver can decode it; never the receiver's own.</summary>
    public void AssignVideo(Instant now, Seat receiver, Dictionary<PeerId, Seat> seats)
    {
        List<OutboundSlot> slots = receiver.Session.VideoSlots;
        for (int s = 0; s < slots.Count; s++)
        {
            OutboundSlot slot = slots[s];
            int index = slot.Media.Slot;
            PublishedTrack? track = index >= 0 && index < receiver.Wishes.Count ? Find(now, receiver, receiver.Wishes[index], seats) : null;
            track = slot.Decodable(now, track);
            slot.MaxHeight = track is null ? 0 : receiver.Wishes[index].MaxHeight;
            slot.Show(track);
            if (slot.Current is { } current && current != track && IsOver(now, current, seats))
            {
                slot.Show(null); // the source before is gone: nothing to go on showing while the next one's key frame comes
                slot.Show(track);
            }

            slot.Aim(now);
        }
    }

    private PublishedTrack? Find(Instant now, Seat receiver, VideoWish wish, Dictionary<PeerId, Seat> seats) =>
        wish.Publisher != receiver.Id && wish.Source != SourceKind.Microphone && seats.TryGetValue(wish.Publisher, out Seat? publisher)
        && publisher.Session.Receiver.Track(wish.Source) is { } found && IsThere(now, publisher, found) ? found : null;

    /// <summary>Lives, or was paused at our own request, or was asked again not long ago.</summary>
    private bool IsThere(Instant now, Seat publisher, PublishedTrack track) =>
        publisher.IsLive(track, now, options.VideoGoneAfter)
        || track is { Allowed: true, Closed: false, HasStream: true } && publisher.IsConnected
            && (track.Demand.IsPaused || now - track.Demand.ResumedAt < options.VideoGoneAfter);

    private bool IsOver(Instant now, PublishedTrack track, Dictionary<PeerId, Seat> seats) =>
        !seats.TryGetValue(track.Publisher, out Seat? publisher) || !publisher.IsLive(track, now, options.VideoGoneAfter);

    private int CollectHeard(Seat receiver, AudioStage stage)
    {
        int count = 0;
        foreach (Seat? member in stage.Members)
        {
            if (member is not null && member != receiver)
            {
                _hear[count++] = member;
            }
        }

        if (stage.Has(receiver) && stage.Reserve is { } reserve)
        {
            _hear[count++] = reserve;
        }

        return count;
    }

    /// <summary>A thin line hears the loudest; who is heard already counts for a little louder.</summary>
    private void LoudestFirst(Instant now, List<OutboundSlot> slots, int count)
    {
        const double Stays = 6;
        for (int i = 1; i < count; i++)
        {
            for (int j = i; j > 0 && Loudness(_hear[j]!) > Loudness(_hear[j - 1]!); j--)
            {
                (_hear[j - 1], _hear[j]) = (_hear[j], _hear[j - 1]);
            }
        }

        double Loudness(Seat seat) => seat.Meter.Loudness(now) + (SlotShowing(slots, seat.Microphone!) is null ? 0 : Stays);
    }

    private bool IsHeard(PublishedTrack track, int wanted)
    {
        for (int i = 0; i < wanted; i++)
        {
            if (_hear[i]!.Microphone == track)
            {
                return true;
            }
        }

        return false;
    }

    private static OutboundSlot? SlotShowing(List<OutboundSlot> slots, PublishedTrack track)
    {
        for (int s = 0; s < slots.Count; s++)
        {
            if (slots[s].Wanted == track)
            {
                return slots[s];
            }
        }

        return null;
    }

    private OutboundSlot? FreeSlot(List<OutboundSlot> slots, int wanted)
    {
        OutboundSlot? givenUp = null;
        for (int s = 0; s < slots.Count; s++)
        {
            if (slots[s].Wanted is not { } target)
            {
                return slots[s];
            }

            if (!IsHeard(target, wanted))
            {
                givenUp ??= slots[s];
            }
        }

        return givenUp;
    }
}
