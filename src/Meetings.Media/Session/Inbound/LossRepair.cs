using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Inbound;

/// <summary>
/// Decides which missing packets to ask for again, and when (RFC 4585 section 3.5): a short wait for reordering, then once a round trip and an eighth,
/// a limited number of times. When too much is missing it gives up and asks for a key frame instead.
/// </summary>
internal sealed class LossRepair
{
    private const int MaxMissing = 256;
    private const int MaxTries = 10;
    private static readonly TimeSpan ReorderWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MinRetry = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMilliseconds(1500);

    private readonly Missing[] _missing = new Missing[MaxMissing];
    private int _count;

    /// <summary>Set when packets were given up; the owner asks for a key frame and clears it.</summary>
    public bool GaveUp { get; set; }

    public bool HasMissing => _count > 0;

    /// <summary>Notes that everything between two arrived packets is missing.</summary>
    public void NoteGap(Instant now, long firstMissing, long pastLast)
    {
        if (pastLast - firstMissing + _count > MaxMissing)
        {
            _count = 0;
            GaveUp = true;
            return;
        }

        for (long sequence = firstMissing; sequence < pastLast; sequence++)
        {
            _missing[_count++] = new Missing { Sequence = sequence, Since = now, AskAt = now + ReorderWait };
        }
    }

    /// <summary>A packet filled its gap. Returns the time of our only request for it, to measure the round trip; or <c>Never</c>.</summary>
    public Instant NoteArrived(long sequence)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_missing[i].Sequence == sequence)
            {
                Instant asked = _missing[i].Tries == 1 ? _missing[i].LastAsked : Instant.Never;
                RemoveAt(i);
                return asked;
            }
        }

        return Instant.Never;
    }

    /// <summary>Drops what is older than this; a key frame made it useless.</summary>
    public void ForgetBefore(long sequence)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_missing[i].Sequence >= sequence)
            {
                _missing[kept++] = _missing[i];
            }
        }

        _count = kept;
    }

    public void Reset() => _count = 0;

    /// <summary>Writes the low 16 bits of the sequence numbers to ask for now, ascending.</summary>
    public int CollectDue(Instant now, TimeSpan roundTrip, Span<ushort> due)
    {
        int found = 0;
        TimeSpan whole = roundTrip + roundTrip / 8; // the answer may be a little late itself
        TimeSpan retry = whole > MinRetry ? whole : MinRetry;
        for (int i = 0; i < _count && found < due.Length;)
        {
            ref Missing missing = ref _missing[i];
            if (missing.Tries >= MaxTries && now >= missing.AskAt || now - missing.Since > GiveUpAfter)
            {
                GaveUp = true;
                RemoveAt(i);
                continue;
            }

            if (now >= missing.AskAt)
            {
                missing.Tries++;
                missing.LastAsked = now;
                missing.AskAt = now + retry;
                due[found++] = (ushort)missing.Sequence;
            }

            i++;
        }

        return found;
    }

    private void RemoveAt(int index)
    {
        _count--;
        _missing.AsSpan(index + 1, _count - index).CopyTo(_missing.AsSpan(index)); // order is kept: NACK packs neighbours into one entry
    }

    private struct Missing
    {
        public long Sequence;
        public Instant Since;
        public Instant AskAt;
        public Instant LastAsked;
        public int Tries;
    }
}
