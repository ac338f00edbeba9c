using Meetings.Server.Demo;
using Meetings.Server.Documents;
using Meetings.Server.Documents.Reading;
using Meetings.Server.Documents.Rendering;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Scheduling;

namespace Meetings.Server.Tests.Documents;

/// <summary>Versions, who may read, withdrawing, stamps, openings, pictures, the packet.</summary>
public sealed class PaperRulesTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Fact]
    public async Task A_new_version_changes_only_the_pages_that_changed_and_readers_keep_the_old_one_till_it_is_ready()
    {
        var (secretary, meeting) = await MeetingAsync();
        var reader = await app.SignedInAsync("ttmyan.chutich");
        var first = await SentAsync(secretary, meeting, TwoPages("Trang mot", "Trang hai"));
        var before = await Papers.ReadyAsync(reader, first.Id);
        var replaced = await (await Papers.SendAsync(secretary, meeting, TwoPages("Trang mot", "Trang hai sua"), "Bản sửa.pdf", first.Id)).ReadAsync<DocumentView>();
        Assert.Equal((first.Id, 2), (replaced.Id, replaced.Latest));
        var after = await Papers.ReadyAsync(reader, first.Id);
        Assert.Equal((2, "Bản sửa.pdf"), (after.Version, after.Name));
        Assert.Equal(before.Sheets[0].Hash, after.Sheets[0].Hash);
        Assert.NotEqual(before.Sheets[1].Hash, after.Sheets[1].Hash);
        Assert.Contains("sua", await reader.GetStringAsync($"/api/documents/{first.Id}/pages/2.txt"));

        // The page that went is not for readers any more; those who prepare the meeting may compare.
        var old = $"/api/documents/{first.Id}/p/{before.Sheets[1].Hash}.txt";
        Assert.Equal("404 not_found", await (await reader.GetAsync(old)).OutcomeAsync());
        Assert.Equal("200", await (await secretary.GetAsync(old)).OutcomeAsync());
    }

    [Fact]
    public async Task A_version_that_cannot_be_read_leaves_the_one_before_in_place_and_says_why()
    {
        var (secretary, meeting) = await MeetingAsync();
        var paper = await SentAsync(secretary, meeting, Pdfs.Report);
        await Papers.ReadyAsync(secretary, paper.Id);
        var broken = Offices.Zip(("[Content_Types].xml", "<x/>"), ("word/document.xml", "not xml"));
        Assert.Equal("200", await (await Papers.SendAsync(secretary, meeting, broken, "x.docx", paper.Id)).OutcomeAsync());
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        DocumentDetails details;
        do
        {
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            details = await secretary.GetAsync<DocumentDetails>($"/api/documents/{paper.Id}");
        }
        while (details.Problem is null);

        Assert.Equal((1, 2, DocumentStatus.Ready, 2), (details.Version, details.Latest, details.Status, details.Pages));
    }

    [Fact]
    public async Task Only_the_chosen_read_a_restricted_paper_and_nobody_else_learns_of_it()
    {
        var (secretary, meeting) = await MeetingAsync(Plans.Unit("ttmyan"), Plans.Person("thanhloi.chutich"), Plans.Unit("docbinhkieu"));
        var paper = await SentAsync(secretary, meeting, Pdfs.Report);
        await Papers.ReadyAsync(secretary, paper.Id);
        var person = OrganisationSeed.PersonOf("thanhloi.chutich").ToString();
        var unit = OrganisationSeed.UnitOf("ttmyan").ToString();
        var rules = new DocumentRules([new(InviteeKind.Person, person), new(InviteeKind.Unit, unit)], true, false);
        Assert.Equal("204", await (await secretary.PutAsync($"/api/documents/{paper.Id}/rules", rules)).OutcomeAsync());
        foreach (var (who, sees) in ((string, bool)[])[("ttmyan.chutich", true), ("thanhloi.chutich", true), ("docbinhkieu.chutich", false)])
        {
            var client = await app.SignedInAsync(who);
            Assert.Equal(sees ? 1 : 0, (await client.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda[0].Documents.Count);
            Assert.Equal(sees ? 1 : 0, (await client.GetAsync<MeetingPacket>($"/api/meetings/{meeting}/packet")).Papers.Count);
            foreach (var path in (string[])["", "/pages/1.svg", "/original"])
            {
                Assert.Equal(sees ? "200" : "404 not_found", await (await client.GetAsync($"/api/documents/{paper.Id}{path}")).OutcomeAsync());
            }

            Assert.Equal(sees ? "403 forbidden" : "404 not_found", await (await client.PutAsync($"/api/documents/{paper.Id}/rules", rules)).OutcomeAsync());
        }
    }

    [Fact]
    public async Task A_withdrawn_paper_is_gone_for_readers_and_comes_back_when_released()
    {
        var (secretary, meeting) = await MeetingAsync();
        var reader = await app.SignedInAsync("ttmyan.chutich");
        var paper = await SentAsync(secretary, meeting, Pdfs.Report);
        var sheet = (await Papers.ReadyAsync(reader, paper.Id)).Sheets[0];
        Assert.Equal("403 forbidden", await (await reader.PostAsync($"/api/documents/{paper.Id}/withdraw", new { })).OutcomeAsync());
        Assert.Equal("204", await (await secretary.PostAsync($"/api/documents/{paper.Id}/withdraw", new { })).OutcomeAsync());
        Assert.Equal("404 not_found", await (await reader.GetAsync($"/api/documents/{paper.Id}/p/{sheet.Hash}.svg")).OutcomeAsync());
        Assert.Empty((await reader.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda[0].Documents);
        Assert.True((await secretary.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda[0].Documents[0].Withdrawn);
        Assert.Empty((await secretary.GetAsync<MeetingPacket>($"/api/meetings/{meeting}/packet")).Papers);
        Assert.Equal("204", await (await secretary.PostAsync($"/api/documents/{paper.Id}/release", new { })).OutcomeAsync());
        Assert.Equal("200", await (await reader.GetAsync($"/api/documents/{paper.Id}/p/{sheet.Hash}.svg")).OutcomeAsync());
    }

    [Fact]
    public async Task A_picture_becomes_a_page_with_a_small_and_a_sharp_image_and_an_older_browser_gets_WebP()
    {
        var (secretary, meeting) = await MeetingAsync();
        var paper = await (await Papers.SendAsync(secretary, meeting, Pictures.Jpeg("Tờ trình có dấu đỏ"), "chụp.jpg")).ReadAsync<DocumentView>();
        Assert.Equal(("chụp.jpg", 1), (paper.Name, paper.Pages));
        var details = await Papers.PicturedAsync(secretary, paper.Id);
        Assert.Equal(PageKind.Scan, details.Sheets[0].Kind);
        var url = $"/api/documents/{paper.Id}/p/{details.Sheets[0].Hash}.small";
        var avif = await secretary.GetAsync(url);
        Assert.Equal("image/avif", avif.Content.Headers.ContentType!.MediaType);
        Assert.Equal(details.Sheets[0].Small, avif.Content.Headers.ContentLength);
        Assert.Contains("immutable", avif.Headers.CacheControl!.ToString());
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("image/webp,image/*;q=0.8");
        Assert.Equal("image/webp", (await secretary.SendAsync(request)).Content.Headers.ContentType!.MediaType);
        var packet = await secretary.GetAsync<MeetingPacket>($"/api/meetings/{meeting}/packet");
        Assert.Equal(details.Sheets[0].Small + details.Sheets[0].Drawing, packet.Bytes);
    }

    [Fact]
    public async Task A_stamped_paper_shows_the_readers_name_on_words_and_pictures_and_is_cached_by_nobody_else()
    {
        var (secretary, meeting) = await MeetingAsync();
        var reader = await app.SignedInAsync("ttmyan.chutich");
        var text = await SentAsync(secretary, meeting, Pdfs.Report);
        var picture = await (await Papers.SendAsync(secretary, meeting, Pictures.Jpeg("Mật độ"), "x.jpg")).ReadAsync<DocumentView>();
        var hash = (await Papers.PicturedAsync(secretary, picture.Id)).Sheets[0].Hash;
        var plain = await reader.GetByteArrayAsync($"/api/documents/{picture.Id}/p/{hash}.small");
        foreach (var id in (DocumentId[])[text.Id, picture.Id])
        {
            Assert.Equal("204", await (await secretary.PutAsync($"/api/documents/{id}/rules", new DocumentRules([], false, true))).OutcomeAsync());
        }

        var name = (await reader.GetAsync<global::Meetings.Server.Accounts.Contracts.SessionView>("/api/session")).User!.DisplayName;
        var words = await reader.GetAsync($"/api/documents/{text.Id}/pages/1.svg");
        var svg = System.Xml.Linq.XElement.Parse(await words.Content.ReadAsStringAsync());
        Assert.Contains($"{name} · 23/11/2026 08:00", svg.Value);
        Assert.DoesNotContain("immutable", words.Headers.CacheControl!.ToString());
        var stamped = await reader.GetAsync($"/api/documents/{picture.Id}/p/{hash}.small");
        Assert.Equal("image/webp", stamped.Content.Headers.ContentType!.MediaType);
        using var image = new ImageMagick.MagickImage(await stamped.Content.ReadAsByteArrayAsync());
        using var original = new ImageMagick.MagickImage(plain);
        Assert.Equal((original.Width, original.Height), (image.Width, image.Height));

        // The paper is grey; only the stamp is red.
        Assert.Contains(image.GetPixels().Select(p => p.ToColor()!), c => c.R > c.G + 25 && c.R > c.B + 15);
        Assert.DoesNotContain(original.GetPixels().Select(p => p.ToColor()!), c => c.R > c.G + 25 && c.R > c.B + 15);
        Assert.Equal("403 document_no_download", await (await reader.GetAsync($"/api/documents/{picture.Id}/original")).OutcomeAsync());
    }

    [Fact]
    public async Task Who_opened_what_when_is_kept_for_the_secretary_the_board_and_the_reminders()
    {
        var (secretary, meeting) = await MeetingAsync();
        var reader = await app.SignedInAsync("ttmyan.chutich");
        var paper = await SentAsync(secretary, meeting, Pdfs.Report);
        await Papers.ReadyAsync(reader, paper.Id);
        Assert.Empty(await secretary.GetAsync<List<OpeningView>>($"/api/documents/{paper.Id}/openings"));
        Assert.Equal("204", await (await reader.PostAsync($"/api/documents/{paper.Id}/opened", new { })).OutcomeAsync());
        Assert.Equal("204", await (await reader.PostAsync($"/api/documents/{paper.Id}/opened", new { })).OutcomeAsync());
        await reader.GetByteArrayAsync($"/api/documents/{paper.Id}/original");
        var opening = Assert.Single(await secretary.GetAsync<List<OpeningView>>($"/api/documents/{paper.Id}/openings"));
        Assert.Equal((1, 1, MeetingsApp.Morning), (opening.Times, opening.Version, opening.FirstAt));
        Assert.NotNull(opening.DownloadedAt);
        Assert.Equal("403 forbidden", await (await reader.GetAsync($"/api/documents/{paper.Id}/openings")).OutcomeAsync());
        var readings = await app.WithAsync<IPaperReadings, IReadOnlyList<PaperReading>?>(r => r.OfMeetingAsync(meeting, default));
        Assert.Equal((paper.Id, OrganisationSeed.PersonOf("ttmyan.chutich")), (readings!.Single().DocumentId, readings!.Single().PersonId));
    }

    private async Task<(HttpClient Secretary, MeetingId Meeting)> MeetingAsync(params InviteeInput[] invitees)
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        return (secretary, await secretary.CreateAsync(Plans.Input("Họp tài liệu", invitees.Length > 0 ? invitees : [Plans.Unit("ttmyan")])));
    }

    private static async Task<DocumentView> SentAsync(HttpClient client, MeetingId meeting, byte[] bytes) =>
        await (await Papers.SendAsync(client, meeting, bytes, "Tài liệu.pdf")).ReadAsync<DocumentView>();

    private static byte[] TwoPages(string first, string second)
    {
        using var target = new PdfSharp.Pdf.PdfDocument();
        foreach (var words in (string[])[first, second])
        {
            using var source = new MemoryStream(Pdfs.Of($"BT /F1 14 Tf 50 700 Td ({words}) Tj ET"));
            using var one = PdfSharp.Pdf.IO.PdfReader.Open(source, PdfSharp.Pdf.IO.PdfDocumentOpenMode.Import);
            target.AddPage(one.Pages[0]);
        }

        using var bytes = new MemoryStream();
        target.Save(bytes);
        return bytes.ToArray();
    }
}
