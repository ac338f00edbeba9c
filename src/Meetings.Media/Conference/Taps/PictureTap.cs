using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Conference.Taps;

/// <summary>
/// Pictures of the best layer that comes, VP8 or H.264. Begins, changes layer and goes on after a loss at key frames only, so that what is
/// taken can always be decoded, and asks for one now and then, so that a player can begin in the middle.
/// </summary>
internal sealed class PictureTap(PublishedTrack track, ITapSink sink, TapClock clock) : SourceTap(track, sink, clock)
{
    /// <summary>Packets the ring surely still holds behind the newest.</summary>
    private const int Reach = 400;

    /// <summary>Packets of a key frame that may stand before the one that was recognised first.</summary>
    private const int Before = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Browsers send key frames only when asked: this is how far a player has to decode when it begins in the middle.</summary>
    private static readonly TimeSpan KeyFrameEvery = TimeSpan.FromSeconds(10);

    private readonly Dictionary<PublishedLayer, long> _skipped = [];
    private readonly Vp8PictureBuilder _vp8 = new();
    private readonly H264PictureBuilder _h264 = new();
    private PictureBuilder? _builder;
    private bool _mustBeKey = true;
    private int _lacks;
    private Instant _lackedAt;
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
        if (_layer is null || (Next < 0 && !TryBegin(now)))
        {
            return;
        }

        if (now - _layer.LastKeyFrame.At > KeyFrameEvery && _layer.IsFlowing(now))
        {
            _layer.KeyFrames.Want();
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
        _builder = null;
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
        if (KeyFrameOf(_layer!) is { } line && line >= _from && now - _layer!.LastKeyFrame.At < Patience && _layer.Has(line, out StoredPacket packet))
        {
            Next = (packet.Mark & PacketMark.H264) != 0 ? StartOf(line, packet.Timestamp) : line;
            (_builder, _mustBeKey) = (null, true);
            return true;
        }

        // Who tells parameter sets by another way will do so again: asked once more at once, then seldom.
        if (_layer!.IsFlowing(now) && (_lacks < 2 || now - _lackedAt > KeyFrameEvery))
        {
            _layer.KeyFrames.Want();
        }

        return false;
    }

    /// <summary>H.264 marks the packet that came first: when parameter sets were overtaken they stand before it.</summary>
    private long StartOf(long line, uint timestamp)
    {
        long least = Math.Max(line - Before, Math.Max(_from, _layer!.DiscontinuityAt));
        while (line > least && _layer.Has(line - 1, out StoredPacket earlier) && earlier.Timestamp == timestamp)
        {
            line--;
        }

        return line;
    }

    private void Take(Instant now, in StoredPacket packet)
    {
        WaitingSince = Instant.Never;
        _mustBeKey |= Next == _layer!.DiscontinuityAt;
        if (packet.Payload.IsEmpty)
        {
            Next++;
            return;
        }

        PictureBuilder builder = (packet.Mark & PacketMark.H264) != 0 ? _h264 : _vp8;
        if (_builder != builder)
        {
            builder.Clear();
            _builder = builder;
        }

        if (!TryGive(now, builder, builder.EndBefore(packet)))
        {
            Lose();
            return;
        }

        Next++;
        if (!TryGive(now, builder, builder.Add(packet)))
        {
            Lose();
        }
    }

    /// <summary>False when what follows cannot be decoded.</summary>
    private bool TryGive(Instant now, PictureBuilder builder, PictureStep step)
    {
        if (step == PictureStep.Whole && (builder.IsKeyFrame || !_mustBeKey))
        {
            (_mustBeKey, _lacks) = (false, 0);
            return Give(now, _layer!, builder.Timestamp, builder.IsKeyFrame, builder.Format, builder.Frame);
        }

        if (step == PictureStep.Whole && builder.LacksParameters)
        {
            (_lacks, _lackedAt) = (_lacks + 1, now);
        }

        return step == PictureStep.More;
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
        _builder = null;
        WaitingSince = Instant.Never;
        MarkGap();
    }
}
