using Meetings.Media.Primitives;
using Meetings.Media.Wire.Containers;

namespace Meetings.Media.Engine.Recording;

/// <summary>
/// Writes one WebM file so that it can be played whatever happens: every second goes to the system, every few seconds to the disk, and
/// nothing written is ever changed.
/// </summary>
internal sealed class TrackFile : IDisposable
{
    private static readonly TimeSpan ClusterLength = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan HandOverEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(5);

    private readonly FileStream _file;
    private readonly byte[] _part = new byte[WebmWriter.MaxPart];
    private readonly PeerId _peer;
    private readonly SourceKind _source;
    private readonly bool _isAudio;
    private TimeSpan _start = TimeSpan.MinValue;
    private TimeSpan _last;
    private TimeSpan _cluster = TimeSpan.MinValue;
    private TimeSpan _handedOver;
    private TimeSpan _synced;
    private readonly string _path;
    private long _bytes;
    private long _frames;
    private int _gaps;

    public TrackFile(FileStream file, PeerId peer, SourceKind source, int width, int height)
    {
        (_peer, _source, _isAudio) = (peer, source, source == SourceKind.Microphone);
        (_file, _path) = (file, file.Name);
        Write(WebmWriter.WriteHead(_part, new WebmTrack(_isAudio, width, height, $"{source} {peer.Value}")));
    }

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
            Write(WebmWriter.WriteClusterHead(_part, (long)_cluster.TotalMilliseconds));
        }

        Write(WebmWriter.WriteBlockHead(_part, (int)(at - _cluster).TotalMilliseconds, isKeyFrame, frame.Length));
        _file.Write(frame);
        _bytes += frame.Length;
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

    /// <summary>Everything to the disk.</summary>
    public void Finish() => _file.Flush(flushToDisk: true);

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

    private void Write(int length)
    {
        _file.Write(_part, 0, length);
        _bytes += length;
    }
}
