using System.Buffers.Binary;
using Meetings.Media.Engine.Dtls;

namespace Meetings.Media.Tests.Engine.Dtls;

/// <summary>
/// Cuts the hellos of a client into fragments (RFC 6347 section 4.2.3), each in a record and datagram of its own. That makes more records
/// than the client counted, so its clear records are numbered anew.
/// </summary>
internal sealed class HelloCutter
{
    private const int RecordHeader = 13;
    private const int FragmentHeader = 12;
    private byte[] _hello = [];
    private ushort _number;

    /// <summary>Takes the next datagram of the client.</summary>
    /// <param name="body">Bytes of the hello in it, all in one fragment.</param>
    /// <returns>False when it is no hello.</returns>
    public bool TryBegin(byte[] datagram, out int body)
    {
        body = datagram.Length - RecordHeader - FragmentHeader;
        if (DtlsRecords.BeginsHandshake(datagram))
        {
            _hello = datagram;
            return true;
        }

        if (datagram[4] == 0)
            BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(9), _number++);
        return false;
    }

    /// <summary>A datagram with a part of the hello.</summary>
    public byte[] Piece(int offset, int size)
    {
        var body = _hello.AsSpan(RecordHeader + FragmentHeader);
        return Record(22, Fragment(1, body.Length, BinaryPrimitives.ReadUInt16BigEndian(_hello.AsSpan(RecordHeader + 4)), offset, body.Slice(offset, size).ToArray()), _number++);
    }

    /// <summary>Other bytes instead of the first ones of the fragment.</summary>
    public static byte[] Falsified(byte[] piece, int count)
    {
        foreach (ref var b in piece.AsSpan(RecordHeader + FragmentHeader, count))
            b ^= 0xff;
        return piece;
    }

    public static byte[] Fragment(byte type, int length, int sequence, int offset, byte[] bytes) =>
    [
        type, (byte)(length >> 16), (byte)(length >> 8), (byte)length, (byte)(sequence >> 8), (byte)sequence,
        (byte)(offset >> 16), (byte)(offset >> 8), (byte)offset, (byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes,
    ];

    public static byte[] Record(byte type, byte[] body, ushort number) =>
        [type, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, (byte)(number >> 8), (byte)number, (byte)(body.Length >> 8), (byte)body.Length, .. body];
}
