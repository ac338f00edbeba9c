using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Wire.Containers;

/// <summary>What the one track of a file holds.</summary>
/// <param name="Codec">Opus, VP8 or H.264.</param>
/// <param name="Width">Pixels of the first picture; later ones may differ.</param>
/// <param name="Height">Pixels of the first picture; later ones may differ.</param>
/// <param name="Configuration">AVCDecoderConfigurationRecord of H.264 (ISO/IEC 14496-15 section 5.3.3.1), at most 1,000 bytes; otherwise empty.</param>
/// <param name="Title">Shown by players; at most 200 characters.</param>
public sealed record MatroskaTrack(MediaCodec Codec, int Width, int Height, ReadOnlyMemory<byte> Configuration, string Title)
{
    /// <summary>Whether the file is WebM, which allows neither H.264 nor anything else that is not free; otherwise Matroska.</summary>
    public bool IsWebm => Codec != MediaCodec.H264;
}

/// <summary>A cluster that has been written.</summary>
/// <param name="Milliseconds">Time of its first frame.</param>
/// <param name="Position">Byte at which it begins, counted from the file's start.</param>
/// <param name="IsKeyFrame">It begins with a key frame: a player can begin here.</param>
public readonly record struct MatroskaCluster(long Milliseconds, long Position, bool IsKeyFrame);

/// <summary>What must be known of a file to end it.</summary>
/// <param name="Segment">Byte at which the segment begins, counted from the file's start: the length of the EBML header.</param>
/// <param name="Clusters">In order.</param>
/// <param name="Length">Bytes so far: where the last cluster ends.</param>
/// <param name="Milliseconds">End of the last frame.</param>
/// <param name="FrameNanoseconds">How long a picture is shown usually; 0 when unknown.</param>
public sealed record MatroskaLayout(int Segment, IReadOnlyList<MatroskaCluster> Clusters, long Length, long Milliseconds, long FrameNanoseconds = 0);

/// <summary>What the start of a segment says when nothing more comes.</summary>
/// <param name="Length">Bytes of the whole file, with the cues.</param>
public readonly record struct MatroskaEnding(MatroskaLayout Layout, long Length);

/// <summary>
/// Writes the parts of a Matroska or WebM file (RFC 9559): a header, the segment's start, the track, then clusters of unknown size with
/// simple blocks. So far it is a live file that is whole whenever writing stops. To end it, cues are appended, the clusters get their
/// sizes, then the segment's start is written again, equally long, with its size, duration and seek head in place of the bytes kept free.
/// Each of these steps leaves a whole file, too. Times are milliseconds.
/// </summary>
public static class MatroskaWriter
{
    /// <summary>Bytes that any part but a frame's own and the cues fits into.</summary>
    public const int MaxPart = 2048;

    /// <summary>Longest time of a block after its cluster's, milliseconds: a signed 16-bit number.</summary>
    public const int MaxBlockOffset = short.MaxValue;

    /// <summary>Id and size of the segment: what positions inside are counted from.</summary>
    internal const int SegmentHead = 12;

    /// <summary>Id and size of a cluster.</summary>
    private const int ClusterHead = 12;

    private const int MillisecondInNanoseconds = 1_000_000;
    private const int SeekLength = 21;
    private const int SeekHeadLength = 8 + (3 * SeekLength);
    private const int DurationLength = 11;
    private const string Writer = "Meetings";
    private const int InfoLength = 8 + 7 + (2 * (6 + 8)) + DurationLength;
    private const int FrameTimeLength = 12;
    private const int MaxCue = 40;

    /// <summary>
    /// Identification header of RFC 7845 section 5.1: "OpusHead", version 1, two channels, no pre-skip, 48 kHz, no gain, family 0. What
    /// arrives begins in the middle of a stream, so nothing is to be skipped.
    /// </summary>
    private static ReadOnlySpan<byte> OpusHead => [0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64, 1, 2, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0];

