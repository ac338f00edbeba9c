using System.Text;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Notifications.Mail;
using MimeKit;

namespace Meetings.Server.Tests.Notifications;

/// <summary>Nothing written in a title or name becomes a header, a recipient or a part of its own (trust.md D07).</summary>
public sealed class MailMessageTests
{
    private static readonly Guid Id = new("01940000000070008000000000000001");

    [Theory]
    [InlineData("Họp\r\nBcc: a@b.example")]
    [InlineData("Họp\nBcc: a@b.example\n\nthân thư")]
    [InlineData("Họp\u2028Bcc: a@b.example")]
    [InlineData("Họp\u0000\u000bX-Evil: 1")]
    public void A_subject_stays_one_header(string subject)
    {
        var read = RoundTrip(subject, "Ông A");
        Assert.Empty(read.Bcc);
        Assert.Null(read.Headers["X-Evil"]);
        Assert.Single(read.To);
        Assert.StartsWith("Họp", read.Subject);
        Assert.DoesNotContain(read.Subject!, char.IsControl);
    }

    [Theory]
    [InlineData("\"Ông\" A, b@c.example; <d@e.example>")]
    [InlineData("A\r\nTo: x@y.example")]
    [InlineData("(chú thích) \\")]
    public void A_name_stays_a_name(string name)
    {
        var read = RoundTrip("Họp", name);
        var to = Assert.Single(read.To.Mailboxes);
        Assert.Equal("ubnd@mydong.example", to.Address);
        Assert.Equal(MailMessage.OneLine(name), to.Name);
    }

    [Fact]
    public void A_long_subject_is_cut_at_two_hundred_letters()
    {
        var read = RoundTrip(new string('ọ', 500), "A");
        Assert.Equal(200, read.Subject!.Length);
        Assert.EndsWith("…", read.Subject);
    }

    [Fact]
    public void The_calendar_stands_beside_the_text_with_its_method_and_arrives_to_the_byte()
    {
        var calendar = "BEGIN:VCALENDAR\r\nSUMMARY:Họp giao ban xã Mỹ Đông\r\nEND:VCALENDAR\r\n";
        var message = MailMessage.Build(
            new MailLetter(new MailAddress("A", "a@b.example"), "Giấy mời", "Kính mời\nông", new CalendarPart("REQUEST", calendar)),
            new MailAddress("Văn phòng", "hop@thapmuoi.example"), "thapmuoi.example", Id, MeetingsApp.Morning, _ => []);
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        var text = Encoding.ASCII.GetString(stream.ToArray());
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 998 && line.All(c => c < 128)));
        stream.Position = 0;
        var read = MimeMessage.Load(stream);
        var alternative = Assert.IsType<MultipartAlternative>(read.Body);
        Assert.Equal(["text/plain", "text/calendar"], alternative.Select(p => p.ContentType.MimeType));
        var part = (TextPart)alternative[1];
        Assert.Equal(("REQUEST", "utf-8", calendar), (part.ContentType.Parameters["method"], part.ContentType.Charset, Decoded(part)));
        Assert.Equal("01940000000070008000000000000001@thapmuoi.example", read.MessageId);
        Assert.Equal("auto-generated", read.Headers["Auto-Submitted"]);
    }

    [Theory]
    [InlineData("ubnd@mydong.example", true)]
    [InlineData("van.phong+hop@thapmuoi.dongthap.gov.vn", true)]
    [InlineData("a@b.example, c@d.example", false)]
    [InlineData("a@b.example\r\nBcc: c@d.example", false)]
    [InlineData("A <a@b.example>", false)]
    [InlineData("a", false)]
    [InlineData("@b.example", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_one_plain_address_is_an_address(string? text, bool sound) => Assert.Equal(sound, MailAddresses.IsSound(text));

    private static string Decoded(MimePart part)
    {
        using var bytes = new MemoryStream();
        part.Content!.DecodeTo(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static MimeMessage RoundTrip(string subject, string name)
    {
        var message = MailMessage.Build(
            new MailLetter(new MailAddress(name, "ubnd@mydong.example"), subject, "Nội dung"),
            new MailAddress("Văn phòng", "hop@thapmuoi.example"), "thapmuoi.example", Id, MeetingsApp.Morning, _ => []);
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        stream.Position = 0;
        return MimeMessage.Load(stream);
    }
}
