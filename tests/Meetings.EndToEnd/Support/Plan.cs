using System.Text.Json;

namespace Meetings.EndToEnd.Support;

/// <summary>Makes a meeting as a secretary would, with a paper, through the product's HTTP interface.</summary>
internal static class Plan
{
    /// <returns>The meeting's id.</returns>
    public static async Task<string> MeetingAsync(Official secretary, string title, string[] people, string[] sites, string? pdf = null)
    {
        var session = await secretary.FetchAsync("GET", "/api/session");
        var unit = session.GetProperty("user").GetProperty("units").EnumerateArray()
            .First(u => u.GetProperty("role").GetString() == "secretary").GetProperty("unitId").GetString();
        var chair = await FindAsync(secretary, "person", people[0]);
        var invitees = new List<object>();
        foreach (var name in people[1..])
        {
            invitees.Add(new { Kind = "person", TargetId = await FindAsync(secretary, "person", name), Role = "delegate" });
        }

        foreach (var name in sites)
        {
            invitees.Add(new { Kind = "site", TargetId = await FindAsync(secretary, "site", name), Role = "delegate" });
        }

        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh"));
        var created = await secretary.FetchAsync("POST", "/api/meetings", new
        {
            Title = title,
            Kind = "briefing",
            Mode = "online",
            HostUnitId = unit,
            ChairId = chair,
            SecretaryId = session.GetProperty("user").GetProperty("personId").GetString(),
            LocalStart = local.AddMinutes(5).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture),
            Zone = "Asia/Ho_Chi_Minh",
            Minutes = 60,
            Agenda = new object[]
            {
                new { Title = "Báo cáo tình hình tháng", Kind = "inform", Minutes = 20 },
                new { Title = "Thảo luận và kết luận", Kind = "discuss", Minutes = 40 },
            },
            Invitees = invitees,
        });
        var id = created.GetProperty("id").GetString()!;
        await secretary.FetchAsync("POST", $"/api/meetings/{id}/schedule");
        if (pdf is not null)
        {
            await UploadAsync(secretary, id, pdf);
        }

        return id;
    }

    private static async Task UploadAsync(Official secretary, string meeting, string pdf)
    {
        var details = await secretary.FetchAsync("GET", $"/api/meetings/{meeting}");
        var item = details.GetProperty("agenda")[0].GetProperty("id").GetString();
        // Not through the page: twenty megabytes as an argument keep the driver busy for a minute.
        using var http = new HttpClient { BaseAddress = new Uri(secretary.Address) };
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri($"/api/meetings/{meeting}/agenda/{item}/documents?confirmed=true&name={Uri.EscapeDataString(Path.GetFileName(pdf))}", UriKind.Relative))
        {
            Content = new ByteArrayContent(await File.ReadAllBytesAsync(pdf)),
        };
        request.Content.Headers.ContentType = new("application/pdf");
        request.Headers.Add("X-Meetings", "1");
        var cookies = await secretary.Page.Context.CookiesAsync([secretary.Address]);
        request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"upload: {answer.StatusCode} {text}");
        var id = JsonDocument.Parse(text).RootElement.GetProperty("id").GetString();
        await Eventually.TrueAsync(
            async () => (await secretary.FetchAsync("GET", $"/api/documents/{id}")).GetProperty("status").GetString() == "ready",
            TimeSpan.FromSeconds(60),
            "the paper's pages are not ready");
    }

    private static async Task<string> FindAsync(Official secretary, string kind, string name)
    {
        var found = await secretary.FetchAsync("GET", $"/api/directory?kind={kind}&q={Uri.EscapeDataString(name)}");
        return found.GetArrayLength() > 0
            ? found[0].GetProperty("id").GetString()!
            : throw new InvalidOperationException($"No {kind} called {name} in the demonstration data.");
    }
}
