using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Meetings.Server.Hosting;

namespace Meetings.Server.Tests;

/// <summary>Sends and reads JSON as the client does.</summary>
public static class Wire
{
    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object body) =>
        client.PostAsJsonAsync(path, body, WireJson.Options);

    public static Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, object body) =>
        client.PutAsJsonAsync(path, body, WireJson.Options);

    public static async Task<T> GetAsync<T>(this HttpClient client, string path) =>
        (await client.GetFromJsonAsync<T>(path, WireJson.Options))!;

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<T>(WireJson.Options))!;
    }

    /// <summary>Status and refusal code, e.g. "409 edited_elsewhere"; only the status when there is no code.</summary>
    public static async Task<string> OutcomeAsync(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var code = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonNode.Parse(text)?["code"]?.ToString() : null;
        return code is null ? $"{(int)answer.StatusCode}" : $"{(int)answer.StatusCode} {code}";
    }
}
