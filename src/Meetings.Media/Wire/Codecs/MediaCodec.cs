namespace Meetings.Media.Wire.Codecs;

/// <summary>What the engine forwards. It never decodes; it reads what layer selection and switching need.</summary>
public enum MediaCodec : byte
{
    /// <summary>RFC 7587.</summary>
    Opus,

    /// <summary>Opus with redundant earlier frames (RFC 2198).</summary>
    Red,

    /// <summary>RFC 7741.</summary>
    Vp8,

    /// <summary>Constrained baseline, RFC 6184.</summary>
    H264,
}
