using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Session.Inbound;

/// <summary>
/// One published source of a peer (its microphone, camera or screen), in one layer or several: the same picture in several sizes, each an
/// RTP stream of its own (simulcast, RFC 8853). What is true of all its layers together stands here.
/// </summary>
internal sealed class PublishedTrack
{
    private const int AudioRingBytes = 48 * 1024;
    private const int VideoRingBytes = 512 * 1024;
    private const int LowerRingBytes = 160 * 1024;

    private readonly List<PublishedLayer> _layers = new(LayerTarget.MaxSpatial);
    private MediaCodec? _expected;
    private Instant _expectedAt;

    public PublishedTrack(PeerId publisher, NegotiatedMedia media)
    {
        Publisher = publisher;
        Media = media;
        SetLayers();
    }

    public PeerId Publisher { get; }

    /// <summary>The m-line as last negotiated; payload types and extension ids may change with a new offer, kind and source never.</summary>
    public NegotiatedMedia Media { get; private set; }

    public SourceKind Source => Media.Source;

    public bool IsAudio => Media.IsAudio;

    /// <summary>Smallest picture first: by measured height, before that in the order of the offer. At least one.</summary>
    public List<PublishedLayer> Layers => _layers;

    /// <summary>False while the chair has it muted: received and counted, never forwarded.</summary>
    public bool Allowed { get; private set; } = true;

    /// <summary>True when the publisher left or was replaced.</summary>
    public bool Closed { get; private set; }

    public bool HasStream
    {
        get
        {
            for (int i = 0; i < _layers.Count; i++)
            {
                if (_layers[i].HasStream)
                {
                    return true;
                }
            }

            return false;
        }
    }

    public Instant LastPacketAt
    {
        get
        {
            Instant last = _layers[0].LastPacketAt;
            for (int i = 1; i < _layers.Count; i++)
            {
                last = _layers[i].LastPacketAt > last ? _layers[i].LastPacketAt : last;
            }

            return last;
        }
    }

    /// <summary>Whether any layer brought something since the last flush.</summary>
    public bool HasPending
    {
        get
        {
            for (int i = 0; i < _layers.Count; i++)
            {
                if (_layers[i].PendingCount != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>
    /// What its packets hold: that of the layer heard last, or what was asked for since; null before the first packet.
    /// </summary>
    public MediaCodec? Codec
    {
        get
        {
            if (_expected is { } expected && HasStream && LastPacketAt <= _expectedAt)
            {
                return expected;
            }

            PublishedLayer last = _layers[0];
            for (int i = 1; i < _layers.Count; i++)
            {
                last = _layers[i].LastPacketAt > last.LastPacketAt ? _layers[i] : last;
            }

            return last.HasStream ? last.Codec : null;
        }
    }

    /// <summary>Which layers somebody wants to see.</summary>
    public LayerDemand Demand { get; } = new();

    /// <summary>The publisher was told to send this codec: what it will be when a paused picture goes on.</summary>
    public void Expect(Instant now, MediaCodec codec)
    {
        if (Media.Find(codec) is not null)
        {
            (_expected, _expectedAt) = (codec, now);
        }
    }

    public void Renegotiate(NegotiatedMedia media)
    {
        Media = media;
        SetLayers();
        Demand.TellAgain();
    }

    /// <summary>The layer of this RID, or null.</summary>
    public PublishedLayer? Layer(ReadOnlySpan<byte> rid)
    {
        for (int i = 0; i < _layers.Count; i++)
        {
            string name = _layers[i].Rid;
            if (name.Length == rid.Length && System.Text.Ascii.Equals(rid, name))
            {
                return _layers[i];
            }
        }

        return null;
    }

    /// <summary>What each layer costs, by spatial then temporal layer, smallest first; for whoever allots a receiver's bandwidth.</summary>
    /// <param name="to">Room for <see cref="LayerTarget.MaxSpatial"/> times <see cref="LayerTarget.MaxTemporal"/> entries.</param>
    /// <returns>How many were written: at least one for a source with a stream. Layers never heard of are told with rate 0.</returns>
    public int CopyRates(Instant now, Span<LayerRate> to)
    {
        if (!HasStream)
        {
            return 0;
        }

        int count = 0;
        for (int s = 0; s < _layers.Count; s++)
        {
            LayerMeter meter = _layers[s].Meter;
            bool live = _layers[s].IsLive(now);
            for (int t = 0; t < meter.TemporalLayers; t++)
            {
                to[count++] = new LayerRate(s, t, meter.Height, meter.UpTo(now, t, live), live);
            }
        }

        return count;
    }

    public void Allow(bool allowed)
    {
        if (Allowed == allowed)
        {
            return;
        }

        Allowed = allowed;
        _layers.ForEach(static l => l.Forget()); // nothing said while muted is ever sent, not even as a retransmission
    }

    /// <summary>A layer's height became known or changed.</summary>
    public void SortLayers()
    {
        // A handful: insertion sort, which keeps the order of the offer among layers not measured yet.
        for (int i = 1; i < _layers.Count; i++)
        {
            for (int j = i; j > 0 && Comes(_layers[j], before: _layers[j - 1]); j--)
            {
                (_layers[j - 1], _layers[j]) = (_layers[j], _layers[j - 1]);
            }
        }

        static bool Comes(PublishedLayer layer, PublishedLayer before) =>
            layer.Meter.Height != 0 && before.Meter.Height != 0 && layer.Meter.Height < before.Meter.Height;
    }

    /// <summary>Ends the source; its packets are forgotten, whoever still points at it.</summary>
    public void Close()
    {
        Closed = true;
        _layers.ForEach(static l => l.Close());
    }

    private void SetLayers()
    {
        List<PublishedLayer> before = [.. _layers];
        _layers.Clear();
        string[] rids = Media.Rids.Count == 0 ? [""] : [.. Media.Rids.Take(LayerTarget.MaxSpatial)];
        for (int i = 0; i < rids.Length; i++)
        {
            PublishedLayer? kept = before.Find(l => l.Rid == rids[i]);
            before.Remove(kept!);
            int bytes = IsAudio ? AudioRingBytes : i == rids.Length - 1 ? VideoRingBytes : LowerRingBytes;
            kept ??= new PublishedLayer(this, rids[i], bytes);
            kept.Order = i;
            _layers.Add(kept);
        }

        before.ForEach(static l => l.Close());
        SortLayers();
    }
}
