using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;

namespace Meetings.Media.Session.Outbound;

/// <summary>
/// Makes one continuous stream out of changing sources: sequence number, timestamp, picture id and TL0PICIDX go on where the last source
/// stopped (RFC 3550 section 5.1, RFC 7741 section 4.2). Each source's stay is an epoch: a set of constant differences.
/// </summary>
internal sealed class SlotTimeline
{
    private const int EpochsKept = 8;

    private readonly Epoch[] _epochs = new Epoch[EpochsKept];
    private readonly int _clockRate;
    private readonly uint _smallestStep;
    private int _epoch = -1;
    private long _highestSequence;
    private uint _lastTimestamp;
    private Instant _lastAt;
    private int _lastPictureId;
    private byte _lastTl0;
    private bool _sentAnything;

    /// <param name="firstSequence">Initial sequence number, 1 to 32767, so that the rollover counter begins at zero (RFC 3711 section 3.3.1).</param>
    public SlotTimeline(int clockRate, bool isAudio, ushort firstSequence, uint firstTimestamp, int firstPictureId)
    {
        _clockRate = clockRate;
        _smallestStep = (uint)(isAudio ? clockRate / 50 : clockRate / 30);
        _highestSequence = firstSequence - 1;
        _lastTimestamp = firstTimestamp;
        _lastPictureId = firstPictureId & 0x7fff;
    }

    /// <summary>Number of the running epoch; -1 before the first.</summary>
    public int CurrentEpoch => _epoch;

    public long HighestSequence => _highestSequence;

    /// <summary>First line of the running epoch's track that is forwarded.</summary>
    public long StartLine => Running.StartLine;

    private ref Epoch Running => ref _epochs[_epoch % EpochsKept];

    /// <summary>Lets the next source begin at this packet.</summary>
    public void Begin(Instant now, PublishedTrack track, long line, uint timestamp, int? pictureId, int? tl0)
    {
        uint next = _lastTimestamp;
        if (_sentAnything)
        {
            long elapsed = (long)((now - _lastAt).TotalSeconds * _clockRate);
            next += (uint)Math.Max(_smallestStep, elapsed);
        }

        _epoch++;
        Running = new Epoch
        {
            Track = track,
            StartLine = line,
            SequenceDelta = _highestSequence + 1 - line,
            TimestampDelta = next - timestamp,
            PictureIdDelta = pictureId is int p ? _lastPictureId + 1 - p & 0x7fff : 0,
            Tl0Delta = tl0 is int t ? (byte)(_lastTl0 + 1 - t) : (byte)0,
        };
    }

    /// <summary>Sequence number of a line of the running epoch; notes the newest for the next <see cref="Begin"/>.</summary>
    public long Advance(Instant now, long line, uint timestamp)
    {
        ref Epoch epoch = ref Running;
        long sequence = line + epoch.SequenceDelta;
        if (sequence > _highestSequence)
        {
            _highestSequence = sequence;
            _lastTimestamp = timestamp + epoch.TimestampDelta;
            _lastAt = now;
            _sentAnything = true;
        }

        return sequence;
    }

    /// <summary>The differences of an epoch still remembered.</summary>
    public bool TryGet(int number, out Epoch epoch)
    {
        bool kept = number >= 0 && number <= _epoch && _epoch - number < EpochsKept;
        epoch = kept ? _epochs[number % EpochsKept] : default;
        return kept;
    }

    /// <summary>Notes the picture a forwarded packet belongs to.</summary>
    public void NotePicture(int pictureId, byte tl0)
    {
        if (((pictureId - _lastPictureId) & 0x7fff) is > 0 and < 0x4000)
        {
            _lastPictureId = pictureId;
        }

        if ((byte)(tl0 - _lastTl0) is > 0 and < 0x80)
        {
            _lastTl0 = tl0;
        }
    }

    /// <summary>One source's stay: what is added to its numbers.</summary>
    internal struct Epoch
    {
        public PublishedTrack Track;
        public long StartLine;
        public long SequenceDelta;
        public uint TimestampDelta;
        public int PictureIdDelta;
        public byte Tl0Delta;
    }
}
