using System.Buffers.Binary;

namespace Meetings.Media.Wire.Codecs;

/// <summary>What an H.264 payload holds (RFC 6184): a single NAL unit, several (STAP-A), or a piece of one (FU-A).</summary>
public readonly struct H264Payload
{
    private const int LastSingle = 23, StapA = 24, FuA = 28;

    private H264Payload(bool beginsKeyFrame) => BeginsKeyFrame = beginsKeyFrame;

    /// <summary>A sequence parameter set or the beginning of an IDR slice is inside: a decoder can begin here.</summary>
    public bool BeginsKeyFrame { get; }

    /// <summary>False for what packetization modes 0 and 1 do not have, and for units that claim more bytes than there are.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out H264Payload parsed)
    {
        parsed = default;
        if (payload.IsEmpty)
            return false;
        var type = payload[0] & 0x1f;
        switch (type)
        {
            case >= 1 and <= LastSingle:
                parsed = new H264Payload(Begins(type));
                return true;
            case StapA:
                return TryParseAggregate(payload[1..], out parsed);
            case FuA when payload.Length > 2:
                var starts = (payload[1] & 0x80) != 0;
                parsed = new H264Payload(starts && Begins(payload[1] & 0x1f));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The first sequence parameter set in a payload that <see cref="TryParse"/> took; empty when there is none or only a piece of one.</summary>
    public static ReadOnlySpan<byte> SequenceParameters(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty || (payload[0] & 0x1f) != StapA)
            return !payload.IsEmpty && (payload[0] & 0x1f) == H264Unit.SequenceParameters ? payload : [];
        for (var units = payload[1..]; units.Length > 2;)
        {
            int size = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(units), units.Length - 2);
            if (size > 0 && (units[2] & 0x1f) == H264Unit.SequenceParameters)
                return units.Slice(2, size);
            units = units[(2 + size)..];
        }

        return [];
    }

    private static bool TryParseAggregate(ReadOnlySpan<byte> units, out H264Payload parsed)
    {
        var key = false;
        parsed = default;
        if (units.Length < 3)
            return false;
        while (!units.IsEmpty)
        {
            if (units.Length < 3)
                return false;
            int size = BinaryPrimitives.ReadUInt16BigEndian(units);
            if (size == 0 || size > units.Length - 2)
                return false;
            key |= Begins(units[2] & 0x1f);
            units = units[(2 + size)..];
        }

        parsed = new H264Payload(key);
        return true;
    }

    private static bool Begins(int type) => type is H264Unit.IdrSlice or H264Unit.SequenceParameters;
}
