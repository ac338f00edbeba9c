using Meetings.Server.Documents.Reading;
using Meetings.Server.Documents.Uploads;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Tests.Documents;

internal static class Papers
{
    /// <summary>Asks until the pages are there; the child process works in its own time.</summary>
    public static async Task<DocumentDetails> ReadyAsync(HttpClient client, DocumentId id)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        DocumentDetails details;
        do
        {
            await beat.WaitForNextTickAsync(patience.Token);
            details = await client.GetAsync<DocumentDetails>($"/api/documents/{id}");
            Assert.True(details.Status != DocumentStatus.Failed && details.Problem is null, details.Problem);
        }
        while (details.Status != DocumentStatus.Ready || details.Version != details.Latest);

        return details;
    }

    /// <summary>Asks until the page has its small picture.</summary>
    public static async Task<DocumentDetails> PicturedAsync(HttpClient client, DocumentId id, int page = 1)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        DocumentDetails details;
        do
        {
            await beat.WaitForNextTickAsync(patience.Token);
            details = await client.GetAsync<DocumentDetails>($"/api/documents/{id}");
        }
        while (details.Sheets.Count < page || details.Sheets[page - 1].Small == 0);

        return details;
    }

    /// <summary>Opens an upload for the first item and sends the bytes in one piece.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient client, MeetingId meeting, byte[] bytes, string name, DocumentId? replaces = null)
    {
        var begun = await BeginAsync(client, meeting, bytes.Length, name, replaces);
        return begun.IsSuccessStatusCode ? await AppendAsync(client, (await begun.ReadAsync<UploadStarted>()).Id, 0, bytes) : begun;
    }

    public static async Task<HttpResponseMessage> BeginAsync(HttpClient client, MeetingId meeting, long length, string name, DocumentId? replaces = null)
    {
        var item = (await client.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda[0].Id;
        return await client.PostAsync($"/api/meetings/{meeting}/agenda/{item}/uploads", new UploadInput(name, length, replaces, Confirmed: true));
    }

    public static Task<HttpResponseMessage> AppendAsync(HttpClient client, string upload, long offset, byte[] bytes) =>
        AppendAsync(client, upload, offset, new ByteArrayContent(bytes));

    public static Task<HttpResponseMessage> AppendAsync(HttpClient client, string upload, long offset, HttpContent content, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/uploads/{upload}") { Content = content };
        request.Headers.Add(ReceiveBytes.OffsetHeader, $"{offset}");
        return client.SendAsync(request, cancellationToken);
    }

    public static async Task<long> OffsetAsync(HttpClient client, string upload)
    {
        var told = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/api/uploads/{upload}"));
        return long.Parse(told.Headers.GetValues(ReceiveBytes.OffsetHeader).Single());
    }
}
