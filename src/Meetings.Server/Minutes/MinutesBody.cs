using Meetings.Server.Kernel;

namespace Meetings.Server.Minutes;

/// <summary>
/// The text of the minutes in the parts of template 1.9 (decree 30/2020, annex III): ready Vietnamese text, so that what the
/// secretary edits is exactly what is printed.
/// </summary>
/// <param name="Title">Name of the meeting (trích yếu).</param>
/// <param name="Authority">Issuing body in capitals, one or two lines.</param>
/// <param name="ParentAuthority">The body above, in capitals; left out for a People's Committee.</param>
/// <param name="Closing">The closing sentence, ending in "./.".</param>
/// <param name="Recipients">Lines of "Nơi nhận" without dash.</param>
[WireContract]
internal sealed record MinutesBody(
    string Title,
    string Authority,
    string? ParentAuthority,
    string Place,
    string Begin,
    string End,
    string Chair,
    string Secretary,
    IReadOnlyList<MinutesUnit> Attendance,
    IReadOnlyList<MinutesAbsence> Absent,
    IReadOnlyList<MinutesItem> Items,
    string Closing,
    IReadOnlyList<string> Recipients);

[WireContract]
internal sealed record MinutesUnit(string Unit, IReadOnlyList<MinutesPerson> People);

/// <param name="From">Only for who came late.</param>
/// <param name="To">Only for who left early.</param>
/// <param name="Note">The site they sat at, lost lines.</param>
[WireContract]
internal sealed record MinutesPerson(string Name, string? Position, string Role, string? From, string? To, string? Note);

/// <param name="Excused">False until the secretary knows of a reason.</param>
[WireContract]
internal sealed record MinutesAbsence(string Name, string Unit, bool Excused);

/// <param name="Text">Lines: who presented and spoke, notes, conclusions.</param>
/// <param name="Label">As the agenda numbers it, "2.1"; left out where the number says it.</param>
/// <param name="ItemId">Left out for what belonged to no item.</param>
/// <param name="PaperId">Set for written opinions on a paper: only who may read it sees them.</param>
[WireContract]
internal sealed record MinutesItem(int Number, string Title, string? Begin, string? End, string Text, string? Label = null, AgendaItemId? ItemId = null, DocumentId? PaperId = null);

[WireContract]
internal enum MinutesStatus
{
    Draft,
}

[WireContract]
internal sealed record MinutesView(
    MeetingId MeetingId, MinutesStatus Status, int Revision, DateTimeOffset ComposedAt, DateTimeOffset? EditedAt, MinutesBody Body);
