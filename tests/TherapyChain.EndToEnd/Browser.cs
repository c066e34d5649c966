using Microsoft.Playwright;
using TherapyChain.EndToEnd;
using TherapyChain.Server.Tests.Demo;
using TherapyChain.Testing;

[assembly: AssemblyFixture(typeof(Browser))]
[assembly: AssemblyFixture(typeof(DemoServer))]

namespace TherapyChain.EndToEnd;

/// <summary>The one Chromium of all these tests: the one installed on this machine, never one that was downloaded.</summary>
public sealed class Browser : IAsyncDisposable
{
    private const string Program = "chromium";

    // Names lead nowhere: what a page fetches from elsewhere is seen by its Visit and leaves this machine in no case.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ];

    private readonly Lazy<Task<(IPlaywright Driver, IBrowser Chromium)>> _started = new(StartAsync);

    /// <summary>A fresh browser window in front of this server, with no cookie but those of <paramref name="state"/>.</summary>
    public async Task<Visit> OpenAsync(Uri server, View view, string? state = null)
    {
        Assert.SkipUnless(Path is not null || ExternalTool.MustBeThere, $"{Program} is not installed.");
        var (_, chromium) = await _started.Value;
        var options = view.Options;
        options.BaseURL = server.ToString();
        options.StorageState = state;
        return await Visit.BeginAsync(await chromium.NewContextAsync(options), server);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated || _started.Value.IsFaulted) return;
        var (driver, chromium) = await _started.Value;
        await chromium.CloseAsync();
        driver.Dispose();
    }

    private static string? Path => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => System.IO.Path.Combine(folder, Program)).FirstOrDefault(File.Exists);

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        var path = Path ?? throw new InvalidOperationException($"{Program} is not installed, and here every test must run.");
        var driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new() { ExecutablePath = path, Headless = true, Args = Arguments }));
    }
}
