using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Benchmarks;

/// <summary>
/// Step advances a second over HTTP, each durably committed before it is answered. The server is a process of its own, the callers live in
/// this one, and both share the machine. A caller takes a new order every hundred steps. The step that is measured carries no signature; one that
/// brings an order there does, and writes into the log of access: so orders are begun before, uncounted.
/// </summary>
internal sealed class HttpRates : IAsyncDisposable
{
    private const string Physician = "tc_cGh5c2ljaWFuLW9mLXRoZS1iZW5jaG1hcmstLS0tLS0";
    public const string Coordinator = "tc_Y29vcmRpbmF0b3Itb2YtdGhlLWJlbmNobWFyay0tLS0";
    private const string InfectionTests = """{"evidence":{"sampling-date":"2026-01-12","hiv-test":"negative","hepatitis-b-test":"negative","hepatitis-c-test":"negative"}}""";
    private const string Password = "a rate of its own for each step";

    // What five seconds take on machines like those measured; when it is empty, orders are begun while the clock runs.
    private const int Stock = 1200;

    private readonly ConcurrentQueue<string> _begun = new();
    // One signs at a time: of many tries at once of one person the server takes most for guesses.
    private readonly SemaphoreSlim _pen = new(1);
    private readonly Process _server;
    private readonly HttpClient _admin;
    private string _signing = "";
    private readonly Uri _address;

