namespace Meetings.Media.Tests.Simulation;

/// <summary>
/// Plays a slot's pictures as Chromium does: a frame is decoded when all its packets are there, what it depends on was decoded, and nothing newer
/// was; who waits asks for a key frame, every 200 ms before the first picture and every 3 s later.
/// </summary>
public sealed class SimulatedDecoder
{
    private const long BeforeFirst = 200_000_000;
    private const long Later = 3_000_000_000;

    private readonly HashSet<(int Publisher, int Frame)> _decoded = [];
    private readonly SortedDictionary<long, (SlotReception.Piece Piece, long Last)> _complete = [];
    private long _newest = -1;
    private int _publisher = -1;
    private long _waitingSince = -1;

    /// <summary>When each frame was decoded, in order: clock, publisher and number.</summary>
    public List<(long At, int Publisher, int Frame)> Frames { get; } = [];

    /// <summary>Requests for a key frame made.</summary>
    public int Requests { get; private set; }

    /// <summary>Highest sequence number of what was decoded: nothing before is of use any more.</summary>
    public long DecodedUpTo { get; private set; } = -1;

    /// <summary>A packet of a picture came.</summary>
    public void Note(long now, long sequence, IReadOnlyDictionary<long, SlotReception.Piece> pieces)
    {
        _waitingSince = _waitingSince < 0 ? now : _waitingSince;
        long first = sequence;
        for (; pieces.TryGetValue(first, out SlotReception.Piece? piece) && !piece.Starts; first--)
        {
        }

        long last = sequence;
        for (; pieces.TryGetValue(last, out SlotReception.Piece? piece) && !piece.Marker; last++)
        {
        }

        if (!pieces.TryGetValue(first, out SlotReception.Piece? start) || !pieces.ContainsKey(last) || first <= _newest)
        {
            return;
        }

        _complete.TryAdd(first, (start, last));
        while (TryDecodeNext(now))
        {
        }
    }

    /// <summary>Whether a key frame is to be asked for now.</summary>
    public bool TakeRequest(long now)
    {
        if (_waitingSince < 0 || now - _waitingSince < (Frames.Count == 0 ? BeforeFirst : Later))
        {
            return false;
        }

        _waitingSince = now;
        Requests++;
        return true;
    }

    private bool TryDecodeNext(long now)
    {
        foreach ((long first, (SlotReception.Piece piece, long last)) in _complete)
        {
            bool isReady = piece.Key || piece.Publisher == _publisher && Has(piece.Publisher, piece.Needs.Item1) && Has(piece.Publisher, piece.Needs.Item2);
            if (!isReady)
            {
                continue;
            }

            foreach (long gone in _complete.Keys.TakeWhile(k => k <= first).ToArray())
            {
                _complete.Remove(gone);
            }

            if (piece.Key)
            {
                _decoded.Clear();
            }

            _decoded.Add((piece.Publisher, piece.Frame));
            Frames.Add((now, piece.Publisher, piece.Frame));
            (_publisher, _newest, DecodedUpTo, _waitingSince) = (piece.Publisher, first, last, now);
            return true;
        }

        return false;
    }

    private bool Has(int publisher, int frame) => frame < 0 || _decoded.Contains((publisher, frame));
}
