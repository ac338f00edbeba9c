using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Conference.Taps;

/// <summary>
/// VP8 pictures of the best layer that comes. Begins, changes layer and goes on after a loss at key frames only, so that what is taken
/// can always be decoded. Pictures of other codecs are not taken.
/// </summary>
internal sealed class PictureTap(PublishedTrack track, ITapSink sink, TapClock clock) : SourceTap(track, sink, clock)
{
    /// <summary>A frame beyond this is given up; a 720p key frame has about 100 kB.</summary>
    private const int MaxFrame = 512 * 1024;

    /// <summary>Packets the ring surely still holds behind the newest.</summary>
    private const int Reach = 400;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<PublishedLayer, long> _skipped = [];
    private byte[] _frame = [];
    private int _length;
    private uint _timestamp;
    private bool _isKeyFrame;
    private (int, int) _size;
    private bool _inFrame;
    private PublishedLayer? _layer;
    private long _from = -1;

    public override void Read(Instant now)
    {
        if (!Track.HasStream || !Track.Allowed)
        {
            Lose();
            return;
        }

        Choose(now);
        if (_layer is null || _layer.Codec != MediaCodec.Vp8 || (Next < 0 && !TryBegin(now)))
        {
            return;
        }

        while (Next >= 0 && Next <= _layer.Highest)
        {
            if (_layer.Has(Next, out StoredPacket packet) && (Next < _layer.DiscontinuityAt || packet.StartsKeyFrame || Next > _layer.DiscontinuityAt))
            {
                Take(now, packet);
            }
            else if (Next == _layer.DiscontinuityAt || _layer.Highest - Next > Reach || !MayWait(now, Patience))
            {
                Lose();
            }
            else
            {
                return;
            }
        }
    }

    public override void Skip()
    {
        base.Skip();
        _inFrame = false;
        _from = _layer is { HasStream: true } layer ? layer.Highest + 1 : -1;
        foreach (PublishedLayer other in Track.Layers)
        {
            _skipped[other] = other.HasStream ? other.Highest + 1 : 0;
        }
    }

    /// <summary>The best layer that flows; a change waits for its key frame.</summary>
    private void Choose(Instant now)
    {
        PublishedLayer best = Track.Layers[^1];
        for (int i = Track.Layers.Count - 1; i > 0 && !best.IsFlowing(now); i--)
        {
            best = Track.Layers[i - 1];
        }

        Track.Demand.Want(now, Track.Layers[^1]);
        if (best == _layer)
        {
            return;
        }

        if (_layer is null || !_layer.IsFlowing(now) || KeyFrameOf(best) is { } line && best.Has(line, out _) && now - best.LastKeyFrame.At < Patience)
        {
            Lose();
            (_layer, _from) = (best, _skipped.GetValueOrDefault(best, -1));
        }
        else
        {
            best.KeyFrames.Want();
        }
    }

    private long? KeyFrameOf(PublishedLayer layer) =>
        layer.LastKeyFrame.Line is var line && line >= 0 && line >= layer.DiscontinuityAt && line >= _skipped.GetValueOrDefault(layer, -1) ? line : null;

    private bool TryBegin(Instant now)
    {
        // An older key frame would bring back what was taken already, from this layer or another.
        if (KeyFrameOf(_layer!) is { } line && line >= _from && now - _layer!.LastKeyFrame.At < Patience && _layer.Has(line, out _))
        {
            Next = line;
            return true;
        }

        if (_layer!.IsFlowing(now))
        {
            _layer.KeyFrames.Want();
        }

        return false;
    }

    private void Take(Instant now, in StoredPacket packet)
    {
        WaitingSince = Instant.Never;
        Next++;
        if (!Vp8Descriptor.TryParse(packet.Payload, out Vp8Descriptor descriptor))
        {
            return;
        }

        if ((packet.Mark & PacketMark.FrameStart) != 0)
        {
            (_inFrame, _length, _timestamp, _isKeyFrame) = (true, 0, packet.Timestamp, packet.StartsKeyFrame);
            _size = descriptor.TryGetKeyFrameSize(packet.Payload, out int width, out int height) ? (width, height) : default;
        }

        if (!_inFrame || packet.Timestamp != _timestamp)
        {
            return;
        }

        ReadOnlySpan<byte> bytes = packet.Payload[descriptor.Length..];
        if (_length + bytes.Length > MaxFrame)
        {
            Lose();
            return;
        }

        Append(bytes);
        if (!packet.Marker)
        {
            return;
        }

        _inFrame = false;
        if (!Give(now, _layer!, _timestamp, _isKeyFrame, _size, _frame.AsSpan(0, _length)))
        {
            Lose();
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _frame.Length)
        {
            Array.Resize(ref _frame, Math.Max(16 * 1024, 2 * (_length + bytes.Length)));
        }

        bytes.CopyTo(_frame.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>What follows cannot be decoded: go on with a key frame that is newer than anything taken.</summary>
    private void Lose()
    {
        if (Next < 0)
        {
            return;
        }

        _from = Next;
        Next = -1;
        _inFrame = false;
        WaitingSince = Instant.Never;
        MarkGap();
    }
}
