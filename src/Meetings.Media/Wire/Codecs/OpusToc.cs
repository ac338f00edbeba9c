namespace Meetings.Media.Wire.Codecs;

/// <summary>The table-of-contents byte of an Opus packet (RFC 6716 section 3.1).</summary>
public readonly struct OpusToc
{
    private readonly byte _toc;

    private OpusToc(byte toc, int frameCount, int payloadLength)
    {
        _toc = toc;
        FrameCount = frameCount;
        IsDtx = payloadLength <= 2;
    }

    /// <summary>0-31: mode, bandwidth and frame size.</summary>
    public int Configuration => _toc >> 3;

    public bool IsStereo => (_toc & 4) != 0;

    /// <summary>1-48.</summary>
    public int FrameCount { get; }

    /// <summary>At most one byte behind the TOC: discontinuous transmission, nothing audible (RFC 6716 section 2.1.9).</summary>
    public bool IsDtx { get; }

    /// <summary>Samples of one frame at 48 kHz.</summary>
    public int SamplesPerFrame => Configuration switch
    {
        // SILK 10, 20, 40, 60 ms; hybrid 10, 20 ms; CELT 2.5, 5, 10, 20 ms.
        < 12 => (Configuration & 3) == 3 ? 2880 : 480 << (Configuration & 3),
        < 16 => 480 << (Configuration & 1),
        _ => 120 << (Configuration & 3),
    };

    /// <summary>Samples of the packet at 48 kHz; at most 5760 (120 ms).</summary>
    public int Samples => FrameCount * SamplesPerFrame;

    public static bool TryParse(ReadOnlySpan<byte> payload, out OpusToc toc)
    {
        toc = default;
        if (payload.IsEmpty)
            return false;
        var frames = 1;
        switch (payload[0] & 3)
        {
            case 1 or 2:
                frames = 2;
                break;
            case 3:
                if (payload.Length < 2)
                    return false;
                frames = payload[1] & 0x3f;
                break;
        }

        toc = new OpusToc(payload[0], frames, payload.Length);
        return frames > 0 && toc.Samples <= 5760;
    }
}
