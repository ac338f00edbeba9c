using Meetings.Media.Primitives;
using Meetings.Media.Session;
using Meetings.Media.Session.Bandwidth;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Outbound;

namespace Meetings.Media.Conference.Allocation;

/// <summary>
/// What one receiver is given of what its line carries: takes the wishes and the estimate, has the <see cref="Allocator"/> share, sets the
/// slots' targets, tries for more when more is wished. Every 100 ms, and at once when a slot's source changes.
/// </summary>
internal sealed class ReceiverAllotment
{
    private const long OneVoiceBelow = 64_000;
    private const long AllVoicesFrom = 76_000;
    private const long ThinVoice = 24_000;
    private const long WideVoice = 45_000;
    private const long WideVoiceFrom = 160_000;
    private const int AllVoices = 8;

    /// <summary>RTP header with extensions, tag, UDP and IPv4 headers of a sound packet.</summary>
    private const int SoundOverhead = 74;

    /// <summary>Lines are tried up to here even when less is wished, so that a rung shows what a line carries and not what is asked of it.</summary>
    private const long TriedAnyway = 1_800_000;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RungUpAfter = TimeSpan.FromSeconds(1);

    /// <summary>After a fall the rung that people read goes up again only when it would stay so long: pictures follow the line, words need not.</summary>
    private static readonly TimeSpan ShownUpAfter = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan FallRemembered = TimeSpan.FromSeconds(30);

    private readonly SoundRate _sound = new();
    private RepeatRule _repeats = new();
    private readonly PublishedTrack?[] _sources = new PublishedTrack?[Allocator.MaxSlots];
    private Rung _byLine = Rung.Full;
    private Rung _shown = Rung.Full;
    private Rung? _told;
    private int _voices = AllVoices;
    private Instant _dueAt = new(long.MinValue);
    private Instant _higherSince = Instant.Never;
    private Instant _shownHigherSince = Instant.Never;
    private Instant _shownFellAt = new(long.MinValue / 2);
    private bool _begun;

    /// <summary>Not above this, whatever the line carries.</summary>
    public Rung Ceiling
    {
        get;
        set => (field, _dueAt) = (value, new Instant(long.MinValue));
    } = Rung.Full;

    /// <summary>What the receiver is given now.</summary>
    public Rung Rung => Ceiling < _shown ? Ceiling : _shown;

    /// <summary>The line carries everything there is, as far as is known.</summary>
    public bool HasAmpleLine => _byLine == Rung.Full;

    /// <summary>How many voices the receiver hears at most: one on a thin line, none when it wants none.</summary>
    public int Voices => Ceiling == Rung.Text ? 0 : _voices;

    /// <summary>The latest estimate, bit/s; for the next connection of the same person.</summary>
    public long LastEstimate { get; private set; } = BandwidthEstimator.DefaultStart;

    /// <param name="shed">What an overloaded server takes away.</param>
    public void Update(Instant now, Seat seat, Shedding shed, Outbox outbox)
    {
        List<OutboundSlot> slots = seat.Session.VideoSlots;
        if (now < _dueAt && !SourcesChanged(slots))
        {
            return;
        }

        _dueAt = now + Every;
        PeerLine line = seat.Session.Sender.Line;
        line.Pass(now, seat.Session.Receiver.RoundTrip.Value);
        LastEstimate = line.Estimate;
        seat.Session.Sender.Retransmissions.SetLine(LastEstimate, line.UsualLoss);
        seat.Session.Sender.Pacer.SetLine(line.HasTransportFeedback ? line.Usable : null);
        SetRung(now, seat.Id, outbox);

        long sound = SoundReserve(now, seat.Session.AudioSlots, LastEstimate);
        RepeatSound(now, seat.Session.AudioSlots, line);
        long granted = Share(now, slots, line, sound, shed, out long wished);
        long anyway = shed.IsOn ? 0 : Math.Min(TriedAnyway, Rungs.VideoCeiling(Ceiling));
        bool mayTry = seat.Session.CanProbe && (wished > 0 || anyway > 0);
        line.Carries(_sound.Rate, isSoundOnly: granted == 0, mayTry);
        if (mayTry)
        {
            long demand = (long)(wished * Allocator.UpMargin) + sound;
            seat.Session.Probe(now, Math.Max(demand, anyway), outbox);
        }
    }

    private bool SourcesChanged(List<OutboundSlot> slots)
    {
        bool changed = false;
        for (int i = 0; i < slots.Count && i < _sources.Length; i++)
        {
            changed |= _sources[i] != slots[i].Wanted;
            _sources[i] = slots[i].Wanted;
        }

        return changed;
    }