    private HttpRates(Process server, Uri address, string key)
    {
        (_server, _address) = (server, address);
        _admin = new HttpClient { BaseAddress = address };
        _admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Starts a server on an empty folder and gives it a network of one hospital.</summary>
    public static async Task<HttpRates> StartAsync(string folder)
    {
        var rates = await StartAsync(Path.Combine(folder, "server"), OneHospital());
        await rates.LetPhysicianSignAsync(Path.Combine(folder, "server", "accounts.db"));
        return rates;
    }

    /// <summary>Where the server answers.</summary>
    public Uri Address => _address;

    /// <summary>Starts a server on a folder, which may hold a ledger already, and gives it a network.</summary>
    public static async Task<HttpRates> StartAsync(string data, string network)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "TherapyChain.Server.dll"), "--data", data, "--urls", address.ToString() })
            start.ArgumentList.Add(argument);
        var server = Process.Start(start)!;
        string? line, key = null;
        while (key is null && (line = await server.StandardOutput.ReadLineAsync()) is not null)
            if (line.Trim() is { } text && text.StartsWith("tc_", StringComparison.Ordinal)) key = text;
        _ = server.StandardOutput.ReadToEndAsync();
        var rates = new HttpRates(server, address, key ?? throw new InvalidOperationException("The server did not start."));
        await rates.LoadNetworkAsync(network);
        return rates;
    }

    public async Task<double> RateAsync(int callers)
    {
        var lanes = Enumerable.Range(0, callers).Select(_ => new Lane(this)).ToArray();
        await Parallel.ForEachAsync(Enumerable.Range(_begun.Count, Math.Max(0, Stock - _begun.Count)), async (_, _) => _begun.Enqueue(await BeginAsync()));
        var rate = await Measure.RateAsync(callers, caller => lanes[caller].StepAsync());
        foreach (var lane in lanes) lane.Dispose();
        return rate;
    }

    public static Hash KeyHash(string key) => Hash.Of(Encoding.ASCII.GetBytes(key));

    private static string OneHospital() => $$"""
            network: Benchmark
            sites:
              clinic: { name: Clinic, kind: hospital, zone: Europe/Berlin, city: Berlin, country: DE }
            people:
              coordinator: { name: Coordinator, site: clinic, roles: [coordinator, referring-physician], key-sha256: "{{KeyHash(Coordinator)}}" }
              physician: { name: Physician, site: clinic, roles: [physician], key-sha256: "{{KeyHash(Physician)}}" }
            """;

    // A key that may sign, and a password hashed once: that guessing is dear is not what is measured here.
    private async Task LetPhysicianSignAsync(string accounts)
    {
        _signing = await ToldAsync("/api/network/people/physician/keys", new { scope = new[] { "read", "write", "sign" } }, "key");
        var quick = new PasswordHasher<string>(Options.Create(new PasswordHasherOptions { IterationCount = 1 })).HashPassword("", Password);
        await using var connection = new SqliteConnection($"Data Source={accounts};Pooling=False");
        await connection.OpenAsync();
        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO accounts (person_id, password_hash, failures, totp_step, created) VALUES ('physician', $hash, 0, 0, 0)";
        insert.Parameters.AddWithValue("$hash", quick);
        await insert.ExecuteNonQueryAsync();
    }

    private async Task<string> ToldAsync(string path, object body, string member)
    {
        using var answer = await _admin.PostAsJsonAsync(path, body);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty(member).GetString()!;
    }

    private async Task LoadNetworkAsync(string network)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = await _admin.PostAsync("/api/network", new StringContent(network, Encoding.UTF8, "application/yaml"));
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
                return;
            }
            catch (HttpRequestException) when (attempt < 50)
            {
                await Task.Delay(200);
            }
        }
    }

    /// <summary>A new order, brought to where infection tests can be recorded any number of times.</summary>
    private async Task<string> BeginAsync()
    {
        var parties = new[] { "referring-site", "collection-site", "manufacturer", "courier", "return-courier", "treatment-site" }.ToDictionary(p => p, _ => "clinic");
        var id = (await SendAsync(Coordinator, "/api/orders", new { workflow = "car-t-autologous-cryo", reference = "benchmark", parties })).GetProperty("order").GetString()!;
        await SendAsync(Coordinator, $"/api/orders/{id}/steps/refer-patient", new { evidence = new Dictionary<string, object> { ["indication"] = "b-cell-leukaemia", ["patient-weight"] = new { value = "60", unit = "kg" } } });
        await _pen.WaitAsync();
        await SendAsync(_signing, $"/api/orders/{id}/steps/confirm-eligibility", new
        {
            evidence = new Dictionary<string, object> { ["board-decision"] = "Yes.", ["funding-confirmed"] = "yes" }, signature = "approved-by",
            credentials = new { person = "physician", password = Password },
        });
        _pen.Release();
        await SendAsync(Coordinator, $"/api/orders/{id}/steps/request-slot", new { evidence = new Dictionary<string, object> { ["priority"] = "routine", ["reason"] = "First line." } });
        return id;
    }

    /// <summary>An order with so many entries.</summary>
    public async Task<string> LongOrderAsync(int entries)
    {
        var id = await BeginAsync();
        for (JsonElement order = default; order.ValueKind == JsonValueKind.Undefined || order.GetProperty("seq").GetInt32() < entries;)
            order = await SendAsync(Physician, $"/api/orders/{id}/steps/record-infection-tests", JsonSerializer.Deserialize<JsonElement>(InfectionTests));
        return id;
    }

    private async Task<JsonElement> SendAsync(string key, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await _admin.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new InvalidOperationException(text);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _server.Kill();
        await _server.WaitForExitAsync();
        _server.Dispose();
        _pen.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>One caller on one kept connection; it writes the same bytes and reads to the end of the answer, so that it costs little itself.</summary>
    private sealed class Lane(HttpRates rates) : IDisposable
    {
        private const int StepsPerOrder = 100;
        private readonly TcpClient _connection = new() { NoDelay = true };
        private readonly byte[] _answer = new byte[16 * 1024];
        private byte[] _request = [];
        private int _steps;

        public async Task StepAsync()
        {
            if (_steps++ % StepsPerOrder == 0) await PrepareAsync();
            var stream = _connection.GetStream();
            await stream.WriteAsync(_request);
            var read = 0;
            while (!IsWhole(_answer.AsSpan(0, read)))
            {
                var more = await stream.ReadAsync(_answer.AsMemory(read));
                if (more == 0) throw new InvalidOperationException("The server closed the connection.");
                read += more;
            }
            if (!_answer.AsSpan().StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException(Encoding.UTF8.GetString(_answer, 0, read));
        }

        private async Task PrepareAsync()
        {
            if (!_connection.Connected) await _connection.ConnectAsync(rates._address.Host, rates._address.Port);
            var id = rates._begun.TryDequeue(out var begun) ? begun : await rates.BeginAsync();
            _request = Encoding.ASCII.GetBytes(
                $"POST /api/orders/{id}/steps/record-infection-tests HTTP/1.1\r\nHost: {rates._address.Authority}\r\nAuthorization: Bearer {Physician}\r\n"
                + $"Content-Type: application/json\r\nContent-Length: {InfectionTests.Length}\r\n\r\n{InfectionTests}");
        }

        private static bool IsWhole(ReadOnlySpan<byte> answer)
        {
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0) return false;
            var at = answer.IndexOf("Content-Length: "u8);
            if (at < 0 || at > head) return answer.EndsWith("0\r\n\r\n"u8);
            return System.Buffers.Text.Utf8Parser.TryParse(answer[(at + 16)..], out int length, out _) && answer.Length >= head + 4 + length;
        }

        public void Dispose() => _connection.Dispose();
    }
}
