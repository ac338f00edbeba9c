using System.Buffers.Binary;

namespace Meetings.Media.Wire.Codecs;

/// <summary>An access unit with which a decoder that knows nothing can begin: an IDR picture together with the parameter sets it names.</summary>
public readonly ref struct H264KeyFrame
{
    /// <summary>A parameter set beyond this is not taken; encoders need 10 to 60 bytes.</summary>
    private const int MaxSet = 256;

    /// <summary>Bytes the configuration needs at most.</summary>
    public const int MaxConfiguration = (2 * MaxSet) + 15;

    private readonly ReadOnlySpan<byte> _sequence;
    private readonly ReadOnlySpan<byte> _picture;

    private H264KeyFrame(H264Parameters parameters, ReadOnlySpan<byte> sequence, ReadOnlySpan<byte> picture)
    {
        Parameters = parameters;
        _sequence = sequence;
        _picture = picture;
    }

    public H264Parameters Parameters { get; }

    /// <summary>False without an IDR slice, or when the sets that it names are not in the access unit.</summary>
    /// <param name="accessUnit">NAL units, each after its length in four bytes.</param>
    public static bool TryRead(ReadOnlySpan<byte> accessUnit, out H264KeyFrame key)
    {
        key = default;
        if (!TryFind(accessUnit, H264Unit.IdrSlice, null, out var slice))
            return false;
        var bits = new H264Bits(slice[1..]);
        bits.Number(); // first_mb_in_slice
        bits.Number(); // slice_type
        if (!TryFind(accessUnit, H264Unit.PictureParameters, bits.Number(), out var picture) || picture.Length > MaxSet || bits.IsBeyond)
            return false;
        bits = new H264Bits(picture[1..]);
        bits.Number();
        if (!TryFind(accessUnit, H264Unit.SequenceParameters, bits.Number(), out var sequence) || sequence.Length > MaxSet || bits.IsBeyond)
            return false;
        if (!H264Parameters.TryParse(sequence, out var parameters))
            return false;
        key = new H264KeyFrame(parameters, sequence, picture);
        return true;
    }

    /// <summary>Whether there is an IDR slice: with its parameter sets, which may be elsewhere, a decoder can begin.</summary>
    /// <param name="accessUnit">NAL units, each after its length in four bytes.</param>
    public static bool IsRandomAccess(ReadOnlySpan<byte> accessUnit) => TryFind(accessUnit, H264Unit.IdrSlice, null, out _);

    /// <summary>AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1): what a file says before the first picture.</summary>
    /// <returns>Bytes written; <paramref name="to"/> holds at least <see cref="MaxConfiguration"/>.</returns>
    public int WriteConfiguration(Span<byte> to)
    {
        to[0] = 1;
        (to[1], to[2], to[3]) = (Parameters.Profile, Parameters.Compatibility, Parameters.Level);
        to[4] = 0xfc | (H264Frame.Prefix - 1);
        to[5] = 0xe0 | 1;
        var at = 6;
        at += WriteSet(to[at..], _sequence);
        to[at++] = 1;
        at += WriteSet(to[at..], _picture);
        if (!Parameters.IsHigh)
            return at;
        to[at++] = (byte)(0xfc | Parameters.ChromaFormat);
        to[at++] = (byte)(0xf8 | (Parameters.LumaDepth - 8));
        to[at++] = (byte)(0xf8 | (Parameters.ChromaDepth - 8));
        to[at++] = 0;
        return at;
    }

    private static int WriteSet(Span<byte> to, ReadOnlySpan<byte> set)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)set.Length);
        set.CopyTo(to[2..]);
        return 2 + set.Length;
    }

    /// <summary>The first unit of this type, and with this id where one is asked for.</summary>
    private static bool TryFind(ReadOnlySpan<byte> units, int type, uint? id, out ReadOnlySpan<byte> found)
    {
        found = default;
        while (units.Length > H264Frame.Prefix)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(units);
            units = units[H264Frame.Prefix..];
            if (length <= 0 || length > units.Length)
                return false;
            var unit = units[..length];
            units = units[length..];
            if ((unit[0] & 0x1f) != type || (id is not null && IdOf(unit, type) != id))
                continue;
            found = unit;
            return true;
        }

        return false;
    }

    private static uint? IdOf(ReadOnlySpan<byte> set, int type)
    {
        // A sequence's stands behind profile, flags and level.
        var skip = type == H264Unit.SequenceParameters ? 4 : 1;
        if (set.Length <= skip)
            return null;
        var bits = new H264Bits(set[skip..]);
        var id = bits.Number();
        return bits.IsBeyond ? null : id;
    }
}
