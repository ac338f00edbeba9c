using System.Buffers.Binary;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Wire;

namespace Meetings.Media.Tests.Fuzz;

/// <summary>
/// A room in which one of two peers sends whatever it is given, well protected: as RTP of its camera, or as RTCP. So everything behind the
/// authentication sees it: intake, estimator, tracks, forwarding to the other.
/// </summary>
internal sealed class RoomUnderFire
{
    /// <summary>After so many, time passes: what is limited by time is allowed again, reports and requests are due.</summary>
    private const int InputsAPass = 64;

    private readonly SimulatedMeeting _meeting = new();
    private readonly SimulatedBrowser _hostile;
    private readonly byte[] _plain = new byte[2048];
    private int _taken;

    public RoomUnderFire()
    {
        _hostile = _meeting.Join(1);
        var victim = _meeting.Join(2);
        _hostile.Microphone.On = _hostile.Camera.On = victim.Camera.On = true;
        _meeting.Show(_hostile, new VideoWish(victim.Id, SourceKind.Camera, 720));
        _meeting.Show(victim, new VideoWish(_hostile.Id, SourceKind.Camera, 720));
        _meeting.RunSeconds(1);
        _meeting.Down(victim).IsUp = false; // the simulation reads what its own sources write, nothing else
    }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (++_taken % InputsAPass == 0)
            _meeting.RunSeconds(0.02);
        var plain = _plain.AsSpan(0, Math.Min(bytes.Length, 1_900));
        bytes[..plain.Length].CopyTo(plain);
        if (plain.Length < 12)
            return;
        if (Demultiplexer.Classify(plain) == PacketClass.Rtcp)
        {
            BinaryPrimitives.WriteUInt32BigEndian(plain[4..], 1); // as one known sender: their number is limited
            _meeting.Inject(_hostile.Address, _hostile.Protected(plain));
            return;
        }

        plain[1] = (byte)((plain[1] & 0x80) | SimulatedBrowser.Vp8);
        if (_hostile.TryProtect(_hostile.Camera, plain, out var packet))
            _meeting.Inject(_hostile.Address, packet);
    }
}
