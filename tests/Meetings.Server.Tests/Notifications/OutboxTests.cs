using System.Collections.Concurrent;
using System.Diagnostics;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Persistence.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Meetings.Server.Tests.Notifications;

/// <summary>What is written is sent once, whatever fails in between (trust.md F15). The SMTP server is a real one.</summary>
public sealed class OutboxTests
{
    [Fact]
    public async Task Five_hundred_mails_with_calendar_parts_leave_within_a_minute_each_once()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await MeetingsApp.StartAsync(demo: false, settings: smtp.Settings);
        var watch = Stopwatch.StartNew();
        await PostAsync(app, Enumerable.Range(0, 500), CalendarOf);
        await smtp.ReceivedAsync(500, seconds: 60);
        await AllAsync(app, OutboxState.Sent);
        TestContext.Current.SendDiagnosticMessage($"500 mails in {watch.Elapsed.TotalSeconds:F1} s");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
        var received = smtp.Received();
        Assert.Equal(500, received.Select(m => m.To).Distinct().Count());
        Assert.Equal(500, received.Select(m => m.Message.MessageId).Distinct().Count());
        Assert.All(received, m => Assert.Contains("BEGIN:VEVENT", m.Calendar));
        Assert.Equal(0, await app.WithAsync<MeetingsDbContext, int>(db => db.Set<OutboxMessage>().CountAsync(m => m.Payload != "")));
    }

    [Fact]
    public async Task An_hour_without_a_mail_server_loses_and_doubles_nothing_and_is_seen()
    {
        await using var smtp = await SmtpServer.StartAsync(up: false);
        await using var app = await MeetingsApp.StartAsync(settings: smtp.Settings);
        await PostAsync(app, Enumerable.Range(0, 20));
        var health = app.Services.GetRequiredService<OutboxHealth>();
        await Eventually.TrueAsync(() => health.Of("mail") is not null);
        for (var minute = 0; minute < 60; minute++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(20, await app.WithAsync<IMail, int>(async mail => (await mail.ProgressAsync("t", default)).Count(p => p.Progress.State == MailState.Waiting)));
        await smtp.UpAsync();
        await Eventually.TrueAsync(() =>
        {
            // Time goes on in steps of half a minute; four minutes at most until the next try.
            app.Clock.Advance(TimeSpan.FromSeconds(30));
            return smtp.Received().Count == 20;
        });
        await AllAsync(app, OutboxState.Sent);
        Assert.Equal(20, smtp.Received().Select(m => m.To).Distinct().Count());
        // A session that was refused just before says so until its own next try.
        await Eventually.TrueAsync(() =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(30));
            return health.Of("mail") is null;
        });
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_and_an_unknown_address_is_not()
    {
        await using var smtp = await SmtpServer.StartAsync("busy");
        await using var app = await MeetingsApp.StartAsync(demo: false, settings: smtp.Settings);
        await PostAsync(app, [1, 2]);
        await Eventually.TrueAsync(async () => (await RowsAsync(app)).All(m => m is { State: OutboxState.Waiting, Attempts: >= 1, Problem: not null }));
        smtp.Mode("refuse");
        await PostAsync(app, [3], address: _ => "no.one@xa.example");
        await Eventually.TrueAsync(async () =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(20));
            return (await RowsAsync(app)).Select(m => m.State).SequenceEqual([OutboxState.Sent, OutboxState.Sent, OutboxState.Refused]);
        });
        var refused = Assert.Single(await RowsAsync(app), m => m.State == OutboxState.Refused);
        Assert.Equal(1, refused.Attempts);
        Assert.StartsWith("550", refused.Problem);
        Assert.Equal(2, smtp.Received().Count);
    }

    [Fact]
    public async Task Mails_of_one_lane_keep_their_order_though_the_first_has_to_wait()
    {
        await using var smtp = await SmtpServer.StartAsync("busy");
        await using var app = await MeetingsApp.StartAsync(demo: false, settings: smtp.Settings);
        await PostAsync(app, [1], lane: _ => "one");
        await Eventually.TrueAsync(async () => (await RowsAsync(app)).All(m => m.Attempts == 1 && m.State == OutboxState.Waiting));
        smtp.Mode("fine");
        await PostAsync(app, [2], lane: _ => "one");
        await PostAsync(app, [3], lane: _ => "another");
        await smtp.ReceivedAsync(1);
        Assert.Equal("3@xa.example", smtp.Received().Single().To);
        await Eventually.TrueAsync(() =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(20));
            return smtp.Received().Count == 3;
        });
        Assert.Equal(["3@xa.example", "1@xa.example", "2@xa.example"], smtp.Received().Select(m => m.To));
    }

    [Fact]
    public async Task The_same_key_is_written_once_and_what_is_rolled_back_is_not_sent()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await MeetingsApp.StartAsync(demo: false, settings: smtp.Settings);
        await PostAsync(app, [1, 1, 2]);
        await PostAsync(app, [2, 1]);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            // Never saved.
            await scope.ServiceProvider.GetRequiredService<IMail>().PostAsync([Draft(9)], default);
        }

        await PostAsync(app, [3]);
        await smtp.ReceivedAsync(3);
        await AllAsync(app, OutboxState.Sent);
        Assert.Equal(["1@xa.example", "2@xa.example", "3@xa.example"], smtp.Received().Select(m => m.To).Order());
    }

    [Fact]
    public async Task Two_pumps_on_one_database_send_each_message_once()
    {
        var carrier = new CountingCarrier();
        await using var app = await MeetingsApp.StartAsync(demo: false, services: s => s.AddSingleton<IOutboxCarrier>(carrier));
        using var second = new OutboxPump(
            app.Services.GetRequiredService<IDbContextFactory<MeetingsDbContext>>(), [carrier], app.Services.GetRequiredService<OutboxBell>(),
            new OutboxHealth(), app.Clock, NullLogger<OutboxPump>.Instance);
        await second.StartAsync(default);
        for (var batch = 0; batch < 5; batch++)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var drafts = Enumerable.Range(batch * 20, 20).Select(i => new OutboxDraft(carrier.Name, $"k{i}", $"l{i}", $"{i}")).ToList();
            await scope.ServiceProvider.GetRequiredService<OutboxWriter>().AddAsync(drafts, default);
            await scope.ServiceProvider.GetRequiredService<MeetingsDbContext>().SaveChangesAsync();
        }

        await Eventually.TrueAsync(() => carrier.Taken.Values.Sum() >= 100, otherwise: () => $"{carrier.Taken.Count}");
        await AllAsync(app, OutboxState.Sent);
        await second.StopAsync(default);
        Assert.Equal(100, carrier.Taken.Count);
        Assert.All(carrier.Taken.Values, times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task A_reminder_that_waited_past_its_meeting_is_not_sent()
    {
        await using var smtp = await SmtpServer.StartAsync(up: false);
        await using var app = await MeetingsApp.StartAsync(demo: false, settings: smtp.Settings);
        await app.PostAsync(Draft(1) with { ExpiresAt = MeetingsApp.Morning.AddMinutes(30) });
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<OutboxHealth>().Of("mail") is not null);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await AllAsync(app, OutboxState.Expired);
        await smtp.UpAsync();
        await PostAsync(app, [2]);
        await Eventually.TrueAsync(() =>
        {
            app.Clock.Advance(TimeSpan.FromSeconds(30));
            return smtp.Received().Count > 0;
        });
        Assert.Equal("2@xa.example", Assert.Single(smtp.Received()).To);
    }

    [Fact]
    public async Task Administrators_see_how_mail_is_doing_and_read_it_where_a_folder_stands_in_for_the_server()
    {
        await using var app = await MeetingsApp.StartAsync(demo: true);
        await app.AddAccountAsync("root", isAdministrator: true);
        await PostAsync(app, [1], CalendarOf);
        var admin = await app.SignedInAsync("root");
        var list = new MailFolderJson(false, []);
        await Eventually.TrueAsync(async () => (list = await admin.GetAsync<MailFolderJson>("/api/mail/pickup")).Mails.Count == 1);
        Assert.Equal(("Giấy mời họp số 1", "REQUEST"), (list.Mails[0].Subject, list.Mails[0].Method));
        var mail = await admin.GetAsync<PickedUpJson>($"/api/mail/pickup/{list.Mails[0].Id}");
        Assert.Contains("Kính mời", mail.Text);
        Assert.Contains("BEGIN:VEVENT", mail.Calendar);
        var status = await admin.GetAsync<StatusJson>("/api/mail");
        Assert.Equal(("pickup", 0, 1), (status.Way, status.Waiting, status.Sent));
        Assert.Equal("403 forbidden", await (await (await app.SignedInAsync("huyen.thuky")).GetAsync("/api/mail/pickup")).OutcomeAsync());
        Assert.Equal("404 not_found", await (await admin.GetAsync("/api/mail/pickup/..%2f..%2fmeetings.db")).OutcomeAsync());
    }

    private static MailLetter Letter(int i, string? address = null, CalendarPart? calendar = null) =>
        new(new MailAddress($"Xã số {i}", address ?? $"{i}@xa.example"), $"Giấy mời họp số {i}", "Kính mời", calendar);

    private static MailDraft Draft(int i) => new($"key/{i}", $"lane/{i}", "t", Letter(i));

    private static CalendarPart CalendarOf(int i) => new("REQUEST", $"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{i}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");

    private static async Task PostAsync(
        MeetingsApp app, IEnumerable<int> numbers, Func<int, CalendarPart>? calendar = null, Func<int, string>? lane = null, Func<int, string>? address = null) =>
        await app.PostAsync([.. numbers.Select(i => Draft(i) with { Letter = Letter(i, address?.Invoke(i), calendar?.Invoke(i)), Lane = lane?.Invoke(i) ?? $"lane/{i}" })]);

    private static Task<List<OutboxMessage>> RowsAsync(MeetingsApp app) =>
        app.WithAsync<MeetingsDbContext, List<OutboxMessage>>(db => db.Set<OutboxMessage>().AsNoTracking().OrderBy(m => m.Number).ToListAsync());

    private static Task AllAsync(MeetingsApp app, OutboxState state) => Eventually.TrueAsync(
        async () => (await RowsAsync(app)).All(m => m.State == state), otherwise: () => string.Join(' ', RowsAsync(app).GetAwaiter().GetResult().Select(m => m.State)));

    private sealed record MailFolderJson(bool IsInUse, List<MailLineJson> Mails);

    private sealed record MailLineJson(string Id, string Subject, string? Method);

    private sealed record PickedUpJson(string Text, string? Calendar);

    private sealed record StatusJson(string Way, int Waiting, int Sent);

    private sealed class CountingCarrier : IOutboxCarrier, IOutboxSession
    {
        public ConcurrentDictionary<long, int> Taken { get; } = new();

        public string Name => "count";

        public bool IsReady => true;

        public int Sessions => 3;

        public Task<IOutboxSession> OpenAsync(CancellationToken cancellationToken) => Task.FromResult<IOutboxSession>(this);

        public async Task<Delivery> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            await Task.Yield();
            Taken.AddOrUpdate(message.Number, 1, (_, before) => before + 1);
            return Delivery.Sent;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal static class MailPosting
{
    /// <summary>Writes and saves, as a use case does.</summary>
    public static async Task PostAsync(this MeetingsApp app, params MailDraft[] drafts)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMail>().PostAsync(drafts, default);
        await scope.ServiceProvider.GetRequiredService<MeetingsDbContext>().SaveChangesAsync();
    }
}
