using DocumentFormat.OpenXml.Packaging;
using Meetings.Server.Minutes;
using Meetings.Server.Minutes.Docx;
using Meetings.Server.Preparation.Contracts;

namespace Meetings.Server.Tests.Minutes;

/// <summary>Opinions given in writing before the meeting stand in its minutes.</summary>
public sealed class WrittenOpinionTests
{
    private static readonly WrittenOpinion Form = new(
        "Tán thành dự thảo quy chế", null, ["Tán thành", "Không tán thành"],
        [new WrittenAnswer("Nguyễn Văn A", Meeting8November.CommuneUnit, 0, ""), new WrittenAnswer("Điểm cầu B", null, 1, "Đề nghị bỏ Điều 5\nvì trùng.")]);

    [Fact]
    public void They_are_an_item_after_the_agenda_with_counts_and_words()
    {
        var body = ComposeMinutes.From(Meeting8November.Sources() with { Opinions = [Form, Form with { Question = "Không ai trả lời", Answers = [] }] });
        Assert.Equal(["1", "2", "3", "4", "5"], body.Items.Select(i => i.Label));
        Assert.Equal("Ý kiến bằng văn bản trước cuộc họp", body.Items[3].Title);
        Assert.Equal(
            "Nội dung xin ý kiến: Tán thành dự thảo quy chế.\nKết quả (02 ý kiến): Tán thành: 01; Không tán thành: 01.\n- Điểm cầu B: Đề nghị bỏ Điều 5 vì trùng.",
            body.Items[3].Text);
        Assert.Equal("Nội dung khác", body.Items[4].Title);

        using var docx = WordprocessingDocument.Open(new MemoryStream(MinutesDocument.Write(body)), false);
        Assert.Contains("4. Ý kiến bằng văn bản trước cuộc họp", docx.MainDocumentPart!.Document!.InnerText);
    }

    [Fact]
    public void Those_on_a_paper_stand_apart_for_its_readers()
    {
        var sources = Meeting8November.Sources();
        var paper = sources.Documents.Keys.Single();
        var items = ComposeMinutes.From(sources with { Opinions = [Form with { DocumentId = paper }, Form] }).Items;
        Assert.Equal((null, null), (items[3].ItemId, items[3].PaperId));
        Assert.Equal(("Ý kiến bằng văn bản trước cuộc họp: Báo cáo tháng 10.pdf", "5"), (items[4].Title, items[4].Label));
        Assert.Equal((sources.Plan.Agenda[0].Id, paper), (items[4].ItemId!.Value, items[4].PaperId!.Value));
    }

    [Fact]
    public void Very_many_words_are_counted_and_left_to_the_file_so_that_the_part_can_still_be_edited()
    {
        var many = Form with { Answers = [.. Enumerable.Range(0, 40).Select(i => new WrittenAnswer($"Đại biểu {i}", null, 0, new string('x', 4000)))] };
        var part = ComposeMinutes.From(Meeting8November.Sources() with { Opinions = [many] }).Items[3];
        Assert.InRange(part.Text.Length, 50_000, 70_000);
        Assert.EndsWith("- Và 25 ý kiến khác trong hồ sơ cuộc họp.", part.Text);
    }

    [Fact]
    public void Without_any_the_minutes_are_as_before() => Assert.Equal(4, Meeting8November.Body().Items.Count);
}
