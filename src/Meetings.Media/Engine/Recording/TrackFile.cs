using System.Buffers;
using Meetings.Media.Conference.Taps;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Containers;

namespace Meetings.Media.Engine.Recording;

/// <summary>
/// Writes one file so that it can be played whatever happens: every second goes to the system, every few seconds to the disk. Nothing is
/// changed that is needed for playing: only when all of it, and the cues, are on the disk are length and seek head filled in.
/// </summary>
internal sealed class TrackFile : IDisposable
{
    private static readonly TimeSpan ClusterLength = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan HandOverEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPicture = TimeSpan.FromMilliseconds(250);

    private readonly FileStream _file;
    private readonly byte[] _part = new byte[MatroskaWriter.MaxPart];
    private readonly List<MatroskaCluster> _clusters = [];
    private readonly int _segment;
    private readonly PeerId _peer;
    private readonly SourceKind _source;
    private TimeSpan _start = TimeSpan.MinValue;
    private TimeSpan _last;
    private TimeSpan _end;
    private TimeSpan _cluster = TimeSpan.MinValue;
    private TimeSpan _handedOver;
    private TimeSpan _synced;
    private readonly string _path;
    private long _bytes;
    private long _frames;
    private long _pictures;
    private TimeSpan _shown;
    private int _gaps;

    public TrackFile(FileStream file, PeerId peer, SourceKind source, TapFormat format)
    {
        (_peer, _source, Codec) = (peer, source, format.Codec);
        (_file, _path) = (file, file.Name);
        var track = new MatroskaTrack(format.Codec, format.Width, format.Height, format.Configuration, $"{source} {peer.Value}");
        _segment = MatroskaWriter.WriteHeader(_part, track.IsWebm);
        Write(_segment);
        Write(MatroskaWriter.WriteStart(_part, _segment, null));
        Write(MatroskaWriter.WriteTracks(_part, track));
    }

    public MediaCodec Codec { get; }

    /// <summary>How the names of files of this codec end.</summary>
    public static string EndingOf(MediaCodec codec) => codec == MediaCodec.H264 ? ".mkv" : ".webm";

    public RecordedFile Reading => new(
        _path, _peer, _source, _frames == 0 ? TimeSpan.Zero : _start, _frames == 0 ? TimeSpan.Zero : _last - _start, _frames, _gaps, _bytes);

    public void Add(TimeSpan at, bool isKeyFrame, bool isAfterGap, ReadOnlySpan<byte> frame)
    {
        if (_frames == 0)
            _start = at;
        else if (isAfterGap)
            _gaps++;
        // A cluster begins where a player can begin: for pictures at a key frame, unless none comes for long.
        var age = _cluster == TimeSpan.MinValue ? TimeSpan.MaxValue : at - _cluster;
        if (age >= ClusterLength && (isKeyFrame || age > 5 * ClusterLength))
        {
            _cluster = TimeSpan.FromMilliseconds((long)at.TotalMilliseconds);
            _clusters.Add(new MatroskaCluster((long)_cluster.TotalMilliseconds, _bytes, isKeyFrame));
            Write(MatroskaWriter.WriteClusterHead(_part, (long)_cluster.TotalMilliseconds));
        }

        Write(MatroskaWriter.WriteBlockHead(_part, (int)(at - _cluster).TotalMilliseconds, isKeyFrame, frame.Length));
        _file.Write(frame);
        _bytes += frame.Length;
        _end = at + LengthOf(frame, at - _last);
        _frames++;
        _last = at;
    }

    /// <summary>Hands over what is due. The time is the writer's own clock: a source that has fallen silent is saved too.</summary>
    public void Save(TimeSpan now)
    {
        if (now - _handedOver < HandOverEvery)
            return;
        _handedOver = now;
        var sync = now - _synced >= SyncEvery;
        if (sync)
            _synced = now;
        _file.Flush(flushToDisk: sync);
    }

    /// <summary>Ends the file, so that players know its length and where to begin in the middle, and everything is on the disk.</summary>
    public void Finish() => _bytes = End(_file, new MatroskaLayout(_segment, _clusters, _bytes, (long)_end.TotalMilliseconds, FrameNanoseconds));

    /// <summary>
    /// Appends the cues, then fills in sizes, length and seek head. In this order, and with the cues on the disk first: a kill at any
    /// moment leaves a file that can be played.
    /// </summary>
    /// <returns>Length of the whole file.</returns>
    internal static long End(FileStream file, MatroskaLayout layout)
    {
        var part = ArrayPool<byte>.Shared.Rent(Math.Max(MatroskaWriter.CuesRoom(layout), MatroskaWriter.MaxPart));
        try
        {
            var cues = MatroskaWriter.WriteCues(part, layout);
            file.Write(part, 0, cues);
            file.Flush(flushToDisk: true);
            var handle = file.SafeFileHandle;
            for (var i = 0; i < layout.Clusters.Count; i++)
            {
                var length = MatroskaWriter.WriteClusterSize(part, layout, i);
                RandomAccess.Write(handle, part.AsSpan(0, length), layout.Clusters[i].Position);
            }

            if (layout.FrameNanoseconds > 0)
            {
                var time = MatroskaWriter.WriteFrameTime(part, layout.FrameNanoseconds);
                RandomAccess.Write(handle, part.AsSpan(0, time), MatroskaWriter.FrameTimeAt(layout));
            }

            var whole = layout.Length + cues;
            var start = MatroskaWriter.WriteStart(part, layout.Segment, new MatroskaEnding(layout, whole));
            RandomAccess.Write(handle, part.AsSpan(0, start), layout.Segment);
            RandomAccess.FlushToDisk(handle);
            return whole;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }
    }

    public void Dispose()
    {
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // A full disk refuses the rest of the buffer: what is there is whole.
        }
    }

    /// <summary>How long a frame is heard or seen: of pictures nobody says, so as long as the one before.</summary>
    private TimeSpan LengthOf(ReadOnlySpan<byte> frame, TimeSpan sinceLast)
    {
        if (Codec == MediaCodec.Opus)
            return OpusToc.TryParse(frame, out var toc) ? TimeSpan.FromSeconds(toc.Samples / 48_000.0) : TimeSpan.Zero;
        if (_frames == 0 || sinceLast > LongestPicture)
            return TimeSpan.Zero;
        _shown += sinceLast;
        _pictures++;
        return sinceLast;
    }

    private long FrameNanoseconds => _pictures == 0 ? 0 : (long)(_shown.TotalNanoseconds / _pictures);

    private void Write(int length)
    {
        _file.Write(_part, 0, length);
        _bytes += length;
    }
}