    private void SetRung(Instant now, PeerId peer, Outbox outbox)
    {
        Rung next = _begun ? Rungs.Of(LastEstimate, _byLine) : Rungs.Of(LastEstimate);
        if (!_begun || next <= _byLine)
        {
            (_byLine, _higherSince, _begun) = (next, Instant.Never, true);
        }
        else if (_higherSince == Instant.Never)
        {
            _higherSince = now;
        }
        else if (now - _higherSince >= RungUpAfter)
        {
            (_byLine, _higherSince) = (next, Instant.Never);
        }

        SetShown(now);
        _voices = LastEstimate < OneVoiceBelow ? 1 : LastEstimate >= AllVoicesFrom ? AllVoices : _voices;
        if (_told != Rung)
        {
            _told = Rung;
            outbox.Tell(new RungChanged(peer, Rung, LastEstimate));
        }
    }

    private void SetShown(Instant now)
    {
        if (_byLine > _shown)
        {
            _shownHigherSince = Instant.Min(_shownHigherSince, now);
            if (now - _shownFellAt < FallRemembered && now - _shownHigherSince < ShownUpAfter)
            {
                return;
            }
        }
        else if (_byLine < _shown && _told is not null)
        {
            _shownFellAt = now;
        }

        (_shown, _shownHigherSince) = (_byLine, Instant.Never);
    }

    private long SoundReserve(Instant now, List<OutboundSlot> slots, long estimate)
    {
        long packets = 0;
        long octets = 0;
        bool anybody = false;
        for (int i = 0; i < slots.Count; i++)
        {
            packets += slots[i].Packets;
            octets += slots[i].Octets;
            anybody |= slots[i].Wanted is not null;
        }

        // Somebody silent may begin to speak at any moment.
        long least = !anybody ? 0 : estimate < WideVoiceFrom ? ThinVoice : WideVoice;
        return Math.Max(least, _sound.Read(now, octets + packets * SoundOverhead));
    }

    private void RepeatSound(Instant now, List<OutboundSlot> slots, PeerLine line)
    {
        _repeats.Update(now, line, _sound.Rate);
        for (int i = 0; i < slots.Count; i++)
        {
            slots[i].SoundRepeats = _repeats.Times;
        }
    }

    /// <param name="wished">
    /// What everything wished would cost, bit/s. While pictures are left out: what may be shown, and nothing once one is, for then the line
    /// is not to be tried.
    /// </param>
    /// <returns>What is granted to pictures, bit/s.</returns>
    private long Share(Instant now, List<OutboundSlot> slots, PeerLine line, long sound, Shedding shed, out long wished)
    {
        Span<SlotDemand> demands = stackalloc SlotDemand[Math.Min(slots.Count, Allocator.MaxSlots)];
        Span<int> granted = stackalloc int[demands.Length];
        Span<LayerRate> rates = stackalloc LayerRate[LayerTarget.MaxSpatial * LayerTarget.MaxTemporal];
        wished = 0;
        for (int i = 0; i < demands.Length; i++)
        {
            Describe(now, slots[i], line.UsualLoss, shed, rates, ref demands[i]);
        }

        shed.LeaveOut(demands);
        long budget = Math.Min(Math.Max(0, line.Usable - sound), Rungs.VideoCeiling(Ceiling < _byLine ? Ceiling : _byLine));
        long used = Allocator.Allot(budget, demands, granted);
        for (int i = 0; i < demands.Length; i++)
        {
            wished += demands[i].Count == 0 ? 0 : demands[i].Options[demands[i].Count - 1].BitsPerSecond;
            if (slots[i].Wanted is not null)
            {
                slots[i].Target = granted[i] >= 0 ? demands[i].Options[granted[i]].Target
                    : demands[i].Count == 0 && budget > 0 && !shed.IsOn ? LayerTarget.Best // nothing known of it yet
                    : LayerTarget.None;
            }
        }

        if (shed.IsOn && (used > 0 || Rungs.VideoCeiling(Ceiling) == 0))
        {
            wished = 0;
        }

        return used;
    }

    private static void Describe(
        Instant now, OutboundSlot slot, double loss, Shedding shed, Span<LayerRate> rates, ref SlotDemand demand)
    {
        demand = new SlotDemand { Held = -1 };
        if (slot.Wanted is not { } track)
        {
            return;
        }

        demand.IsScreen = track.Source == SourceKind.Screen;
        LayerOptions.Fill(rates[..track.CopyRates(now, rates)], shed.MaxHeight(demand.IsScreen, slot.MaxHeight), loss, ref demand);
        for (int i = 0; i < demand.Count; i++)
        {
            LayerTarget option = demand.Options[i].Target;
            bool isHeld = !slot.Target.IsPaused && (option.Spatial < slot.Target.Spatial
                || option.Spatial == slot.Target.Spatial && option.Temporal <= slot.Target.Temporal);
            demand.Held = isHeld ? i : demand.Held;
        }
    }
}