    /// <summary>The EBML header, first in the file.</summary>
    /// <returns>Bytes written; <paramref name="to"/> holds at least <see cref="MaxPart"/>.</returns>
    public static int WriteHeader(Span<byte> to, bool isWebm)
    {
        var ebml = new Ebml(to);
        var header = ebml.Begin(MatroskaId.Ebml);
        ebml.Number(MatroskaId.EbmlVersion, 1);
        ebml.Number(MatroskaId.EbmlReadVersion, 1);
        ebml.Number(MatroskaId.EbmlMaxIdLength, 4);
        ebml.Number(MatroskaId.EbmlMaxSizeLength, 8);
        ebml.Text(MatroskaId.DocType, isWebm ? "webm" : "matroska");
        ebml.Number(MatroskaId.DocTypeVersion, 4);
        ebml.Number(MatroskaId.DocTypeReadVersion, 2);
        ebml.End(header);
        return ebml.Length;
    }

    /// <summary>The segment's head, seek head and information; without an ending a segment of unknown size, and bytes kept free.</summary>
    /// <param name="start">Where the segment begins in the file: the length of the EBML header.</param>
    /// <returns>Bytes written, the same with and without an ending.</returns>
    public static int WriteStart(Span<byte> to, int start, MatroskaEnding? ending)
    {
        var ebml = new Ebml(to);
        var segment = start + SegmentHead;
        ebml.Open(MatroskaId.Segment, ending?.Length - segment);
        if (ending is { Layout: var layout, Length: var length })
        {
            var head = ebml.Begin(MatroskaId.SeekHead);
            Seek(ref ebml, MatroskaId.Info, SeekHeadLength);
            Seek(ref ebml, MatroskaId.Tracks, SeekHeadLength + InfoLength);
            if (layout.Length < length)
                Seek(ref ebml, MatroskaId.Cues, layout.Length - segment);
            else
                ebml.Void(SeekLength); // there are no cues
            ebml.End(head);
        }
        else
        {
            ebml.Void(SeekHeadLength);
        }

        var info = ebml.Begin(MatroskaId.Info);
        ebml.Number(MatroskaId.TimestampScale, MillisecondInNanoseconds);
        ebml.Text(MatroskaId.MuxingApp, Writer);
        ebml.Text(MatroskaId.WritingApp, Writer);
        if (ending is { } known)
            ebml.Float(MatroskaId.Duration, known.Layout.Milliseconds);
        else
            ebml.Void(DurationLength);
        ebml.End(info);
        return ebml.Length;
    }

    /// <summary>The track.</summary>
    public static int WriteTracks(Span<byte> to, MatroskaTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        var ebml = new Ebml(to);
        var tracks = ebml.Begin(MatroskaId.Tracks);
        var entry = ebml.Begin(MatroskaId.TrackEntry);
        ebml.Void(FrameTimeLength);
        ebml.Number(MatroskaId.TrackNumber, 1);
        ebml.Number(MatroskaId.TrackUid, 1);
        ebml.Number(MatroskaId.TrackType, track.Codec == MediaCodec.Opus ? 2u : 1u);
        ebml.Number(MatroskaId.FlagLacing, 0);
        ebml.Text(MatroskaId.Name, track.Title.Length > 200 ? track.Title[..200] : track.Title);
        if (track.Codec == MediaCodec.Opus)
            WriteAudio(ref ebml);
        else
            WriteVideo(ref ebml, track);
        ebml.End(entry);
        ebml.End(tracks);
        return ebml.Length;
    }

    /// <summary>
    /// How long a frame lasts, to be written at <see cref="FrameTimeAt"/>. Without it players of the ffmpeg family read 5 MB of H.264 before
    /// they begin, to find out.
    /// </summary>
    public static int WriteFrameTime(Span<byte> to, long nanoseconds)
    {
        var ebml = new Ebml(to);
        ebml.Wide(MatroskaId.DefaultDuration, (ulong)nanoseconds);
        return ebml.Length;
    }

    /// <summary>The bytes kept free for it: the first of the track's entry.</summary>
    public static long FrameTimeAt(MatroskaLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return layout.Segment + SegmentHead + SeekHeadLength + InfoLength + 8 + 5;
    }

    /// <summary>Begins a cluster; blocks follow until the next one.</summary>
    public static int WriteClusterHead(Span<byte> to, long milliseconds)
    {
        var ebml = new Ebml(to);
        ebml.Open(MatroskaId.Cluster, null);
        ebml.Number(MatroskaId.Timestamp, (ulong)milliseconds);
        return ebml.Length;
    }

