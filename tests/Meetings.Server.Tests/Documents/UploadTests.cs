using System.Net;
using Meetings.Server.Audit;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Tests.Documents;

public sealed class UploadTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Fact]
    public async Task A_cut_upload_goes_on_where_it_stopped_and_answers_again_when_its_answer_was_lost()
    {
        var (secretary, meeting) = await MeetingAsync(app);
        var upload = (await (await Papers.BeginAsync(secretary, meeting, Pdfs.Report.Length, "Báo cáo.pdf")).ReadAsync<UploadStarted>()).Id;
        Assert.Equal("204", await (await Papers.AppendAsync(secretary, upload, 0, Pdfs.Report[..5000])).OutcomeAsync());

        // A line that dies in the middle of a piece: what arrived counts.
        using var line = new CancellationTokenSource();
        var cut = Papers.AppendAsync(secretary, upload, 5000, new HangingContent(Pdfs.Report[5000..9000]), line.Token);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await Papers.OffsetAsync(secretary, upload) < 9000)
        {
            await beat.WaitForNextTickAsync(patience.Token);
        }

        await line.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => cut);

        var last = await LastAsync(secretary, upload, 9000);
        var paper = await last.ReadAsync<DocumentView>();
        Assert.Equal(("Báo cáo.pdf", 2, (long)Pdfs.Report.Length), (paper.Name, paper.Pages, paper.Size));
        Assert.Equal(Pdfs.Report.Length, await Papers.OffsetAsync(secretary, upload));
        Assert.Equal(paper.Id, (await (await Papers.AppendAsync(secretary, upload, Pdfs.Report.Length, [])).ReadAsync<DocumentView>()).Id);
        Assert.Equal(Pdfs.Report, await secretary.GetByteArrayAsync($"/api/documents/{paper.Id}/original"));
    }

    [Fact]
    public async Task An_upload_survives_a_restart_of_the_server()
    {
        string upload;
        var folder = Directory.CreateTempSubdirectory("meetings-test-").FullName;
        MeetingId meeting;
        await using (var before = await MeetingsApp.StartAsync(dataFolder: folder, keepFolder: true))
        {
            (var secretary, meeting) = await MeetingAsync(before);
            upload = (await (await Papers.BeginAsync(secretary, meeting, Pdfs.Report.Length, "x.pdf")).ReadAsync<UploadStarted>()).Id;
            await Papers.AppendAsync(secretary, upload, 0, Pdfs.Report[..7000]);
            await before.StopAsync();
        }

        await using var after = await MeetingsApp.StartAsync(dataFolder: folder);
        var again = await after.SignedInAsync("huyen.thuky");
        Assert.Equal(7000, await Papers.OffsetAsync(again, upload));
        Assert.Equal("200", await (await Papers.AppendAsync(again, upload, 7000, Pdfs.Report[7000..])).OutcomeAsync());
    }

    [Fact]
    public async Task Bytes_are_taken_only_in_order_only_from_their_owner_and_never_more_than_announced()
    {
        var (secretary, meeting) = await MeetingAsync(app);
        var upload = (await (await Papers.BeginAsync(secretary, meeting, 100, "x.pdf")).ReadAsync<UploadStarted>()).Id;
        Assert.Equal("409 upload_offset", await (await Papers.AppendAsync(secretary, upload, 50, new byte[10])).OutcomeAsync());
        Assert.Equal("404 upload_unknown", await (await Papers.AppendAsync(await app.SignedInAsync("huyen.chutich"), upload, 0, new byte[10])).OutcomeAsync());
        Assert.Equal("413 document_too_large", await (await Papers.AppendAsync(secretary, upload, 0, new byte[101])).OutcomeAsync());
        Assert.Equal("204", await (await secretary.DeleteAsync($"/api/uploads/{upload}")).OutcomeAsync());
        Assert.Equal("404 upload_unknown", await (await Papers.AppendAsync(secretary, upload, 0, new byte[10])).OutcomeAsync());
    }

    /// <summary>D04, F22: what is announced too large is refused before a byte is sent, and nobody fills the disk with beginnings.</summary>
    [Fact]
    public async Task Too_large_and_too_many_are_refused_before_a_byte_is_sent()
    {
        var (_, meeting) = await MeetingAsync(app);

        // The chair, because what is begun here stands open for whoever begins.
        var secretary = await app.SignedInAsync("huyen.chutich");
        Assert.Equal("413 document_too_large", await (await Papers.BeginAsync(secretary, meeting, 5_000_000_000, "x.pdf")).OutcomeAsync());
        var outcomes = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            outcomes.Add(await (await Papers.BeginAsync(secretary, meeting, 1000, "x.pdf")).OutcomeAsync());
        }

        Assert.Equal("409 too_many_uploads", outcomes[^1]);
        Assert.InRange(outcomes.Count(o => o == "200"), 1, 20);
    }

    [Fact]
    public async Task A_presenter_may_begin_for_the_own_item_and_a_stranger_finds_nothing()
    {
        var (secretary, meeting) = await MeetingAsync(app);
        var item = (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda[0].Id;
        var path = $"/api/meetings/{meeting}/agenda/{item}/uploads";
        Assert.Equal("200", await (await (await app.SignedInAsync("mydong.chutich")).PostAsync(path, new { name = "x.pdf", length = 10, confirmed = true })).OutcomeAsync());
        Assert.Equal("404 not_found", await (await (await app.SignedInAsync("docbinhkieu.chutich")).PostAsync(path, new { name = "x.pdf", length = 10, confirmed = true })).OutcomeAsync());
    }

    /// <summary>Luật Bảo vệ bí mật nhà nước: nobody brings a paper without having said that it holds no state secret.</summary>
    [Fact]
    public async Task Without_the_word_that_it_holds_no_state_secret_nothing_is_taken_and_the_trail_says_who_gave_it()
    {
        var (secretary, meeting) = await MeetingAsync(app);
        var item = (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda[0].Id;
        var path = $"/api/meetings/{meeting}/agenda/{item}";
        Assert.Equal("400 documents_not_confirmed", await (await secretary.PostAsync($"{path}/uploads", new { name = "x.pdf", length = 10 })).OutcomeAsync());
        foreach (var unsaid in new[] { "name=x.pdf", "name=x.pdf&confirmed=false" })
        {
            Assert.Equal(
                "400 documents_not_confirmed", await (await secretary.PostAsync($"{path}/documents?{unsaid}", new ByteArrayContent(Pdfs.Report))).OutcomeAsync());
        }

        Assert.Equal("200", await (await secretary.PostAsync($"{path}/documents?name=x.pdf&confirmed=true", new ByteArrayContent(Pdfs.Report))).OutcomeAsync());
        var upload = (await (await Papers.BeginAsync(secretary, meeting, 10, "Báo cáo.pdf")).ReadAsync<UploadStarted>()).Id;
        await app.WithAsync<MeetingsDbContext>(async db =>
        {
            var said = await db.Set<AuditEntry>().SingleAsync(a => a.Action == "upload.confirmed" && a.Target == upload);
            Assert.Equal("Trần Thị Bích Vân", said.AccountName);
            Assert.Contains("Báo cáo.pdf", said.Details);
        });
    }

    private static async Task<HttpResponseMessage> LastAsync(HttpClient client, string upload, int from)
    {
        // The dead request may hold its turn for a moment.
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        HttpResponseMessage answer;
        do
        {
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            answer = await Papers.AppendAsync(client, upload, from, Pdfs.Report[from..]);
        }
        while (answer.StatusCode == HttpStatusCode.Conflict);

        return answer;
    }

    private static async Task<(HttpClient Secretary, MeetingId Meeting)> MeetingAsync(MeetingsApp app)
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        return (secretary, await secretary.CreateAsync(Plans.Input("Họp tải lên")));
    }

    /// <summary>Sends its bytes and then nothing more, until the request is cut.</summary>
    private sealed class HangingContent(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(bytes, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
