using Meetings.Media.Primitives;
using Meetings.Media.Wire.Rtcp;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// What the line to one peer carries, told from its transport-wide feedback: a standing queue or more loss than the line always has bring
/// the estimate to what still arrives, a calm and used line raises it by some percent a second, and probes raise it in leaps. Bits per
/// second on the wire, IP and UDP headers included.
/// </summary>
internal sealed class BandwidthEstimator
{
    /// <summary>Taken for an unknown line, bit/s.</summary>
    public const long DefaultStart = 300_000;

    /// <summary>Never below: whatever a line carries, a little must be sent to see it recover.</summary>
    public const long Least = 10_000;

    /// <summary>Never above.</summary>
    public const long Most = 20_000_000;

    private const double Beta = 0.92;
    private const double DeepestFall = 0.5;
    private const double RisePerSecond = 0.08;

    /// <summary>More than this above what arrives nothing is known, and probes find out faster.</summary>
    private const double MostAboveUse = 1.25;
    private const double LongestQueue = 1500;

    /// <summary>A line that carries the sound calmly carries this much more: a voice of 21 kbit/s stands on the rung of speech.</summary>
    private const double AboveSound = 1.4;
    private const double MostAboveSound = 10_000;
    private const int ShortWindow = 150;
    private const int LongWindow = 500;
    private static readonly TimeSpan NoFeedback = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstTry = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan TriedFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FallEvery = TimeSpan.FromMilliseconds(500);

    private readonly SentPackets _sent;
    private readonly LostReports _untold;
    private readonly ArrivalRate _arrivals = new();
    private readonly LossShare _loss = new();
    private readonly ProbeClusters _probes;
    private readonly StretchedProbe _thinProbe = new();
    private readonly SoundClimb _climb = new();
    private QueueDelay _queue = new();
    private RateMeter _sending;
    private double _estimate = DefaultStart;
    private Instant _lastFeedback = Instant.Never;
    private Instant _lastSent = Instant.Never;
    private Instant _lastDecrease = new(long.MinValue / 2);
    private int _decreases;
    private bool _queueStands;
    private bool _isTried;
    private bool _hasFallen;
    private double _beforeSilence;
    private Instant _firstSent = Instant.Never;
    private Instant _movedAt = new(long.MinValue / 2);

    public BandwidthEstimator(SentPackets sent)
    {
        _sent = sent;
        _untold = new LostReports(sent);
        _probes = new ProbeClusters();
    }

    /// <summary>What the line is taken to carry, bit/s.</summary>
    public long Estimate => (long)_estimate;

    /// <summary>What may be sent now, bit/s: less than the estimate while a queue has to drain.</summary>
    public long Usable => !_queueStands ? Estimate : (long)Math.Max(Least, _estimate * Math.Clamp(1 - _queue.Milliseconds / 800, 0.3, 1));

    /// <summary>
    /// Nothing but sound is sent, which is sent whatever the estimate says: a queue is hardly ours, and all that is known of the line is that it
    /// carries the sound.
    /// </summary>
    public bool IsSoundOnly { get; set; }

    /// <summary>Padding may be sent to try the line; false where no slot can carry it or no picture is wanted.</summary>
    public bool MayTry { get; set; } = true;

    /// <summary>Whether the estimate comes from the line and not from a guess: where only sound is sent, it says no more than what that may take.</summary>
    public bool IsMeasured => HasFeedback && !ClimbsBySound;

    /// <summary>How much of what is sent is sound, bit/s.</summary>
    public long SoundSent { get; set; }

    /// <summary>Whether the peer has ever sent transport-wide feedback.</summary>
    public bool HasFeedback => _lastFeedback != Instant.Never;

    /// <summary>Milliseconds that packets wait on the way.</summary>
    public double QueueMilliseconds => _queue.Milliseconds;

    /// <summary>Share lost on the way to the peer in the last window, 0 to 1.</summary>
    public double Loss => _loss.Latest;

    /// <summary>Share the line always loses, 0 to 0.40.</summary>
    public double UsualLoss => _loss.Usual;

    /// <summary>
    /// Whether the line is known from before, was tried once, or tells nothing. Until then nothing but sound should be sent: a picture would fill
    /// the queue of a thin line just while somebody joins.
    /// </summary>
    public bool IsTried(Instant now) => _isTried || _firstSent != Instant.Never && now - _firstSent > FirstTry;

    /// <summary>Starts from what is known of the line; without effect once feedback has come.</summary>
    public void Start(long bitsPerSecond)
    {
        if (!HasFeedback)
        {
            _estimate = Math.Clamp(bitsPerSecond, Least, Most);
            _isTried = true;
        }
    }

    /// <summary>
    /// The path changed (another address): what is known of the old one counts as a guess. Its delay says nothing of a queue on the new one, nor do
    /// packets that were lost on it.
    /// </summary>
    public void Restart(Instant now)
    {
        _probes.Restart();
        _thinProbe.Restart();
        _climb.Restart();
        (_queue, _queueStands, _decreases, _movedAt) = (new QueueDelay(), false, 0, now);
    }

