using Meetings.Server.Documents.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Minutes;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Tests.Minutes;

/// <summary>A small meeting with everything in it that minutes speak of: 8 November 2026, 08:00 to 09:20.</summary>
internal static class Meeting8November
{
    public static readonly UnitSummary District = Unit("UBND huyện Tháp Mười", "huyện Tháp Mười", UnitKind.District, null, 106);
    public static readonly UnitSummary Culture = Unit("Phòng Văn hóa và Thông tin huyện Tháp Mười", "Phòng VHTT", UnitKind.Department, District, 203);
    public static readonly UnitSummary MyDong = Unit("UBND xã Mỹ Đông", "xã Mỹ Đông", UnitKind.Commune, District, 307);
    public static readonly UnitSummary ThanhLoi = Unit("UBND xã Thạnh Lợi", "xã Thạnh Lợi", UnitKind.Commune, District, 301);

    public static readonly PersonSummary Chair = Person("Lý Bá Ửng", "Ông", "Chủ tịch", District, 1);
    public static readonly PersonSummary Secretary = Person("Trần Thị Bích Vân", "Bà", "Chuyên viên tổng hợp", District, 50);
    public static readonly PersonSummary Head = Person("Đỗ Quốc Ánh", "Ông", "Trưởng phòng", Culture, 10);
    public static readonly PersonSummary Commune = Person("Nguyễn Thị Út", "Bà", "Chủ tịch", MyDong, 1);
    public static readonly PersonSummary Missing = Person("Phạm Văn Vắng", "Ông", "Phó Chủ tịch", District, 2);

    public static readonly SiteSummary Site = new(new SiteId(Guid.NewGuid()), "Điểm cầu UBND xã Mỹ Đông", MyDong.Id, MyDong.Name, 30, true);
    public static readonly SiteSummary EmptySite = new(new SiteId(Guid.NewGuid()), "Điểm cầu UBND xã Thạnh Lợi", ThanhLoi.Id, ThanhLoi.Name, 30, true);

    private static readonly AgendaItemId Report = new(Guid.NewGuid()), Discussion = new(Guid.NewGuid()), Skipped = new(Guid.NewGuid());
    private static readonly DocumentSummary Paper = new(new DocumentId(Guid.NewGuid()), default, Report, "Báo cáo tháng 10.pdf", 2);

    public static MinutesSources Sources()
    {
        var plan = new MeetingPlan(
            new MeetingId(Guid.NewGuid()), "Họp giao ban trực tuyến tháng 11", MeetingKind.Briefing, MeetingMode.Online, MeetingStatus.Closed, District.Id,
            Chair.Id, Secretary.Id, new DateTime(2026, 11, 8, 8, 0, 0), "Asia/Ho_Chi_Minh", At(0), 90, "Phòng họp trực tuyến UBND huyện",
            [
                new PlannedItem(Report, 1, "Báo cáo tháng 10", AgendaItemKind.Inform, 30, Head.Id, null, "1"),
                new PlannedItem(Discussion, 2, "Thảo luận", AgendaItemKind.Discuss, 40, null, "Các xã", "2"),
                new PlannedItem(Skipped, 3, "Việc khác", AgendaItemKind.Inform, 10, null, null, "3"),
            ],
            [
                new Invitee(MyDong.Id, null, null, MeetingRole.Delegate), new Invitee(ThanhLoi.Id, null, null, MeetingRole.Delegate),
                new Invitee(null, Missing.Id, null, MeetingRole.Delegate), new Invitee(null, Head.Id, null, MeetingRole.Delegate),
                new Invitee(null, null, Site.Id, MeetingRole.Delegate), new Invitee(null, null, EmptySite.Id, MeetingRole.Delegate),
            ]);
        var record = new RoomRecord(
            plan.Id, At(-15), At(2), At(80), [new RecordedPause(At(40), At(45))],
            [
                new Attendee(1, Chair.Id, Chair.FullName, Chair.Position, Chair.UnitName, "chair", null, [new Presence(At(-10), At(80), false)]),
                new Attendee(2, Secretary.Id, Secretary.FullName, Secretary.Position, Secretary.UnitName, "secretary", null, [new Presence(At(-15), At(80), false)]),
                new Attendee(3, Head.Id, Head.FullName, Head.Position, Head.UnitName, "delegate", null, [new Presence(At(0), At(60), false)]),
                new Attendee(4, Commune.Id, Commune.FullName, Commune.Position, Commune.UnitName, "delegate", Site.Name,
                    [new Presence(At(12), At(31), true), new Presence(At(34), null, false)]),
                new Attendee(5, null, "Trần Khách", null, null, "guest", null, [new Presence(At(3), At(80), false)]),
            ],
            [new RecordedItem(Report, At(3), At(33)), new RecordedItem(Discussion, At(33), null)],
            [
                new RecordedSpeech(At(4), 600, Head.FullName, Head.Position, Head.UnitName, true, Report),
                new RecordedSpeech(At(16), 300, Head.FullName, Head.Position, Head.UnitName, true, Report),
                new RecordedSpeech(At(46), 125, Commune.FullName, Commune.Position, Commune.UnitName, true, Discussion),
                new RecordedSpeech(At(47), 4, "Trần Khách", null, null, false, Discussion),
            ],
            [new RecordedNote("n1", Report, "Số liệu thống nhất lấy theo Chi cục Thống kê."), new RecordedNote("n2", null, "Lịch họp tháng sau không đổi.")],
            [new RecordedConclusion("c1", Discussion, "Kiểm tra đường truyền các điểm cầu.", Culture.Id, Culture.Name, new DateOnly(2027, 2, 5))],
            [new RecordedDocument(Paper.Id, At(5), Report)],
            [new RecordedChat(At(50), "Nguyễn Thị Út", "Xã đã lắp đường truyền dự phòng", Discussion)]);
        return new MinutesSources(
            plan, record,
            new[] { District, Culture, MyDong, ThanhLoi }.ToDictionary(u => u.Id),
            new[] { Chair, Secretary, Head, Commune, Missing }.ToDictionary(p => p.Id),
            new[] { Site, EmptySite }.ToDictionary(s => s.Id),
            new[] { Paper }.ToDictionary(d => d.Id));
    }

    public static UnitId CommuneUnit => MyDong.Id;

    public static MinutesBody Body() => ComposeMinutes.From(Sources());

    private static DateTimeOffset At(int minute) => new DateTimeOffset(2026, 11, 8, 1, 0, 0, TimeSpan.Zero).AddMinutes(minute);

    private static UnitSummary Unit(string name, string shortName, UnitKind kind, UnitSummary? parent, int rank) =>
        new(new UnitId(Guid.NewGuid()), name, shortName, kind, parent?.Id, parent?.Name, "Tháp Mười", rank);

    private static PersonSummary Person(string name, string honorific, string position, UnitSummary unit, int rank) =>
        new(new PersonId(Guid.NewGuid()), name, honorific, position, unit.Id, unit.Name, rank);
}
