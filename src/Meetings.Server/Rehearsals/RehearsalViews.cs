using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rehearsals;

[WireContract]
internal enum PartState
{
    /// <summary>Not tried.</summary>
    Unknown,
    Good,
    Weak,
    Failed,
}

/// <summary>How media got through.</summary>
[WireContract]
internal enum MediaWay
{
    Unknown,
    Udp,
    Tcp,
    None,
}

/// <summary>Đạt, yếu, chưa kiểm tra, không đạt: in the order of what needs attention.</summary>
[WireContract]
internal enum RehearsalVerdict
{
    Good,
    Weak,
    Missing,
    Failed,
}

/// <param name="Down">kbit/s, 0 to 1,000,000.</param>
/// <param name="Up">kbit/s, 0 to 1,000,000.</param>
/// <param name="RoundTrip">Milliseconds, 0 to 60,000.</param>
/// <param name="Loss">Packets lost in a thousand.</param>
[WireContract]
internal sealed record RehearsalInput(
    PartState Camera, PartState Microphone, PartState Speaker, MediaWay Way, int? Down, int? Up, int? RoundTrip, int? Loss, string? Browser);

[WireContract]
internal sealed record RehearsalKept(RehearsalVerdict Verdict, IReadOnlyList<string> Problems);

/// <param name="Problems">What is not good, as keys: "none", "tcp", "microphone", "speaker", "camera", "down", "up", "loss", "delay", "unknown".</param>
/// <param name="Technician">Whom to call at a site.</param>
/// <param name="Tries">How often the place was tried for this meeting.</param>
[WireContract]
internal sealed record RehearsalRow(
    string Place, InviteeKind Kind, string Name, string? UnitName, RehearsalVerdict Verdict, IReadOnlyList<string> Problems, RehearsalInput? Last,
    DateTimeOffset? At, string? By, int Tries, string? Technician, string? TechnicianPhone);

/// <param name="MayManage">Then the rows are of everybody; else the caller's own.</param>
[WireContract]
internal sealed record RehearsalBoard(bool MayManage, IReadOnlyList<RehearsalRow> Rows);

[WireContract]
internal sealed record RehearsalReminded(int Told);
