using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Server.Access;

namespace TherapyChain.Server.Tests.Pages;

/// <summary>What a browser does with a page: keeps cookies, sends forms as they stand, says from where.</summary>
public sealed partial class Browser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;

    /// <param name="address">Of the server.</param>
    /// <param name="key">An API key that goes with each request, instead of a session.</param>
    public Browser(Uri address, string? key = null)
    {
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = address };
        _client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        if (key is not null) _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Who signed in here, where that is known.</summary>
    public string? Person { get; private init; }

    /// <summary>Signed in as with password and code; how people do that is tested where it belongs.</summary>
    public static Browser In(RunningServer server, string who)
    {
        var http = new DefaultHttpContext();
        server.App.Services.GetRequiredService<Sessions>().Open(http, TestNetwork.IdOf(who), key: null, confined: false);
        var browser = new Browser(server.Address) { Person = TestCredentials.Of(server, who)["person"]!.GetValue<string>() };
        browser._cookies.SetCookies(server.Address, http.Response.Headers.SetCookie.ToString().Split(';')[0] + "; path=/");
        return browser;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path, TestContext.Current.CancellationToken);

    public async Task<string> TextAsync(string path) => await (await GetAsync(path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>Fills the form of a page that holds this field, and sends it with its hidden fields.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string holding, params (string Name, string Value)[] fields)
    {
        var form = Form().Matches(await TextAsync(page)).Single(f => f.Value.Contains(holding, StringComparison.Ordinal)).Value;
        var sent = Hidden().Matches(form).Select(h => KeyValuePair.Create(h.Groups["name"].Value, WebUtility.HtmlDecode(h.Groups["value"].Value))).ToList();
        sent.AddRange(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await PostAsync(Action().Match(form) is { Success: true } action ? WebUtility.HtmlDecode(action.Groups["path"].Value) : page, sent);
    }

    /// <summary>As <see cref="SubmitAsync"/>, with a file.</summary>
    public Task<HttpResponseMessage> SubmitFileAsync(string page, string holding, (string Field, string Name, string Text) file, params (string Name, string Value)[] fields) =>
        SubmitFileAsync(page, holding, (file.Field, file.Name, file.Text, "text/plain"), fields);

    public async Task<HttpResponseMessage> SubmitFileAsync(string page, string holding, (string Field, string Name, string Text, string MediaType) file, (string Name, string Value)[] fields)
    {
        var form = Form().Matches(await TextAsync(page)).Single(f => f.Value.Contains(holding, StringComparison.Ordinal)).Value;
        var content = new MultipartFormDataContent();
        foreach (Match hidden in Hidden().Matches(form)) content.Add(new StringContent(WebUtility.HtmlDecode(hidden.Groups["value"].Value)), hidden.Groups["name"].Value);
        foreach (var (name, value) in fields) content.Add(new StringContent(value), name);
        content.Add(new StringContent(file.Text, Encoding.UTF8, file.MediaType), file.Field, file.Name);
        var request = new HttpRequestMessage(HttpMethod.Post, page) { Content = content };
        request.Headers.Add("Origin", _client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends the form of an answer that holds this text on, with its hidden fields, or these in their place.</summary>
    public async Task<HttpResponseMessage> GoOnAsync(HttpResponseMessage shown, string path, string holding, params (string Name, string Value)[] fields)
    {
        var form = Form().Matches(await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Single(f => f.Value.Contains(holding, StringComparison.Ordinal)).Value;
        var sent = Hidden().Matches(form).Select(h => KeyValuePair.Create(h.Groups["name"].Value, WebUtility.HtmlDecode(h.Groups["value"].Value)))
            .Where(h => fields.All(f => f.Name != h.Key)).ToList();
        sent.AddRange(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await PostAsync(Action().Match(form) is { Success: true } action ? action.Groups["path"].Value : path, sent);
    }

    /// <summary>Fills the form of a page that holds this field with a file.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string page, string holding, string field, byte[] file)
    {
        var form = Form().Matches(await TextAsync(page)).Single(f => f.Value.Contains(holding, StringComparison.Ordinal)).Value;
        using var content = new MultipartFormDataContent();
        foreach (Match hidden in Hidden().Matches(form)) content.Add(new StringContent(WebUtility.HtmlDecode(hidden.Groups["value"].Value)), hidden.Groups["name"].Value);
        content.Add(new ByteArrayContent(file), field, "file.yaml");
        using var request = new HttpRequestMessage(HttpMethod.Post, page) { Content = content };
        request.Headers.Add("Origin", _client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Origin", _client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>What a script of the page would send.</summary>
    public Task<HttpResponseMessage> PostJsonAsync(string path, JsonNode body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Add("Origin", _client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<Browser> SignInAsync(string key)
    {
        var answer = await SubmitAsync("/sign-in", "API key", ("key", key));
        Assert.Equal("/", answer.Headers.Location?.ToString());
        return this;
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("<form[^>]* action=\"(?<path>[^\"]*)\"")]
    private static partial Regex Action();
}
