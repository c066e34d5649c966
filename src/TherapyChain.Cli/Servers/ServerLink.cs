using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TherapyChain.Cli.Servers;

/// <summary>One server, and the key with which it is asked. The key is sent and never written anywhere.</summary>
internal sealed class ServerLink : IDisposable
{
    private readonly HttpClient _http;

    public ServerLink(Uri server, string key)
    {
        Server = server;
        // A redirect would carry the key to wherever it points.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = server,
            Timeout = TimeSpan.FromSeconds(100),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        _http.DefaultRequestHeaders.Accept.ParseAdd("*/*;q=0.5");
    }

    public Uri Server { get; }

    public Task<Reply> GetAsync(string path, CancellationToken cancel) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancel);

    public Task<Reply> DeleteAsync(string path, CancellationToken cancel) => SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), cancel);

    public Task<Reply> PostAsync(string path, JsonNode? body, CancellationToken cancel) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
    {
        Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
    }, cancel);

    public Task<Reply> PostFileAsync(string path, byte[] file, string mediaType, CancellationToken cancel)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = content }, cancel);
    }

    /// <summary>A value as it stands in an address.</summary>
    public static string Part(string text) => Uri.EscapeDataString(text);

    /// <summary>A query of those values that were given, with its question mark.</summary>
    public static string Query(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in values)
            if (value is not null) query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Part(value));
        return query.ToString();
    }

    public void Dispose() => _http.Dispose();

    private async Task<Reply> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using (request)
        using (var answer = await _http.SendAsync(request, cancel))
            return new Reply((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancel),
                answer.Content.Headers.ContentType?.MediaType ?? "");
    }
}

/// <summary>What a server answered.</summary>
internal sealed record Reply(int Status, byte[] Body, string MediaType)
{
    public bool IsGood => Status is >= 200 and < 300;

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    /// <summary>The answer when it is good, else the problem with all its reasons.</summary>
    public Answer Or(Func<JsonElement, Action<Page>> page) => IsGood ? new Answer(ExitCode.Good, Json, page(Json)) : Problem();

    public Answer Problem() => MediaType == "application/problem+json" ? ProblemPage.Of(Status, Json)
        : new Answer(ExitCode.Finding, new { error = $"HTTP {Status}" }, _ => { },
            $"The server answered with HTTP {Status} and gave no reason.");
}
