using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Meetings.Media.Engine.Net;

/// <summary>
/// Tells the kernel which of the sockets of one port takes a datagram: per media thread one for what has to go on at once and one for RTCP,
/// in the order in which they were bound. A room of forty is sent hundreds of reports a second, and a thread that sleeps on the first socket is
/// not woken for each. A peer always meets the same thread (by its port number).
/// </summary>
internal static unsafe class FeedbackSteering
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int AttachProgram = 51; // SO_ATTACH_REUSEPORT_CBPF, Linux 4.5 (socket(7))

    // Classic BPF (linux/filter.h); the packet begins with the UDP payload, the IP header is at NetworkHeader.
    private const ushort LoadByte = 0x30, LoadHalf = 0x28, LoadConstant = 0x00, Store = 0x02, LoadIndex = 0x61;
    private const ushort Jump = 0x05, IfEqual = 0x15, IfAtLeast = 0x35;
    private const ushort And = 0x54, Multiply = 0x24, ShiftRight = 0x74, Modulo = 0x94, AddIndex = 0x0c, Return = 0x16;
    private const uint NetworkHeader = unchecked((uint)-0x100000);

    /// <summary>False where the system cannot: then all sockets are alike to it.</summary>
    /// <param name="any">One of the sockets; all are bound.</param>
    /// <param name="threads">Half as many as there are sockets.</param>
    public static bool TryAttach(Socket any, int threads)
    {
        Instruction[] program =
        [
            // RTCP: a first byte of 128 to 191 and a second of 192 to 223 (RFC 7983 section 7, RFC 5761 section 4).
            new(LoadByte, 0),
            new(IfAtLeast, 128, 0, 6),
            new(IfAtLeast, 192, 5, 0),
            new(LoadByte, 1),
            new(And, 0xe0),
            new(IfEqual, 0xc0, 0, 2),
            new(LoadConstant, 1),
            new(Jump, 1),
            new(LoadConstant, 0),
            new(Store, 0),

            // Its port number, behind an IPv4 header without options or an IPv6 header, spread.
            new(LoadByte, NetworkHeader),
            new(And, 0xf0),
            new(IfEqual, 0x60, 0, 2),
            new(LoadHalf, NetworkHeader + 40),
            new(Jump, 1),
            new(LoadHalf, NetworkHeader + 20),
            new(Multiply, 40503),
            new(ShiftRight, 8),
            new(Modulo, (uint)threads),
            new(Multiply, 2),
            new(LoadIndex, 0),
            new(AddIndex, 0),
            new(Return, 0),
        ];
        fixed (Instruction* first = program)
        {
            var description = new Program { Length = (ushort)program.Length, First = first };
            try
            {
                any.SetRawSocketOption(SocketLevel, AttachProgram, new ReadOnlySpan<byte>(&description, sizeof(Program)));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    /// <summary>struct sock_filter; jumps count the instructions to leave out.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Instruction(ushort code, uint value, byte ifTrue = 0, byte ifFalse = 0)
    {
        public readonly ushort Code = code;
        public readonly byte IfTrue = ifTrue;
        public readonly byte IfFalse = ifFalse;
        public readonly uint Value = value;
    }

    /// <summary>struct sock_fprog.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Program
    {
        public ushort Length;
        public Instruction* First;
    }
}
