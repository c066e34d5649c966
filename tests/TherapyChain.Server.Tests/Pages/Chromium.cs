using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Pages;

/// <summary>
/// A real browser with one page, steered by the DevTools protocol, and with an authenticator inside that makes and uses passkeys as a telephone
/// does. Only what needs a script is tried in it; everything else is tried with <see cref="Browser"/>.
/// </summary>
public sealed class Chromium : IAsyncDisposable
{
    private const string Program = "chromium";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly string _profile = TempFolder.New().FullName;
    private readonly ClientWebSocket _socket = new();
    private readonly Process _process;
    private string? _session;
    private int _sent;

    private Chromium(Uri address)
    {
        Address = ByName(address);
        _limit.CancelAfter(Patience);
        string[] arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--remote-debugging-port=0", $"--user-data-dir={_profile}", "about:blank"];
        var start = new ProcessStartInfo(Program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start.");
    }

    public Uri Address { get; private set; }

    /// <summary>The authenticator's name in the protocol.</summary>
    public string Authenticator { get; private set; } = "";

    public static async Task<Chromium> StartAsync(Uri address)
    {
        Assert.SkipUnless(ExternalTool.IsThere(Program) || ExternalTool.MustBeThere, $"{Program} is not installed.");
        var browser = new Chromium(address);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Turns to another server. By name: passkeys are not bound to IP addresses.</summary>
    public void TurnTo(Uri address) => Address = ByName(address);

    /// <summary>Goes to a page and waits until it and its scripts are there.</summary>
    public async Task OpenAsync(string path)
    {
        await SendAsync("Page.navigate", new() { ["url"] = new Uri(Address, path).ToString() });
        await UntilAsync("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /// <summary>What a script says in the page; promises are waited for.</summary>
    public async Task<JsonNode?> DoAsync(string script)
    {
        var answer = await SendAsync("Runtime.evaluate", new() { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true, ["userGesture"] = true });
        return answer["exceptionDetails"] is { } wrong ? throw new InvalidOperationException(wrong.ToJsonString()) : answer["result"]?["value"];
    }

    /// <summary>Waits until the page says yes. A page that is just going away says nothing.</summary>
    public async Task UntilAsync(string condition)
    {
        while (true)
        {
            try
            {
                if (await DoAsync(condition) is JsonValue said && said.GetValueKind() == JsonValueKind.True) return;
            }
            catch (InvalidOperationException) when (!_limit.IsCancellationRequested)
            {
            }
            try
            {
                await Task.Delay(20, _limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Never true within {Patience.TotalSeconds:0} s: {condition}");
            }
        }
    }

    /// <summary>Asks the browser; the answer's result.</summary>
    public async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null)
    {
        var id = ++_sent;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (_session is not null) command["sessionId"] = _session;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, _limit.Token);
        while (true)
        {
            var said = await ReadAsync();
            // Events come in between; nothing here waits for one.
            if (said["id"]?.GetValue<int>() != id) continue;
            return said["result"] ?? throw new InvalidOperationException($"{method}: {said["error"]?.ToJsonString()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _socket.Dispose();
        _limit.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private static Uri ByName(Uri address) => new UriBuilder(address) { Host = "localhost" }.Uri;

    private async Task ConnectAsync()
    {
        // The port is its own choice, told in its second line or so.
        string? told;
        while ((told = await _process.StandardError.ReadLineAsync(_limit.Token)) is not null && !told.StartsWith("DevTools listening on ", StringComparison.Ordinal)) { }
        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await _socket.ConnectAsync(new Uri((told ?? throw new InvalidOperationException("The browser ended."))["DevTools listening on ".Length..]), _limit.Token);
        var target = (await SendAsync("Target.createTarget", new() { ["url"] = "about:blank" }))["targetId"]!.GetValue<string>();
        _session = (await SendAsync("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!.GetValue<string>();
        await SendAsync("WebAuthn.enable");
        Authenticator = (await SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new JsonObject { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true },
        }))["authenticatorId"]!.GetValue<string>();
    }

    private async Task<JsonNode> ReadAsync()
    {
        using var whole = new MemoryStream();
        var part = new byte[16 * 1024];
        WebSocketReceiveResult got;
        do
        {
            got = await _socket.ReceiveAsync(part, _limit.Token);
            whole.Write(part, 0, got.Count);
        } while (!got.EndOfMessage);
        return JsonNode.Parse(whole.ToArray()) ?? throw new InvalidOperationException("The browser said nothing.");
    }
}
