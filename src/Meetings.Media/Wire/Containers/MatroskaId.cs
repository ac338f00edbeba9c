namespace Meetings.Media.Wire.Containers;

/// <summary>Element ids of Matroska (RFC 9559 section 5.1) and EBML (RFC 8794 section 11.2) that a recording needs.</summary>
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
    public const uint Void = 0xec;
    public const uint Segment = 0x1853_8067;
    public const uint SeekHead = 0x114d_9b74;
    public const uint Seek = 0x4dbb;
    public const uint SeekId = 0x53ab;
    public const uint SeekPosition = 0x53ac;
    public const uint Info = 0x1549_a966;
    public const uint TimestampScale = 0x2a_d7b1;
    public const uint Duration = 0x4489;
    public const uint MuxingApp = 0x4d80;
    public const uint WritingApp = 0x5741;
    public const uint Tracks = 0x1654_ae6b;
    public const uint TrackEntry = 0xae;
    public const uint TrackNumber = 0xd7;
    public const uint TrackUid = 0x73c5;
    public const uint TrackType = 0x83;
    public const uint DefaultDuration = 0x23_e383;
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
    public const uint Cues = 0x1c53_bb6b;
    public const uint CuePoint = 0xbb;
    public const uint CueTime = 0xb3;
    public const uint CueTrackPositions = 0xb7;
    public const uint CueTrack = 0xf7;
    public const uint CueClusterPosition = 0xf1;
}
