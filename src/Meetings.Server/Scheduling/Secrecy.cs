using Meetings.Server.Kernel;

namespace Meetings.Server.Scheduling;

/// <summary>
/// Degree of secrecy (độ mật) of what a meeting is about: the three degrees of the Law on protection of state secrets and "ordinary".
/// The choice exists to stop: a system that joins offices over a network is no independent LAN (mạng LAN độc lập, Luật 117/2025/QH15),
/// so nothing secret may be held or prepared here. It is therefore never stored.
/// </summary>
internal enum MeetingSecrecy
{
    Ordinary,
    Secret,
    TopSecret,
    UltraSecret,
}

/// <summary>Refuses a plan of any degree but "ordinary" before anything of it is looked up or written.</summary>
internal static class Secrecy
{
    /// <returns>"state_secret" for a secret degree, "input_invalid" for none at all, null when the plan may go on.</returns>
    public static Refusal? Refuse(MeetingSecrecy degree) => degree switch
    {
        MeetingSecrecy.Ordinary => null,
        MeetingSecrecy.Secret or MeetingSecrecy.TopSecret or MeetingSecrecy.UltraSecret => Refusal.Invalid("state_secret"),
        _ => Refusal.Invalid("input_invalid"),
    };
}
