using System.Buffers.Binary;
using Meetings.Media.Primitives;

namespace Meetings.Media.Wire.Rtp;

/// <summary>Values of the fixed-size header extensions we send and read.</summary>
public static class RtpExtensions
{
    /// <summary>Bytes of an absolute send time.</summary>
    public const int AbsSendTimeLength = 3;

    /// <summary>Bytes of a transport-wide sequence number.</summary>
    public const int TransportSequenceLength = 2;

    /// <summary>Absolute send time: 24 bits of seconds in 6.18 fixed point, wrapping every 64 s (abs-send-time).</summary>
    public static uint ToAbsSendTime(Instant at) => (uint)((UInt128)at.Nanoseconds * (1 << 18) / 1_000_000_000) & 0xff_ffff;

    public static void WriteAbsSendTime(Span<byte> value, Instant at)
    {
        var time = ToAbsSendTime(at);
        value[0] = (byte)(time >> 16);
        value[1] = (byte)(time >> 8);
        value[2] = (byte)time;
    }

    public static bool TryReadAbsSendTime(ReadOnlySpan<byte> value, out uint time)
    {
        time = value.Length == AbsSendTimeLength ? ((uint)value[0] << 16) | ((uint)value[1] << 8) | value[2] : 0;
        return value.Length == AbsSendTimeLength;
    }

    /// <summary>Transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 2).</summary>
    public static void WriteTransportSequence(Span<byte> value, ushort sequence) =>
        BinaryPrimitives.WriteUInt16BigEndian(value, sequence);

    public static bool TryReadTransportSequence(ReadOnlySpan<byte> value, out ushort sequence)
    {
        // Version 2 of the extension appends a feedback request; the number stays in front.
        sequence = value.Length >= TransportSequenceLength ? BinaryPrimitives.ReadUInt16BigEndian(value) : (ushort)0;
        return value.Length >= TransportSequenceLength;
    }
}
