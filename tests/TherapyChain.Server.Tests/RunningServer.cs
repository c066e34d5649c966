using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

/// <summary>The real server on a port of its own, over a ledger in a folder of its own, on a clock that stands still until a test moves it.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly bool _ownsFolder;
    private bool _stopped;

    private RunningServer(WebApplication app, string folder, bool ownsFolder, FakeClock clock)
    {
        (App, Folder, _ownsFolder, Clock) = (app, folder, ownsFolder, clock);
        Address = new Uri(app.Urls.First());
    }

    public WebApplication App { get; }

    public string Folder { get; }

    public FakeClock Clock { get; }

    public Uri Address { get; }

    /// <param name="folder">A folder that an earlier server left; a new one when left out.</param>
    /// <param name="now">The hour its clock begins at.</param>
    /// <param name="network">Whether the test network is there already.</param>
    /// <param name="settings">Further settings, by the names of <see cref="Settings"/>.</param>
    public static Task<RunningServer> StartAsync(string? folder = null, Instant? now = null, bool network = true, params (string Name, string Value)[] settings) =>
        StartAsync(log: null, folder, now, network, settings);

    /// <param name="log">Is told everything the server logs, of every level.</param>
    /// <param name="folder">As above.</param>
    /// <param name="now">As above.</param>
    /// <param name="network">As above.</param>
    /// <param name="settings">As above.</param>
    public static async Task<RunningServer> StartAsync(ILoggerProvider? log, string? folder, Instant? now, bool network, params (string Name, string Value)[] settings)
    {
        var data = folder ?? TempFolder.New().FullName;
        var clock = new FakeClock(now ?? Some.Start);
        var named = new Dictionary<string, string?>
        {
            ["TherapyChain:Data"] = data,
            ["TherapyChain:Urls"] = "http://127.0.0.1:0",
            ["TherapyChain:Workflows"] = Path.Combine(Shipped.Root, "workflows"),
            // Tests sign in all at once, and from one address; those about the limit name their own.
            ["TherapyChain:SignInsPerMinute"] = "1000000",
        };
        foreach (var (name, value) in settings) named[$"TherapyChain:{name}"] = value;
        var (app, problems) = await Start.BuildAsync(named, builder =>
        {
            builder.Services.AddSingleton<IClock>(clock);
            if (log is not null) builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        });
        if (app is null) throw new InvalidOperationException(string.Join('\n', problems));
        await app.StartAsync();
        var server = new RunningServer(app, data, folder is null, clock);
        if (network) await TestNetwork.LoadAsync(app.Services);
        return server;
    }

    /// <summary>Stops the server and leaves its folder, to be started again.</summary>
    public async Task<string> StopAsync()
    {
        _stopped = true;
        await App.StopAsync();
        await App.DisposeAsync();
        return Folder;
    }

    /// <summary>A client without a key.</summary>
    public HttpClient Stranger() => new() { BaseAddress = Address };

    /// <summary>A client with the key of somebody of the test network, <c>coordinator@karolinska</c>.</summary>
    public HttpClient As(string who)
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestNetwork.KeyOf(who));
        return client;
    }

    public Task<HttpResponseMessage> GetAsync(string who, string path) => As(who).GetAsync(path);

    /// <summary>Sends a body as JSON: an object, or a text that stands for itself.</summary>
    public Task<HttpResponseMessage> PostAsync(string who, string path, object body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return As(who).SendAsync(request);
    }

    public Order Order(string id) =>
        OrderId.TryParse(id, out var parsed) && App.Services.GetRequiredService<OrderDesk>().Open(parsed) is { } opened ? opened.Order : throw new InvalidOperationException($"No order {id}.");

    public async ValueTask DisposeAsync()
    {
        // Background work ends before the folder goes: whoever only disposes may find a file come back behind them.
        if (!_stopped) await StopAsync();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }
}
