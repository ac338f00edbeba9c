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
    public void Without_any_the_minutes_are_as_before() => Assert.Equal(4, Meeting8November.Body().Items.Count);
}
