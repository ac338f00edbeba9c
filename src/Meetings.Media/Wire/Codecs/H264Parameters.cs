namespace Meetings.Media.Wire.Codecs;

/// <summary>What a sequence parameter set says of its pictures (ITU-T H.264 section 7.3.2.1.1).</summary>
/// <param name="Profile">profile_idc.</param>
/// <param name="Compatibility">The byte of constraint flags.</param>
/// <param name="Level">level_idc.</param>
/// <param name="Id">seq_parameter_set_id, 0 to 31.</param>
/// <param name="ChromaFormat">chroma_format_idc, 0 to 3; 1 is 4:2:0.</param>
/// <param name="LumaDepth">Bits of a sample.</param>
/// <param name="ChromaDepth">Bits of a sample.</param>
/// <param name="Width">Pixels shown: what is cropped is taken off.</param>
/// <param name="Height">Pixels shown.</param>
public readonly record struct H264Parameters(
    byte Profile, byte Compatibility, byte Level, int Id, int ChromaFormat, int LumaDepth, int ChromaDepth, int Width, int Height)
{
    /// <summary>Longest side of a picture in macroblocks of 16 pixels; level 6.2 has 1055.</summary>
    private const uint MaxSide = 1056;

    /// <summary>Whether the profile has more to say than baseline and main (section 7.3.2.1.1).</summary>
    internal bool IsHigh => HasChromaFormat(Profile);

    /// <summary>False for what is no sequence parameter set, is cut off, or claims sizes no level has.</summary>
    /// <param name="unit">The whole NAL unit.</param>
    public static bool TryParse(ReadOnlySpan<byte> unit, out H264Parameters parsed)
    {
        parsed = default;
        if (unit.Length < 5 || (unit[0] & 0x1f) != H264Unit.SequenceParameters)
            return false;
        byte profile = unit[1], compatibility = unit[2], level = unit[3];
        var bits = new H264Bits(unit[4..]);
        uint id = bits.Number(), chroma = 1, luma = 0, depth = 0;
        var planes = false;
        if (HasChromaFormat(profile))
        {
            chroma = bits.Number();
            planes = chroma == 3 && bits.Flag();
            (luma, depth) = (bits.Number(), bits.Number());
            bits.Flag();
            if (chroma > 3 || luma > 6 || depth > 6 || (bits.Flag() && !TrySkipScaling(ref bits, chroma == 3 ? 12 : 8)))
                return false;
        }

        if (id > 31 || bits.Number() > 12 || !TrySkipOrder(ref bits) || bits.Number() > 16)
            return false;
        bits.Flag();
        uint columns = bits.Number(), rows = bits.Number();
        var frames = bits.Flag();
        if (!frames)
            bits.Flag();
        bits.Flag();
        if (columns >= MaxSide || rows >= MaxSide || bits.IsBeyond)
            return false;
        long width = 16 * (columns + 1), height = 16 * (rows + 1) * (frames ? 1 : 2);
        if (bits.Flag())
        {
            // Table 6-1 and section 7.4.2.1.1: cropping counts in chroma samples, and in pairs of lines where fields may be.
            int across = !planes && chroma is 1 or 2 ? 2 : 1, down = (!planes && chroma is 1 ? 2 : 1) * (frames ? 1 : 2);
            width -= across * ((long)bits.Number() + bits.Number());
            height -= down * ((long)bits.Number() + bits.Number());
        }

        if (bits.IsBeyond || width <= 0 || height <= 0)
            return false;
        parsed = new H264Parameters(profile, compatibility, level, (int)id, (int)chroma, (int)luma + 8, (int)depth + 8, (int)width, (int)height);
        return true;
    }

    private static bool HasChromaFormat(byte profile) => profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135;

    /// <summary>Section 7.3.2.1.1.1.</summary>
    private static bool TrySkipScaling(ref H264Bits bits, int lists)
    {
        for (var list = 0; list < lists; list++)
        {
            if (!bits.Flag())
                continue;
            int last = 8, next = 8;
            for (var i = 0; i < (list < 6 ? 16 : 64) && next != 0; i++)
            {
                var delta = bits.Signed();
                if (delta is < -128 or > 127)
                    return false;
                next = (last + delta) & 0xff;
                last = next == 0 ? last : next;
            }
        }

        return !bits.IsBeyond;
    }

    /// <summary>How pictures are put in order: pic_order_cnt_type and what belongs to it.</summary>
    private static bool TrySkipOrder(ref H264Bits bits)
    {
        switch (bits.Number())
        {
            case 0:
                return bits.Number() <= 12;
            case 1:
                bits.Flag();
                bits.Signed();
                bits.Signed();
                var cycle = bits.Number();
                for (var i = 0; i < cycle && cycle <= 255 && !bits.IsBeyond; i++)
                    bits.Signed();
                return cycle <= 255;
            case 2:
                return true;
            default:
                return false;
        }
    }
}

/// <summary>Types of NAL units (ITU-T H.264 table 7-1).</summary>
internal static class H264Unit
{
    public const int IdrSlice = 5;
    public const int SequenceParameters = 7;
    public const int PictureParameters = 8;

    /// <summary>Slices, supplemental information and parameter sets: what a file keeps. Delimiters, filler and extensions follow.</summary>
    public const int LastKept = 8;
}
