using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Inbound;

/// <summary>
/// Decides which missing packets to ask for again, and when (RFC 4585 section 3.5): a short wait for reordering, then once a round trip and an eighth,
/// a limited number of times. When too much is missing it gives up and asks for a key frame instead; what is missing before a key frame that has come
/// is worth neither.
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
    private long _keyFrame;
    private long _wholeKeyFrame;

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

    /// <summary>A key frame begins here: older packets may still come before all of it does, but giving them up is no reason to ask for another.</summary>
    public void KeyFrameBegins(long sequence) => _keyFrame = sequence;

    /// <summary>
    /// All of the key frame that begins here has come, and no decoder waits for older packets any more. They are asked for once at most, for a
    /// recording that would go on without a gap.
    /// </summary>
    public void KeyFrameIsWhole(long sequence) => _wholeKeyFrame = sequence;

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
            int tries = missing.Sequence < _wholeKeyFrame ? 1 : MaxTries;
            if (missing.Tries >= tries && now >= missing.AskAt || now - missing.Since > GiveUpAfter)
            {
                GaveUp |= missing.Sequence >= _keyFrame;
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
