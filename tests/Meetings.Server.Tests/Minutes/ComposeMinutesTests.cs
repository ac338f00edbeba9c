using Meetings.Server.Minutes;
using Meetings.Server.OfficialDocuments;

namespace Meetings.Server.Tests.Minutes;

public sealed class ComposeMinutesTests
{
    private readonly MinutesBody _minutes = Meeting8November.Body();

    [Fact]
    public void Begin_end_chair_and_secretary_are_in_official_words()
    {
        Assert.Equal("8 giờ 02 phút, ngày 08 tháng 11 năm 2026", _minutes.Begin);
        Assert.Equal("9 giờ 20 phút, ngày 08 tháng 11 năm 2026", _minutes.End);
        Assert.Equal("Ông Lý Bá Ửng, Chủ tịch UBND huyện Tháp Mười", _minutes.Chair);
        Assert.Equal("Bà Trần Thị Bích Vân, Chuyên viên tổng hợp, UBND huyện Tháp Mười", _minutes.Secretary);
        Assert.Equal(("ỦY BAN NHÂN DÂN\nHUYỆN THÁP MƯỜI", (string?)null), (_minutes.Authority, _minutes.ParentAuthority));
    }

    [Fact]
    public void Attendance_is_by_unit_in_official_order_with_site_lateness_and_lost_line()
    {
        Assert.Equal(
            ["UBND huyện Tháp Mười", "Phòng Văn hóa và Thông tin huyện Tháp Mười", "UBND xã Mỹ Đông", "Thành phần khác"],
            _minutes.Attendance.Select(u => u.Unit));
        Assert.Equal(["Ông Lý Bá Ửng", "Bà Trần Thị Bích Vân"], _minutes.Attendance[0].People.Select(p => p.Name));
        Assert.Equal(["Chủ trì", "Thư ký"], _minutes.Attendance[0].People.Select(p => p.Role));

        var commune = Assert.Single(_minutes.Attendance[2].People);
        Assert.Equal("8 giờ 12 phút", commune.From);
        Assert.Null(commune.To);
        Assert.Equal("tại điểm cầu UBND xã Mỹ Đông; mất kết nối 01 lần, 03 phút", commune.Note);

        var leftEarly = Assert.Single(_minutes.Attendance[1].People);
        Assert.Equal((null, "9 giờ 00 phút"), (leftEarly.From, leftEarly.To));
    }

    [Fact]
    public void Each_missing_person_and_unit_is_named_once() =>
        Assert.Equal(
            [new MinutesAbsence("Đại biểu của đơn vị", "UBND xã Thạnh Lợi", false), new MinutesAbsence("Phạm Văn Vắng", "UBND huyện Tháp Mười", false)],
            _minutes.Absent);

    [Fact]
    public void Items_tell_who_presented_spoke_and_what_was_shown_noted_and_concluded()
    {
        Assert.Equal(("8 giờ 03 phút", "8 giờ 33 phút"), (_minutes.Items[0].Begin, _minutes.Items[0].End));
        Assert.Equal(
            """
            Trình bày: Ông Đỗ Quốc Ánh, Trưởng phòng Văn hóa và Thông tin huyện Tháp Mười.
            Tài liệu trình chiếu: Báo cáo tháng 10.pdf.
            Phát biểu:
            - Ông Đỗ Quốc Ánh, Trưởng phòng Văn hóa và Thông tin huyện Tháp Mười (từ 8 giờ 04 phút, 15 phút).
            Số liệu thống nhất lấy theo Chi cục Thống kê.
            """.ReplaceLineEndings("\n"),
            _minutes.Items[0].Text);
        Assert.Equal(
            """
            Trình bày: Các xã.
            Phát biểu:
            - Bà Nguyễn Thị Út, Chủ tịch UBND xã Mỹ Đông (từ 8 giờ 46 phút, 02 phút).
            Ý kiến bằng tin nhắn:
            - Nguyễn Thị Út: Xã đã lắp đường truyền dự phòng
            Kết luận:
            - Kiểm tra đường truyền các điểm cầu (đơn vị chủ trì: Phòng Văn hóa và Thông tin huyện Tháp Mười; thời hạn: ngày 05 tháng 02 năm 2027).
            """.ReplaceLineEndings("\n"),
            _minutes.Items[1].Text);
        Assert.Equal("9 giờ 20 phút", _minutes.Items[1].End);
        Assert.Equal((null, "Nội dung chưa được xem xét tại cuộc họp."), (_minutes.Items[2].Begin, _minutes.Items[2].Text));
        Assert.Equal(("Nội dung khác", "Lịch họp tháng sau không đổi."), (_minutes.Items[3].Title, _minutes.Items[3].Text));
    }

