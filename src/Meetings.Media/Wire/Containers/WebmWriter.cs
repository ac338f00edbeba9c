namespace Meetings.Media.Wire.Containers;

/// <summary>What one track of a WebM file holds.</summary>
/// <param name="IsAudio">Opus; otherwise VP8.</param>
/// <param name="Width">Pixels of the first picture; later ones may differ.</param>
/// <param name="Title">Shown by players; at most 200 characters.</param>
public sealed record WebmTrack(bool IsAudio, int Width, int Height, string Title);

/// <summary>
/// Writes the parts of a live WebM file (RFC 9559): a head, then clusters of unknown size with simple blocks. There is nothing to be
/// filled in at the end, so the file is whole whenever writing stops. Times are milliseconds.
/// </summary>
public static class WebmWriter
{
    /// <summary>Bytes that any part but a frame's own fits into.</summary>
    public const int MaxPart = 1024;

    /// <summary>Longest time of a block after its cluster's, milliseconds: a signed 16-bit number.</summary>
    public const int MaxBlockOffset = short.MaxValue;

    private const int MillisecondInNanoseconds = 1_000_000;
    private const string Writer = "Meetings";

    /// <summary>
    /// Identification header of RFC 7845 section 5.1: "OpusHead", version 1, two channels, no pre-skip, 48 kHz, no gain, family 0. What
    /// arrives begins in the middle of a stream, so nothing is to be skipped.
    /// </summary>
    private static ReadOnlySpan<byte> OpusHead => [0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64, 1, 2, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0];

    /// <summary>EBML header, segment, information and the track.</summary>
    /// <returns>Bytes written; <paramref name="to"/> holds at least <see cref="MaxPart"/>.</returns>
    public static int WriteHead(Span<byte> to, WebmTrack track)
    {
        ArgumentNullException.ThrowIfNull(track);
        var ebml = new Ebml(to);
        var header = ebml.Begin(MatroskaId.Ebml);
        ebml.Number(MatroskaId.EbmlVersion, 1);
        ebml.Number(MatroskaId.EbmlReadVersion, 1);
        ebml.Number(MatroskaId.EbmlMaxIdLength, 4);
        ebml.Number(MatroskaId.EbmlMaxSizeLength, 8);
        ebml.Text(MatroskaId.DocType, "webm");
        ebml.Number(MatroskaId.DocTypeVersion, 4);
        ebml.Number(MatroskaId.DocTypeReadVersion, 2);
        ebml.End(header);

        ebml.Open(MatroskaId.Segment);
        var info = ebml.Begin(MatroskaId.Info);
        ebml.Number(MatroskaId.TimestampScale, MillisecondInNanoseconds);
        ebml.Text(MatroskaId.MuxingApp, Writer);
        ebml.Text(MatroskaId.WritingApp, Writer);
        ebml.End(info);

        var tracks = ebml.Begin(MatroskaId.Tracks);
        var entry = ebml.Begin(MatroskaId.TrackEntry);
        ebml.Number(MatroskaId.TrackNumber, 1);
        ebml.Number(MatroskaId.TrackUid, 1);
        ebml.Number(MatroskaId.TrackType, track.IsAudio ? 2u : 1u);
        ebml.Number(MatroskaId.FlagLacing, 0);
        ebml.Text(MatroskaId.Name, track.Title.Length > 200 ? track.Title[..200] : track.Title);
        if (track.IsAudio)
            WriteAudio(ref ebml);
        else
            WriteVideo(ref ebml, track);
        ebml.End(entry);
        ebml.End(tracks);
        return ebml.Length;
    }

    /// <summary>Begins a cluster; blocks follow until the next one.</summary>
    public static int WriteClusterHead(Span<byte> to, long milliseconds)
    {
        var ebml = new Ebml(to);
        ebml.Open(MatroskaId.Cluster);
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

    private static void WriteVideo(ref Ebml ebml, WebmTrack track)
    {
        ebml.Text(MatroskaId.CodecId, "V_VP8");
        var video = ebml.Begin(MatroskaId.Video);
        ebml.Number(MatroskaId.PixelWidth, (ulong)track.Width);
        ebml.Number(MatroskaId.PixelHeight, (ulong)track.Height);
        ebml.End(video);
    }
}

/// <summary>Element ids of Matroska (RFC 9559 section 5.1) and EBML (RFC 8794 section 11.2) that a live file needs.</summary>
internal static class MatroskaId
{
    public const uint Ebml = 0x1a45_dfa3;
    public const uint EbmlVersion = 0x4286;
    public const uint EbmlReadVersion = 0x42f7;
    public const uint EbmlMaxIdLength = 0x42f2;
    public const uint EbmlMaxSizeLength = 0x42f3;
    public const uint DocType = 0x4282;
    public const uint DocTypeVersion = 0x4287;
    public const uint DocTypeReadVersion = 0x4285;
    public const uint Segment = 0x1853_8067;
    public const uint Info = 0x1549_a966;
    public const uint TimestampScale = 0x2a_d7b1;
    public const uint MuxingApp = 0x4d80;
    public const uint WritingApp = 0x5741;
    public const uint Tracks = 0x1654_ae6b;
    public const uint TrackEntry = 0xae;
    public const uint TrackNumber = 0xd7;
    public const uint TrackUid = 0x73c5;
    public const uint TrackType = 0x83;
    public const uint FlagLacing = 0x9c;
    public const uint Name = 0x536e;
    public const uint CodecId = 0x86;
    public const uint CodecPrivate = 0x63a2;
    public const uint CodecDelay = 0x56aa;
    public const uint SeekPreRoll = 0x56bb;
    public const uint Audio = 0xe1;
    public const uint SamplingFrequency = 0xb5;
    public const uint Channels = 0x9f;
    public const uint Video = 0xe0;
    public const uint PixelWidth = 0xb0;
    public const uint PixelHeight = 0xba;
    public const uint Cluster = 0x1f43_b675;
    public const uint Timestamp = 0xe7;
    public const uint SimpleBlock = 0xa3;
}
