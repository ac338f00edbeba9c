using Meetings.Server.Documents;
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
            Assert.NotEqual(DocumentStatus.Failed, details.Status);
        }
        while (details.Status != DocumentStatus.Ready);

        return details;
    }
}
