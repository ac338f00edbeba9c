using System.Text.Json;
using Meetings.Server.Demo;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Meetings.Server.Tests.Notifications;

public sealed class NotificationTests
{
    private static readonly Addressee Secretary = Addressee.Of(OrganisationSeed.PersonOf("huyen.quantri"));

    [Fact]
    public async Task What_is_told_is_listed_counted_read_and_told_once()
    {
        await using var app = await MeetingsApp.StartAsync();
        await TellAsync(app, Notice("a"), Notice("b"), Notice("a"));
        await TellAsync(app, Notice("b"));
        var secretary = await app.SignedInAsync("huyen.quantri");
        var list = await secretary.GetAsync<NotificationList>("/api/notifications");
        Assert.Equal((2, 2), (list.Unread, list.Items.Count));
        Assert.Equal(("invited", "/meetings/b", "Họp b"), (list.Items[0].Kind, list.Items[0].Link, list.Items[0].Args["title"]));

        Assert.Equal("204", await (await secretary.PostAsync("/api/notifications/read", new ReadInput(Number: list.Items[1].Number))).OutcomeAsync());
        Assert.Equal(1, (await secretary.GetAsync<NotificationList>("/api/notifications")).Unread);
        await secretary.PostAsync("/api/notifications/read", new ReadInput(UpTo: list.Items[0].Number));
        Assert.Equal(0, (await secretary.GetAsync<NotificationList>("/api/notifications")).Unread);

        var other = await (await app.SignedInAsync("huyen.chutich")).GetAsync<NotificationList>("/api/notifications");
        Assert.DoesNotContain(other.Items, i => i.Link is "/meetings/a" or "/meetings/b");
    }

    [Fact]
    public async Task Nobody_marks_anothers_as_read()
    {
        await using var app = await MeetingsApp.StartAsync();
        await TellAsync(app, Notice("a"));
        await (await app.SignedInAsync("huyen.chutich")).PostAsync("/api/notifications/read", new ReadInput(UpTo: long.MaxValue));
        Assert.Equal(1, (await (await app.SignedInAsync("huyen.quantri")).GetAsync<NotificationList>("/api/notifications")).Unread);
    }

    [Fact]
    public async Task An_open_window_hears_of_it_at_once_and_its_stream_ends_with_the_session()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.quantri");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/notifications/live");
        using var answer = await secretary.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal(0, (await NextAsync(reader))!.Unread);

        await TellAsync(app, Notice("a") with { Rings = true });
        var heard = (await NextAsync(reader))!;
        Assert.Equal((1, true, "Họp a"), (heard.Unread, heard.Items[0].Rings, heard.Items[0].Args["title"]));

        var elsewhere = await app.SignedInAsync("huyen.quantri");
        await elsewhere.PostAsync("/api/notifications/read", new ReadInput(Number: heard.Items[0].Number));
        Assert.Equal(0, (await NextAsync(reader))!.Unread);

        var account = OrganisationSeed.AccountOf("huyen.quantri");
        await app.WithAsync<Server.Accounts.Contracts.ISessions>(s => s.SignOutEverywhereAsync(account, default));
        Assert.Null(await NextAsync(reader));
    }

    [Fact]
    public async Task What_is_over_is_not_shown()
    {
        await using var app = await MeetingsApp.StartAsync();
        await TellAsync(app, Notice("a") with { ExpiresAt = MeetingsApp.Morning.AddHours(1) });
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, (await (await app.SignedInAsync("huyen.quantri")).GetAsync<NotificationList>("/api/notifications")).Unread);
    }

    private static Notice Notice(string key) =>
        new(Secretary, "invited", key, $"/meetings/{key}", new Dictionary<string, string> { ["title"] = $"Họp {key}" });

    private static async Task TellAsync(MeetingsApp app, params Notice[] notices)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<INotifier>().TellAsync(notices, default);
        await scope.ServiceProvider.GetRequiredService<MeetingsDbContext>().SaveChangesAsync();
    }

    /// <summary>The next event that says something; null at the end of the stream.</summary>
    private static async Task<NotificationList?> NextAsync(StreamReader reader)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));
            if (line is null)
            {
                return null;
            }

            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonSerializer.Deserialize<NotificationList>(line[6..], WireJson.Options);
            }
        }
    }
}