    /// <summary>A numbered packet leaves.</summary>
    public void Sent(Instant now, int wireBytes, byte cluster)
    {
        _sent.Note(now, wireBytes, cluster);
        _sending.Add(now, wireBytes);
        _lastSent = now;
        _firstSent = Instant.Min(_firstSent, now);
        if (cluster != 0)
        {
            _probes.Sent(now, cluster, wireBytes);
        }
    }

    public void Receive(Instant now, in TransportFeedback feedback, TimeSpan roundTrip)
    {
        const int Most = 2048;
        int seen = 0;
        bool any = false;
        while (_untold.TryTakeUntold(out SentPackets.Sent gone, out double perhaps))
        {
            Arrived(gone, perhaps, (int)(gone.Bytes * (1 - _loss.Usual)));
        }

        _untold.Begin();
        foreach (TransportFeedback.Status status in feedback)
        {
            if (++seen > Most)
            {
                break;
            }

            if (!_sent.TryFind(status.Sequence, out SentPackets.Sent sent))
            {
                continue;
            }

            any = true;
            double arrival = status.ArrivalTicks * (TransportFeedback.TickNanoseconds / 1e6);
            if (status.IsReceived)
            {
                _untold.Told(sent, arrival);
                Arrived(sent, arrival, sent.Bytes);
            }

            if (sent.At >= _movedAt)
            {
                Weigh(now, sent, status.IsReceived ? arrival : null);
            }

            _sent.Settle(sent.Sequence, status.IsReceived);
        }

        if (any)
        {
            Update(now, roundTrip);
        }
    }

    /// <summary>What became of a packet on the path of now, for queue and loss.</summary>
    /// <param name="arrival">The peer's clock, ms; null when it did not arrive.</param>
    private void Weigh(Instant now, in SentPackets.Sent packet, double? arrival)
    {
        if (arrival is double at)
        {
            _queue.Add(packet.At.Milliseconds, at - packet.At.Milliseconds);
        }

        if (!packet.WasLost)
        {
            _loss.Add(now, lost: arrival is null);
        }
        else if (arrival is not null)
        {
            _loss.TakeBack(now);
        }
    }

    private void Arrived(in SentPackets.Sent packet, double arrival, int bytes)
    {
        _arrivals.Add(arrival, bytes);
        _thinProbe.Arrived(packet.At, arrival, bytes);
        if (packet.Cluster != 0)
        {
            _probes.Arrived(packet.Cluster, arrival, bytes);
        }
    }

    /// <summary>
    /// Time passes without feedback: a line that tells nothing while it is sent to has gone bad; one that is not sent to is empty, and must not
    /// stay shut by what was last heard of it.
    /// </summary>
    public void Pass(Instant now, TimeSpan roundTrip)
    {
        if (IsIdle(now))
        {
            _queue.Drained();
            _queueStands = false;
            _probes.Hurry();
        }

        if (HasFeedback && _lastSent > _lastFeedback && now - _lastSent < NoFeedback && now - _lastFeedback > NoFeedback + roundTrip
            && now - _lastDecrease > FallEvery)
        {
            (_lastDecrease, _beforeSilence) = (now, Math.Max(_beforeSilence, _estimate));
            double known = CarriesSound ? ProvenBySound(_sending.BitsPerSecond(now)) : Least; // the way back may be what has gone bad
            _estimate = Math.Max(Least, Math.Max(Math.Min(_estimate, known), _estimate * 0.7));
            _climb.Fell(0);
            Failed(now);
        }
    }

    /// <summary>Bytes of padding to send as a probe now; 0 for none.</summary>
    /// <param name="demand">What would be sent if the line carried it, bit/s.</param>
    /// <param name="cluster">The burst it belongs to; 0 for padding that only joins what is sent.</param>
    public int TakeProbe(Instant now, long demand, out byte cluster)
    {
        cluster = 0;
        if (!HasFeedback)
        {
            bool isSilent = _firstSent != Instant.Never && now - _firstSent > TriedFor;
            return isSilent ? 0 : _probes.TakeFirst(now, _estimate, demand, out cluster);
        }

        bool calm = IsIdle(now) || !_queue.IsStanding && !_loss.IsNew && now - _lastFeedback < NoFeedback;
        return !calm ? 0
            : _estimate < StretchedProbe.ThinBelow && _probes.ShownLimit < 2 * StretchedProbe.ThinBelow
                ? _thinProbe.Take(now, _estimate, _sending.BitsPerSecond(now), demand)
            : _probes.Take(now, _estimate, demand, out cluster);
    }

    private bool ClimbsBySound => IsSoundOnly && !MayTry;

    private bool IsIdle(Instant now) => _lastSent != Instant.Never && now - _lastSent > NoFeedback;