    /// <summary>The head of a simple block; the frame's bytes follow.</summary>
    /// <param name="offset">Milliseconds after the cluster's time, -32,768 to 32,767.</param>
    public static int WriteBlockHead(Span<byte> to, int offset, bool isKeyFrame, int frameLength)
    {
        const int headOfBlock = 4;
        var ebml = new Ebml(to);
        ebml.Head(MatroskaId.SimpleBlock, headOfBlock + frameLength);
        ebml.Raw(0x81); // track 1
        ebml.Raw(checked((short)offset));
        ebml.Raw((byte)(isKeyFrame ? 0x80 : 0));
        return ebml.Length;
    }

    /// <summary>The head of a cluster again, now with its size: up to the next one.</summary>
    public static int WriteClusterSize(Span<byte> to, MatroskaLayout layout, int cluster)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var end = cluster + 1 < layout.Clusters.Count ? layout.Clusters[cluster + 1].Position : layout.Length;
        var ebml = new Ebml(to);
        ebml.Open(MatroskaId.Cluster, end - layout.Clusters[cluster].Position - ClusterHead);
        return ebml.Length;
    }

    /// <summary>Room that <see cref="WriteCues"/> needs.</summary>
    public static int CuesRoom(MatroskaLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return 16 + (layout.Clusters.Count * MaxCue);
    }

    /// <summary>The cues, which follow the last cluster: where a player can begin. Nothing where it can nowhere. A day has 22,000.</summary>
    public static int WriteCues(Span<byte> to, MatroskaLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var ebml = new Ebml(to);
        var all = ebml.Begin(MatroskaId.Cues);
        var begun = ebml.Length;
        foreach (var cluster in layout.Clusters)
        {
            if (!cluster.IsKeyFrame)
                continue;
            var point = ebml.Begin(MatroskaId.CuePoint);
            ebml.Number(MatroskaId.CueTime, (ulong)cluster.Milliseconds);
            var place = ebml.Begin(MatroskaId.CueTrackPositions);
            ebml.Number(MatroskaId.CueTrack, 1);
            ebml.Number(MatroskaId.CueClusterPosition, (ulong)(cluster.Position - layout.Segment - SegmentHead));
            ebml.End(place);
            ebml.End(point);
        }

        ebml.End(all);
        return ebml.Length == begun ? 0 : ebml.Length;
    }

    private static void Seek(ref Ebml ebml, uint id, long position)
    {
        ReadOnlySpan<byte> name = [(byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id];
        ebml.Small(MatroskaId.Seek, SeekLength - 3);
        ebml.Small(MatroskaId.SeekId, name.Length);
        foreach (var value in name)
            ebml.Raw(value);
        ebml.Wide(MatroskaId.SeekPosition, (ulong)position);
    }

    private static void WriteAudio(ref Ebml ebml)
    {
        ebml.Text(MatroskaId.CodecId, "A_OPUS");
        ebml.Bytes(MatroskaId.CodecPrivate, OpusHead);
        ebml.Number(MatroskaId.CodecDelay, 0);
        ebml.Number(MatroskaId.SeekPreRoll, 80_000_000);
        var audio = ebml.Begin(MatroskaId.Audio);
        ebml.Float(MatroskaId.SamplingFrequency, 48_000);
        ebml.Number(MatroskaId.Channels, 2);
        ebml.End(audio);
    }

    private static void WriteVideo(ref Ebml ebml, MatroskaTrack track)
    {
        ebml.Text(MatroskaId.CodecId, track.Codec == MediaCodec.H264 ? "V_MPEG4/ISO/AVC" : "V_VP8");
        if (!track.Configuration.IsEmpty)
            ebml.Bytes(MatroskaId.CodecPrivate, track.Configuration.Span);
        var video = ebml.Begin(MatroskaId.Video);
        ebml.Number(MatroskaId.PixelWidth, (ulong)track.Width);
        ebml.Number(MatroskaId.PixelHeight, (ulong)track.Height);
        ebml.End(video);
    }
}
