using System.Net;
using System.Net.Http.Headers;
using Meetings.Server.Documents;
using Meetings.Server.Documents.Reading;
using Meetings.Server.Documents.Rendering;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Tests.Documents;

public sealed class DocumentTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Fact]
    public async Task A_paper_is_uploaded_made_into_pages_and_read_by_the_invited()
    {
        var (secretary, meeting) = await MeetingAsync("Họp có tài liệu", Plans.Unit("ttmyan"));
        var sent = await (await UploadAsync(secretary, meeting, Pdfs.Report, "Báo cáo tháng 10.pdf")).ReadAsync<DocumentView>();
        Assert.Equal(("Báo cáo tháng 10.pdf", 2, (long)Pdfs.Report.Length), (sent.Name, sent.Pages, sent.Size));

        var reader = await app.SignedInAsync("ttmyan.chutich");
        var ready = await Papers.ReadyAsync(reader, sent.Id);
        Assert.Equal([PageKind.Text, PageKind.Text], ready.Sheets.Select(s => s.Kind));
        Assert.Equal((595, 842), (ready.Sheets[0].Width, ready.Sheets[0].Height));

        var page = await reader.GetAsync($"/api/documents/{sent.Id}/p/{ready.Sheets[0].Hash}.svg");
        Assert.Equal("image/svg+xml", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("HUYỆN THÁP MƯỜI", await page.Content.ReadAsStringAsync());
        Assert.Contains("default-src 'none'; style-src 'unsafe-inline'", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(page.Headers.CacheControl is { Private: true, MaxAge.TotalDays: 365 });
        Assert.Contains("immutable", page.Headers.CacheControl!.ToString());
        Assert.Contains("nhiệm vụ tháng 11", await reader.GetStringAsync($"/api/documents/{sent.Id}/pages/1.txt"));

        var compressed = await SendAsync(reader, HttpMethod.Get, $"/api/documents/{sent.Id}/pages/2.svg", r => r.Headers.AcceptEncoding.ParseAdd("gzip, br"));
        Assert.Equal(["br"], compressed.Content.Headers.ContentEncoding);
        Assert.InRange((await compressed.Content.ReadAsByteArrayAsync()).Length, 500, 3000);
        var again = await SendAsync(reader, HttpMethod.Get, $"/api/documents/{sent.Id}/pages/2.svg", r =>
        {
            r.Headers.AcceptEncoding.ParseAdd("br");
            r.Headers.IfNoneMatch.Add(compressed.Headers.ETag!);
        });
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal("404 not_found", await (await reader.GetAsync($"/api/documents/{sent.Id}/pages/3.svg")).OutcomeAsync());
        Assert.Equal("404 not_found", await (await reader.GetAsync($"/api/documents/{sent.Id}/pages/0.svg")).OutcomeAsync());
    }

    [Fact]
    public async Task The_original_comes_as_a_download_with_its_Vietnamese_name_and_length()
    {
        var (secretary, meeting) = await MeetingAsync("Họp tải về");
        var sent = await (await UploadAsync(secretary, meeting, Pdfs.Plan, "Phương án “đường truyền”.pdf")).ReadAsync<DocumentView>();
        var head = await SendAsync(secretary, HttpMethod.Head, $"/api/documents/{sent.Id}/original");
        Assert.Equal(Pdfs.Plan.Length, head.Content.Headers.ContentLength);
        var whole = await secretary.GetAsync($"/api/documents/{sent.Id}/original");
        var disposition = whole.Content.Headers.ContentDisposition!;
        Assert.Equal(("attachment", "Phương án “đường truyền”.pdf"), (disposition.DispositionType, disposition.FileNameStar));
        Assert.Contains("sandbox", whole.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal(Pdfs.Plan, await whole.Content.ReadAsByteArrayAsync());
        var part = await SendAsync(secretary, HttpMethod.Get, $"/api/documents/{sent.Id}/original", r => r.Headers.Range = new RangeHeaderValue(0, 4));
        Assert.Equal("%PDF-", await part.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Who_is_no_longer_invited_reads_nothing_any_more()
    {
        var (secretary, meeting) = await MeetingAsync("Họp thu hồi", Plans.Unit("ttmyan"), Plans.Unit("thanhloi"));
        var sent = await (await UploadAsync(secretary, meeting, Pdfs.Report, "x.pdf")).ReadAsync<DocumentView>();
        var reader = await app.SignedInAsync("ttmyan.chutich");
        await Papers.ReadyAsync(reader, sent.Id);
        var plan = Plans.Edited(await secretary.GetAsync<MeetingDetails>($"/api/meetings/{meeting}"));
        await (await secretary.PutAsync($"/api/meetings/{meeting}", plan with { Invitees = [Plans.Unit("thanhloi")] })).ReadAsync<MeetingEdited>();
        foreach (var path in (string[])["", "/pages/1.svg", "/pages/1.png", "/pages/1.txt", "/original"])
        {
            Assert.Equal("404 not_found", await (await reader.GetAsync($"/api/documents/{sent.Id}{path}")).OutcomeAsync());
            Assert.Equal("401 not_signed_in", await (await app.Anonymous().GetAsync($"/api/documents/{sent.Id}{path}")).OutcomeAsync());
        }
    }

    [Fact]
    public async Task Only_managers_and_the_presenter_of_the_item_bring_papers()
    {
        var (secretary, meeting) = await MeetingAsync("Họp ai nộp", Plans.Unit("ttmyan"));
        var presenter = await app.SignedInAsync("mydong.chutich");
        Assert.Equal("200", await (await UploadAsync(presenter, meeting, Pdfs.Report, "của xã.pdf")).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await UploadAsync(presenter, meeting, Pdfs.Report, "x.pdf", item: 1)).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await UploadAsync(await app.SignedInAsync("ttmyan.chutich"), meeting, Pdfs.Report, "x.pdf")).OutcomeAsync());
        var agenda = (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda;
        var stranger = await app.SignedInAsync("docbinhkieu.chutich");
        var answer = await stranger.PostAsync($"/api/meetings/{meeting}/agenda/{agenda[0].Id}/documents?confirmed=true&name=x.pdf", new ByteArrayContent(Pdfs.Report));
        Assert.Equal("404 not_found", await answer.OutcomeAsync());
    }

    [Theory]
    [InlineData("html", "400 document_kind_unknown")]
    [InlineData("empty", "400 document_kind_unknown")]
    [InlineData("broken", "400 document_unreadable")]
    [InlineData("encrypted", "400 document_unreadable")]
    public async Task What_is_not_a_readable_PDF_is_refused_and_leaves_nothing_behind(string what, string outcome)
    {
        var (secretary, meeting) = await MeetingAsync("Họp tệp lạ");
        byte[] bytes = what switch
        {
            "html" => "<html><script>alert(1)</script></html>"u8.ToArray(),
            "empty" => [],
            "broken" => "%PDF-1.7\nnot really"u8.ToArray(),
            _ => Pdfs.Encrypted,
        };
        Assert.Equal(outcome, await (await UploadAsync(secretary, meeting, bytes, "x.pdf")).OutcomeAsync());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.DataFolder, "documents", "incoming")));
        Assert.All((await secretary.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda, i => Assert.Empty(i.Documents));
    }

    [Theory]
    [InlineData("..\\..\\windows\\x.pdf", "x.pdf")]
    [InlineData("../../etc/passwd", "passwd.pdf")]
    [InlineData("a\u202Efdp.exe", "afdp.exe.pdf")]
    [InlineData("x.pdf.html", "x.pdf.html.pdf")]
    [InlineData("\u0000 . ", "tài liệu.pdf")]
    [InlineData(null, "tài liệu.pdf")]
    [InlineData("Ba\u0301o ca\u0301o.PDF", "Báo cáo.pdf")]
    public void A_name_is_a_label_and_never_a_path(string? sent, string kept) => Assert.Equal(kept, DocumentName.Clean(sent));

    [Fact]
    public void A_name_of_any_length_is_kept_short() => Assert.Equal(DocumentName.MaxLength, DocumentName.Clean(new string('ế', 5000)).Length);

    [Fact]
    public async Task Papers_lie_under_random_names_outside_the_web_root()
    {
        var (secretary, meeting) = await MeetingAsync("Họp nơi lưu");
        var sent = await (await UploadAsync(secretary, meeting, Pdfs.Report, "bí mật nghề.pdf")).ReadAsync<DocumentView>();
        var files = Directory.EnumerateFileSystemEntries(Path.Combine(app.DataFolder, "documents"), "*", SearchOption.AllDirectories).ToList();
        Assert.DoesNotContain(files, f => f.Contains(sent.Id.ToString()) || f.Contains("nghề"));
    }

    [Fact]
    public async Task A_removed_paper_is_gone_but_its_name_can_still_be_cited()
    {
        var (secretary, meeting) = await MeetingAsync("Họp xóa tài liệu");
        var sent = await (await UploadAsync(secretary, meeting, Pdfs.Report, "bỏ.pdf")).ReadAsync<DocumentView>();
        var plan = Plans.Edited(await secretary.GetAsync<MeetingDetails>($"/api/meetings/{meeting}"));
        Assert.Equal("409 item_has_documents", await (await secretary.PutAsync($"/api/meetings/{meeting}", plan with { Agenda = [plan.Agenda![1]] })).OutcomeAsync());
        Assert.Equal("204", await (await secretary.DeleteAsync($"/api/documents/{sent.Id}")).OutcomeAsync());
        Assert.Equal("404 not_found", await (await secretary.GetAsync($"/api/documents/{sent.Id}/original")).OutcomeAsync());
        var cited = await app.WithAsync<Meetings.Server.Documents.Contracts.IDocuments, string?>(async d => (await d.FindAsync(sent.Id, default))?.Name);
        Assert.Equal("bỏ.pdf", cited);
        Assert.Equal("200", await (await secretary.PutAsync($"/api/meetings/{meeting}", plan with { Agenda = [plan.Agenda![1]] })).OutcomeAsync());
    }

    private async Task<(HttpClient Secretary, MeetingId Meeting)> MeetingAsync(string title, params InviteeInput[] invitees)
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        return (secretary, await secretary.CreateAsync(Plans.Input(title, invitees)));
    }

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient client, MeetingId meeting, byte[] bytes, string name, int item = 0)
    {
        var agenda = (await client.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda;
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        return await client.PostAsync($"/api/meetings/{meeting}/agenda/{agenda[item].Id}/documents?confirmed=true&name={Uri.EscapeDataString(name)}", content);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, Action<HttpRequestMessage>? prepare = null)
    {
        var request = new HttpRequestMessage(method, path);
        prepare?.Invoke(request);
        return client.SendAsync(request);
    }
}

