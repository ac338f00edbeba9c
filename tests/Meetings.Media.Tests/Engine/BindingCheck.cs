using System.Security.Cryptography;
using System.Text;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Wire.Stun;

namespace Meetings.Media.Tests.Engine;

/// <summary>Binding requests as a browser's checks are, each with a new transaction id.</summary>
internal static class BindingCheck
{
    /// <summary>The check of somebody who has the answer.</summary>
    public static byte[] Write(ParticipantAnswer answer) => Write(answer.Ufrag, answer.Password);

    public static byte[] Write(string ufrag, string password)
    {
        var bytes = new byte[StunWriter.MaxWrittenLength];
        var length = StunWriter.WriteBindingRequest(
            bytes, RandomNumberGenerator.GetBytes(12), Encoding.ASCII.GetBytes($"{ufrag}:them"), 1, 2, useCandidate: true, Encoding.ASCII.GetBytes(password));
        return bytes.AsSpan(0, length).ToArray();
    }
}