    [Fact]
    public void The_closing_names_the_pause_and_ends_as_the_decree_wants() =>
        Assert.Equal(
            "Cuộc họp tạm dừng 01 lần (từ 8 giờ 40 phút đến 8 giờ 45 phút). Cuộc họp kết thúc vào 9 giờ 20 phút, ngày 08 tháng 11 năm 2026./.",
            _minutes.Closing);

    [Fact]
    public void A_room_closed_before_it_was_begun_still_gives_minutes()
    {
        var sources = Meeting8November.Sources();
        var empty = sources with
        {
            Record = sources.Record with { BegunAt = null, ClosedAt = null, Attendees = [], Items = [], Speeches = [], Notes = [], Conclusions = [], MarkedChat = [] },
        };
        var minutes = ComposeMinutes.From(empty);
        Assert.Empty(minutes.Attendance);
        Assert.All(minutes.Items, i => Assert.Null(i.Begin));
    }

    [Theory]
    [InlineData(2020, 3, 5, "ngày 05 tháng 3 năm 2020")]
    [InlineData(2021, 1, 29, "ngày 29 tháng 01 năm 2021")]
    [InlineData(2026, 2, 10, "ngày 10 tháng 02 năm 2026")]
    [InlineData(2026, 12, 31, "ngày 31 tháng 12 năm 2026")]
    public void Days_below_ten_and_the_first_two_months_take_a_leading_zero(int year, int month, int day, string text) =>
        Assert.Equal(text, OfficialText.Date(new DateOnly(year, month, day)));

    [Theory]
    [InlineData("Chánh Văn phòng", "Văn phòng HĐND và UBND huyện Tháp Mười", "Chánh Văn phòng HĐND và UBND huyện Tháp Mười")]
    [InlineData("Trưởng phòng", "Phòng Nội vụ huyện Tháp Mười", "Trưởng phòng Nội vụ huyện Tháp Mười")]
    [InlineData("Giám đốc", "Sở Y tế tỉnh Đồng Tháp", "Giám đốc Sở Y tế tỉnh Đồng Tháp")]
    [InlineData("Kỹ thuật viên", "Trung tâm Văn hóa", "Kỹ thuật viên, Trung tâm Văn hóa")]
    [InlineData(null, "UBND xã Mỹ Đông", "UBND xã Mỹ Đông")]
    public void Position_and_unit_read_as_one(string? position, string? unit, string text) => Assert.Equal(text, OfficialText.PositionAndUnit(position, unit));

    [Fact]
    public void A_department_stands_under_its_committee()
    {
        var (parent, authority) = OfficialText.Authority(Meeting8November.Culture, Meeting8November.District);
        Assert.Equal(("UBND HUYỆN THÁP MƯỜI", "PHÒNG VĂN HÓA VÀ THÔNG TIN"), (parent, authority));
    }

    [Theory]
    [InlineData("Ông Lý Bá Ửng, Chủ tịch UBND huyện Tháp Mười", "Lý Bá Ửng")]
    [InlineData("Bà Nguyễn Thị Út", "Nguyễn Thị Út")]
    [InlineData("", "")]
    public void Under_a_signature_stands_the_name_alone(string person, string name) => Assert.Equal(name, OfficialText.SignatureName(person));
}