public sealed class DocumentLimitTests
{
    [Fact]
    public async Task Too_large_a_paper_is_refused_by_its_announced_length_and_by_its_real_one()
    {
        await using var app = await MeetingsApp.StartAsync(settings: ("Meetings:Documents:MaxMb", "1"));
        var secretary = await app.SignedInAsync("huyen.thuky");
        var meeting = await secretary.CreateAsync(Plans.Input());
        var item = (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda[0].Id;
        var bytes = new byte[1_000_001];
        "%PDF-1.7"u8.CopyTo(bytes);
        var path = $"/api/meetings/{meeting}/agenda/{item}/documents?confirmed=true&name=x.pdf";
        Assert.Equal("413 document_too_large", await (await secretary.PostAsync(path, new ByteArrayContent(bytes))).OutcomeAsync());

        // A length nobody announced is found out while reading.
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(new MemoryStream(bytes)) };
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal("413 document_too_large", await (await secretary.SendAsync(request)).OutcomeAsync());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.DataFolder, "documents", "incoming")));
    }

    [Fact]
    public async Task After_a_restart_unfinished_papers_get_their_pages()
    {
        await using var app = await MeetingsApp.StartAsync(settings: ("Meetings:Documents:Pdftoppm", "none"));
        await app.WithAsync<MeetingsDbContext>(async db => Assert.All(await db.Set<DocumentVersion>().ToListAsync(), d => Assert.Equal(DocumentStatus.Processing, d.Status)));
        app.Clock.Advance(DocumentWorker.ResumeAfter);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        int waiting;
        do
        {
            await beat.WaitForNextTickAsync(patience.Token);
            waiting = await app.WithAsync<MeetingsDbContext, int>(db => db.Set<DocumentVersion>().CountAsync(d => d.Status == DocumentStatus.Processing));
        }
        while (waiting > 0);

        await app.WithAsync<MeetingsDbContext>(async db => Assert.All(await db.Set<DocumentVersion>().ToListAsync(), d => Assert.Equal(DocumentStatus.Ready, d.Status)));
    }
}
