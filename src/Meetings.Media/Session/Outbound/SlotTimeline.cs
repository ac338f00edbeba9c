using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;

namespace Meetings.Media.Session.Outbound;

/// <summary>
/// Makes one continuous stream out of changing sources: sequence number, timestamp, picture id and TL0PICIDX go on where the last source
/// stopped (RFC 3550 section 5.1, RFC 7741 section 4.2). Each stay of a layer is an epoch, a set of constant differences; pictures
/// left out inside it close up behind themselves (<see cref="SkippedRuns"/>).
/// </summary>
internal sealed class SlotTimeline
{
    private const int EpochsKept = 8;

    private readonly Epoch[] _epochs = new Epoch[EpochsKept];
    private readonly SkippedRuns _skipped = new();
    private readonly int _clockRate;
    private readonly uint _smallestStep;
    private int _epoch = -1;
    private long _highestSequence;
    private uint _lastTimestamp;
    private uint _lastTicks;
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

    /// <summary>First line of the running epoch's layer that is forwarded.</summary>
    public long StartLine => Running.StartLine;

    /// <summary>Newest line of the running epoch that was sent or left out.</summary>
    public long HighestLine { get; private set; }

    /// <summary>Timestamp of the newest packet sent.</summary>
    public uint LastTimestamp => _lastTimestamp;

    private ref Epoch Running => ref _epochs[_epoch % EpochsKept];

    /// <summary>Lets the next source or layer begin at this packet.</summary>
    /// <param name="aligned">
    /// Where its timestamp belongs on the slot's line, when another layer of the same picture was shown before and sender reports tell
    /// how the two clocks stand (RFC 3550 section 6.4.1); null: the time passed says it.
    /// </param>
    public void Begin(Instant now, PublishedLayer layer, in StoredPacket first, PictureNumbers? picture, uint? aligned)
    {
        uint next = _lastTimestamp;
        if (_sentAnything)
        {
            long elapsed = (long)((now - _lastAt).TotalSeconds * _clockRate);
            next += aligned is uint at && Math.Abs((int)(at - _lastTimestamp) - elapsed) < _clockRate
                ? (uint)Math.Max(Math.Max(_clockRate / 1000, _lastTicks), (int)(at - _lastTimestamp))
                : (uint)Math.Max(Math.Max(_smallestStep, _lastTicks), elapsed);
        }

        _epoch++;
        _skipped.Clear();
        HighestLine = first.Sequence - 1;
        Running = new Epoch
        {
            Layer = layer,
            StartLine = first.Sequence,
            SequenceDelta = _highestSequence + 1 - first.Sequence,
            TimestampDelta = next - first.Timestamp,
            PictureIdDelta = picture is { PictureId: int p } ? _lastPictureId + 1 - p & 0x7fff : 0,
            Tl0Delta = picture is { Tl0: int t } ? (byte)(_lastTl0 + 1 - t) : (byte)0,
        };
    }

    /// <summary>Where a line of the running epoch stands in the slot's stream; false for what was left out, or is too old to tell.</summary>
    public bool TryPlace(long line, out Placement placement)
    {
        ref Epoch epoch = ref Running;
        placement = default;
        if (!_skipped.TryShift(line, out long sequences, out int pictures))
        {
            return false;
        }

        placement = new Placement(line + epoch.SequenceDelta - sequences, epoch.PictureIdDelta - pictures, epoch.TimestampDelta, epoch.Tl0Delta);
        return true;
    }

    /// <summary>Notes a packet as sent; the newest is where the next <see cref="Begin"/> goes on.</summary>
    /// <param name="ticks">How long the sound in it is, in timestamps: what comes next begins behind it. 0 for pictures.</param>
    public void NoteSent(Instant now, long line, in Placement placement, uint timestamp, int ticks)
    {
        HighestLine = Math.Max(HighestLine, line);
        if (placement.Sequence > _highestSequence)
        {
            _highestSequence = placement.Sequence;
            _lastTimestamp = timestamp;
            _lastTicks = (uint)ticks;
            _lastAt = now;
            _sentAnything = true;
        }
    }

    /// <summary>Leaves out the newest line: what follows moves up by one.</summary>
    public void Skip(long line, uint timestamp)
    {
        _skipped.Add(line, timestamp);
        HighestLine = line;
    }

    /// <summary>Whether a late packet belongs to a picture that was left out.</summary>
    public bool WasSkipped(long line, uint timestamp) => _skipped.Holds(line, timestamp);

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

    /// <summary>One layer's stay: what is added to its numbers.</summary>
    internal struct Epoch
    {
        public PublishedLayer Layer;
        public long StartLine;
        public long SequenceDelta;
        public uint TimestampDelta;
        public int PictureIdDelta;
        public byte Tl0Delta;
    }
}

/// <summary>Picture numbers of a packet as the publisher counts them (RFC 7741 section 4.2); null where it does not.</summary>
internal readonly record struct PictureNumbers(int? PictureId, int? Tl0);

/// <summary>A packet's place in a slot's stream, and what is added to its other numbers.</summary>
internal readonly record struct Placement(long Sequence, int PictureIdDelta, uint TimestampDelta, byte Tl0Delta);
