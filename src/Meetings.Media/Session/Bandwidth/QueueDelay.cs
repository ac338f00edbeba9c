namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// How long packets wait in queues on the way to a peer: the least delay of the latest packets above the least delay ever. Jitter only adds
/// to a delay and a queue adds to every one, so the least of a dozen packets tells a queue from jitter, and the first packet of a picture
/// from the burst it leads. What is left of jitter is learnt as noise.
/// </summary>
internal sealed class QueueDelay
{
    private const int Steps = 128;
    private const double StepMilliseconds = 10;
    private const double WindowMilliseconds = 80;
    private const double LongestWindow = 1000;
    private const int EnoughPackets = 12;
    private const double BaseLasts = 15_000;
    private const double LeastThreshold = 25;
    private const double MostThreshold = 120;
    private const double Learn = 0.05;
    private const double LearnUp = 0.01;

    private readonly Step[] _steps = new Step[Steps];
    private long _newest = -1;
    private double _base = double.MaxValue;
    private double _nextBase = double.MaxValue;
    private double _baseAt;
    private double _mean;
    private double _deviation;
    private double _foreign;
    private double _last;

    /// <summary>Milliseconds that packets wait now.</summary>
    public double Milliseconds { get; private set; }

    /// <summary>Above this a queue is taken to stand, ms.</summary>
    public double Threshold => Math.Max(_foreign, Math.Clamp(_mean + 4 * _deviation + 8, LeastThreshold, MostThreshold));

    public bool IsStanding => Milliseconds > Threshold;

    /// <summary>No queue stands, and none has just been standing.</summary>
    public bool IsCalm => Milliseconds < Math.Max(Threshold / 2, Math.Min(_mean + 2 * _deviation, MostThreshold));

    /// <summary>Shrinking by itself: what was done helps, or others have left.</summary>
    public bool IsDraining { get; private set; }

    /// <param name="sent">Our clock, ms.</param>
    /// <param name="delay">Arrival on the peer's clock less sending on ours, ms: true but for a constant.</param>
    public void Add(double sent, double delay)
    {
        long number = (long)(sent / StepMilliseconds);
        ref Step step = ref _steps[number & (Steps - 1)];
        if (step.Number != number || step.Count == 0)
        {
            step = new Step { Number = number, Least = delay };
        }

        step.Count++;
        step.Least = Math.Min(step.Least, delay);
        _newest = Math.Max(_newest, number);
        if (sent - _baseAt > BaseLasts)
        {
            (_base, _nextBase, _baseAt) = (_nextBase, double.MaxValue, sent);
        }

        _base = Math.Min(_base, delay);
        _nextBase = Math.Min(_nextBase, delay);
    }

    /// <summary>After all packets of one report were added.</summary>
    public void Update()
    {
        _last = Milliseconds;
        double least = double.MaxValue;
        int packets = 0;
        for (long number = _newest; number > _newest - Steps && number >= 0; number--)
        {
            ref Step step = ref _steps[number & (Steps - 1)];
            double age = (_newest - number) * StepMilliseconds;
            if (packets >= EnoughPackets && age >= WindowMilliseconds || age >= LongestWindow)
            {
                break;
            }

            if (step.Number == number && step.Count > 0)
            {
                least = Math.Min(least, step.Least);
                packets += step.Count;
            }
        }

        Milliseconds = packets == 0 ? 0 : Math.Max(0, least - _base);
        IsDraining = Milliseconds < _last - 1;
        if (!IsStanding)
        {
            // Up more slowly than down: a queue that grows little by little must not pass for noise.
            double off = Math.Abs(Milliseconds - _mean);
            _mean += (Milliseconds - _mean) * (Milliseconds > _mean ? LearnUp : Learn);
            _deviation += (off - _deviation) * (off > _deviation ? LearnUp : Learn);
            _foreign *= 0.98;
        }
    }

    /// <summary>Nothing has been sent for so long that no queue of ours can stand.</summary>
    public void Drained() => (Milliseconds, IsDraining) = (0, false);

    /// <summary>Sending less does not help: others fill the queue. Lives with it, or their greed would starve this peer.</summary>
    public void Accept() => _foreign = Math.Min(2 * MostThreshold, Milliseconds * 1.2);

    private struct Step
    {
        public long Number;
        public double Least;
        public int Count;
    }
}
