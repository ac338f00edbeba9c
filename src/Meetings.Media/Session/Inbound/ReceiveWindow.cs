namespace Meetings.Media.Session.Inbound;

/// <summary>Which of the latest sequence numbers have arrived: tells duplicates, late ones and gaps apart.</summary>
internal sealed class ReceiveWindow
{
    /// <summary>How far behind the newest a packet may be and still count.</summary>
    public const int Size = 2048;

    private readonly ulong[] _bits = new ulong[Size / 64];

    public long Highest { get; private set; } = -1;

    public bool IsEmpty => Highest < 0;

    /// <summary>Forgets everything; the next packet is the first.</summary>
    public void Reset()
    {
        Array.Clear(_bits);
        Highest = -1;
    }

    public Arrival Record(long sequence)
    {
        if (IsEmpty)
        {
            Highest = sequence;
            Set(sequence);
            return Arrival.Newest;
        }

        if (sequence > Highest)
        {
            if (sequence - Highest >= Size)
            {
                Array.Clear(_bits);
            }
            else
            {
                for (long gap = Highest + 1; gap < sequence; gap++)
                {
                    Unset(gap);
                }
            }

            Highest = sequence;
            Set(sequence);
            return Arrival.Newest;
        }

        if (Highest - sequence >= Size)
        {
            return Arrival.TooLate;
        }

        if (Has(sequence))
        {
            return Arrival.Duplicate;
        }

        Set(sequence);
        return Arrival.Late;
    }

    public bool Has(long sequence) => (_bits[(int)((sequence % Size) / 64)] >> (int)(sequence & 63) & 1) != 0;

    private void Set(long sequence) => _bits[(int)((sequence % Size) / 64)] |= 1UL << (int)(sequence & 63);

    private void Unset(long sequence) => _bits[(int)((sequence % Size) / 64)] &= ~(1UL << (int)(sequence & 63));
}

/// <summary>How a packet stands to those before it.</summary>
internal enum Arrival
{
    Newest,
    Late,
    Duplicate,
    TooLate,
}