    private void Update(Instant now, TimeSpan roundTrip)
    {
        _queue.Update();
        TimeSpan since = _lastFeedback == Instant.Never ? TimeSpan.Zero : now - _lastFeedback;
        _lastFeedback = now;
        if (_beforeSilence > 0)
        {
            _probes.Fell(now, _beforeSilence, _estimate); // heard again: what was carried before the silence is tried once
            _beforeSilence = 0;
        }

        bool lossy = _loss.Close(now, _queueStands) && _loss.IsNew;
        if (_queue.IsStanding)
        {
            _queueStands = true;
            _thinProbe.Failed(now);
            if (!_queue.IsDraining && MayFall(now, roundTrip))
            {
                Fall(now, 1); // a queue has to drain, too
            }
        }
        else if (lossy && MayFall(now, roundTrip))
        {
            Fall(now, Gain);
        }
        else
        {
            if (_queue.IsCalm)
            {
                _queueStands = false;
                _decreases = 0;
            }

            if (!_loss.IsNew && !_queueStands)
            {
                Rise(now, since, roundTrip);
                _estimate = ClimbsBySound ? _climb.Calm(now, since, _estimate, _sending.BitsPerSecond(now)) : _estimate;
            }
        }

        if (IsSoundOnly && CarriesSound)
        {
            _estimate = Math.Max(_estimate, Math.Min(ProvenBySound(_sending.BitsPerSecond(now)), StretchedProbe.ThinBelow));
        }

        if (_probes.TryGetResult(now, _loss.Usual, out double probed))
        {
            // The first burst says whether the guess at the start was too high. Once the line itself has said so, a burst that jitter drew apart knows less.
            if (probed > _estimate ? !_queueStands || !_isTried : !_isTried && !_hasFallen)
            {
                _estimate = Math.Clamp(probed, Least, Most);
            }

            _isTried = true;
        }

        if (_thinProbe.TryGetResult(now, roundTrip, _loss.Usual, out probed) && !_queueStands && probed > _estimate)
        {
            _estimate = probed;
        }
    }

    private void Failed(Instant now)
    {
        _probes.Failed(now);
        _thinProbe.Failed(now);
    }

    private bool MayFall(Instant now, TimeSpan roundTrip) => now - _lastDecrease > roundTrip + TimeSpan.FromMilliseconds(ShortWindow);

    /// <summary>So many times what arrives has left: what the line always loses is lost of any rate.</summary>
    private double Gain => 1 / (1 - _loss.Usual);

    /// <param name="gain">Undoes the loss that the line always has.</param>
    private void Fall(Instant now, double gain)
    {
        if (!_arrivals.IsKnown)
        {
            return;
        }

        double sending = Math.Max(_sending.BitsPerSecond(now), 1);
        double target = ClimbsBySound && _climb.Fell(sending) ? _arrivals.Over(LongWindow) * gain * Beta : FallTo(sending, gain);
        if (CarriesSound)
        {
            target = Math.Max(target, ProvenBySound(sending));
        }

        if (target < _estimate)
        {
            _probes.Fell(now, _estimate, target);
            (_estimate, _hasFallen) = (Math.Max(Least, target), true);
        }
        else if (sending < 0.9 * _estimate && ++_decreases >= 3)
        {
            _queue.Accept(); // sending less than the line carries, and a queue all the same
        }

        _lastDecrease = now;
        Failed(now);
    }

    private double FallTo(double sending, double gain)
    {
        double arriving = _arrivals.Carried(ShortWindow, LongWindow, out bool isHoled) * gain;
        double target = Math.Max(arriving * Beta, isHoled ? _estimate * DeepestFall : 0);
        if (arriving > 0.9 * sending && sending < 0.5 * _estimate || IsSoundOnly && CarriesSound)
        {
            target = Math.Max(target, _estimate * 0.85); // all arrives and it is little: the queue is a hiccup, or not ours
        }

        // On a thin line too few packets tell at once how deep.
        return _estimate < StretchedProbe.ThinBelow ? Math.Max(target, _estimate * DeepestFall) : target;
    }

    /// <summary>A line too narrow for the sound loses much of it, or keeps it ever longer.</summary>
    private bool CarriesSound => !_loss.IsHeavy && _queue.Milliseconds < LongestQueue;

    private double ProvenBySound(double sending)
    {
        double sound = Math.Min(SoundSent, sending);
        sound = ClimbsBySound && _climb.HasFailed ? Math.Min(sound, _climb.Carried) : sound;
        return Math.Min(AboveSound * sound, sound + MostAboveSound);
    }

    private void Rise(Instant now, TimeSpan since, TimeSpan roundTrip)
    {
        // On a thin line what is lost is too few packets to count on.
        double arriving = _arrivals.Over(LongWindow) * (_estimate < StretchedProbe.ThinBelow ? 1 : Gain);
        if (arriving < 0.6 * _estimate)
        {
            return; // hardly used: nothing is known about more
        }

        double seconds = Math.Min(since.TotalSeconds, 1);
        double packetEachTrip = 9600 / (roundTrip.TotalSeconds + 0.1);
        double rise = Math.Min(_estimate * RisePerSecond, Math.Max(packetEachTrip, _estimate * RisePerSecond / 2)) * seconds;
        _estimate = Math.Clamp(_estimate + rise, _estimate, Math.Max(_estimate, Math.Min(Most, MostAboveUse * arriving + 10_000)));
    }
}
