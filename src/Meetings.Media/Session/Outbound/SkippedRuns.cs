namespace Meetings.Media.Session.Outbound;

/// <summary>
/// Pictures left out of a slot's stream in one epoch: by how much the numbers of the packets behind them move up, so that the receiver
/// sees no gap. A line that is still missing when something behind it is left out keeps its number: it may belong to a picture that is
/// wanted. Remembers the latest 64 runs, which is more than retransmission can look back.
/// </summary>
internal sealed class SkippedRuns
{
    private const int Kept = 64;

    private Run[] _runs = [];
    private int _count;
    private uint _timestamp;

    public void Clear() => _count = 0;

    /// <summary>Leaves out a line newer than all before.</summary>
    /// <param name="timestamp">Tells one picture from the next.</param>
    public void Add(long line, uint timestamp)
    {
        if (_runs.Length == 0)
        {
            _runs = new Run[Kept];
        }

        bool samePicture = _count > 0 && timestamp == _timestamp;
        if (_count > 0 && (samePicture || line == Last.Resume))
        {
            // Missing lines between two pieces of one picture are pieces of it, too.
            Last.Sequences += line + 1 - Last.Resume;
            Last.Pictures += samePicture ? 0 : 1;
            Last.Resume = line + 1;
            Last.LastTimestamp = timestamp;
        }
        else
        {
            (long sequences, int pictures) = _count > 0 ? (Last.Sequences, Last.Pictures) : (0, 0);
            _runs[_count++ % Kept] = new Run
            {
                From = line,
                Resume = line + 1,
                Sequences = sequences + 1,
                Pictures = pictures + 1,
                FirstTimestamp = timestamp,
                LastTimestamp = timestamp,
            };
        }

        _timestamp = timestamp;
    }

    /// <summary>How many sequence numbers and pictures were left out before this line; false when it was left out itself, or is too old.</summary>
    public bool TryShift(long line, out long sequences, out int pictures)
    {
        (sequences, pictures) = (0, 0);
        for (int i = _count - 1; i >= 0; i--)
        {
            if (_count - i > Kept)
            {
                return false;
            }

            ref readonly Run run = ref _runs[i % Kept];
            if (line >= run.Resume)
            {
                (sequences, pictures) = (run.Sequences, run.Pictures);
                return true;
            }

            if (line >= run.From)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a late packet is a piece of a picture whose other pieces were left out.</summary>
    public bool Holds(long line, uint timestamp)
    {
        for (int i = _count - 1; i >= 0 && _count - i <= Kept; i--)
        {
            ref readonly Run run = ref _runs[i % Kept];
            if (line < run.From ? timestamp == run.FirstTimestamp : timestamp == run.LastTimestamp)
            {
                return true;
            }

            if (line >= run.Resume)
            {
                return false;
            }
        }

        return false;
    }

    private ref Run Last => ref _runs[(_count - 1) % Kept];

    /// <summary>Lines from <see cref="From"/> up to but not including <see cref="Resume"/> are out; the sums hold from there on.</summary>
    private struct Run
    {
        public long From;
        public long Resume;
        public long Sequences;
        public int Pictures;
        public uint FirstTimestamp;
        public uint LastTimestamp;
    }
}
