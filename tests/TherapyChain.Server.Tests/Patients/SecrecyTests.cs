using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Custody.Bundles;
using TherapyChain.Storage;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Patients;

/// <summary>What names a patient stands in the vault alone, and erasing breaks no record (requirements GDPR-01 and GDPR-03).</summary>
public sealed class SecrecyTests
{
    private static readonly string[] Secrets =
        ["Ingrid", "Wallenius", "Zetterstr", "WALLENIUS", VaultServer.BirthDate, "23.07.1961", VaultServer.Number, "196107238846", "19610723", "ingrid.w@example.org"];

    [Fact]
    [Requirement("GDPR-01")]
    public async Task After_a_whole_order_nothing_that_names_the_patient_stands_anywhere_but_in_the_vault_and_there_it_is_sealed()
    {
        using var log = new Kept();
        await using var server = await VaultServer.StartAsync(log);
        var order = await HttpScenario.BeginAsync(server);
        var patient = await server.RegisterAsync(order.Id);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("coordinator@karolinska", "/api/patients/find",
            new { reason = "At the desk.", name = VaultServer.Name, birthDate = VaultServer.BirthDate })).StatusCode);
        await order.AtAsync("closed");
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("physician@charite", $"/api/patients/{patient}/view", new { reason = "Follow-up talk." })).StatusCode);

        var seen = new List<(string Where, byte[] Bytes)>();
        foreach (var who in new[] { "inspector@stranger-clinic", "case-manager@leipzig-cells", "courier@nordic-cryo", "administrator@karolinska", "coordinator@karolinska" })
        foreach (var path in ReadsOf(server, order, patient))
            seen.Add(($"{who} {path}", await (await server.GetAsync(who, path)).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
        Assert.Contains(seen, s => s.Where == $"inspector@stranger-clinic {order.Path}/bundle" && s.Bytes.Length > 10_000);
        var printed = await server.PostAsync("inspector@stranger-clinic", $"{order.Path}/custody-record", "");
        var paper = Path.Combine(server.Folder, "record.pdf");
        await File.WriteAllBytesAsync(paper, await printed.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        if (ExternalTool.IsThere("pdftotext"))
        {
            var text = ExternalTool.Run("pdftotext", paper, "-").Output;
            Assert.Contains(order.Id, text, StringComparison.Ordinal);
            seen.Add(("custody record", Encoding.UTF8.GetBytes(text)));
        }
        else Assert.False(ExternalTool.MustBeThere);
        Assert.Contains("Now listening", log.Text, StringComparison.Ordinal);
        seen.Add(("log", Encoding.UTF8.GetBytes(log.Text)));
        await server.StopAsync();
        foreach (var file in Directory.GetFiles(server.Folder, "*", SearchOption.AllDirectories)) seen.Add((Path.GetFileName(file), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));

        Assert.Contains(seen, s => s.Where == "ledger.db" && s.Bytes.AsSpan().IndexOf("apheresis"u8) >= 0);
        Assert.Contains(seen, s => s.Where == "vault.db");
        foreach (var (where, bytes) in seen)
        foreach (var secret in Secrets)
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0 && bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) < 0, $"{secret} stands in {where}");
    }

    [Fact]
    [Requirement("P4-02", "P11-03", "GDPR-02", "GDPR-03")]
    public async Task Erasing_reports_what_goes_and_what_stays_and_every_record_still_verifies()
    {
        await using var server = await VaultServer.StartAsync();
        var treated = await HttpScenario.BeginAsync(server, "in-vivo-gene-therapy");
        var site = treated.Order.Parties["treatment-site"];
        var patient = (await (await server.PostAsync($"coordinator@{site}", "/api/patients", VaultServer.Ingrid(treated.Id))).JsonAsync()).GetProperty("patient").GetString()!;
        var early = (await (await server.GetAsync($"coordinator@{site}", treated.Path)).JsonAsync()).GetProperty("retention");
        var open = await (await server.PostAsync($"coordinator@{site}", $"/api/patients/{patient}/erase", new { reason = "Asked in writing." })).JsonAsync();
        await treated.AtAsync(treated.Workflow.States.Last(s => s.IsFinal && s.Name.StartsWith("closed", StringComparison.Ordinal)).Name);
        var expiry = NodaTime.Text.LocalDatePattern.Iso.Parse(treated.Order.Evidence["expiry-date"].Value.Value).Value;
        var duty = (await (await server.GetAsync($"coordinator@{site}", treated.Path)).JsonAsync()).GetProperty("retention");

        var kept = await (await server.PostAsync($"coordinator@{site}", $"/api/patients/{patient}/erase", new { reason = "Asked in writing." })).JsonAsync();
        var still = await (await server.PostAsync($"coordinator@{site}", $"/api/patients/{patient}/view", new { reason = "Trace of a batch." })).JsonAsync();
        server.Clock.Reset(NodaTime.Instant.FromUtc(expiry.Year + 31, 1, 1, 0, 0));
        var gone = await (await server.PostAsync($"coordinator@{site}", $"/api/patients/{patient}/erase", new { reason = "Asked again." })).JsonAsync();

        Assert.Equal("none", early.GetProperty("duty").GetString());
        Assert.Equal($"dated {expiry:uuuu-MM-dd} {expiry.PlusYears(30):uuuu-MM-dd}", $"{duty.GetProperty("duty")} {duty.GetProperty("productExpiry")} {duty.GetProperty("until")}");
        Assert.All(open.GetProperty("fields").EnumerateArray().Take(3), f => Assert.Contains("Treatment goes on", f.GetProperty("words").GetString(), StringComparison.Ordinal));
        Assert.Equal(["name False 30", "birth-date False 30", "hospital-number False 30", "contact True "], kept.GetProperty("fields").EnumerateArray().Select(f => Told(f, expiry)));
        Assert.Equal(VaultServer.Name, still.GetProperty("name").GetString());
        Assert.False(still.TryGetProperty("contact", out _));
        Assert.True(gone.GetProperty("complete").GetBoolean());
        Assert.Equal(HttpStatusCode.Gone, (await server.PostAsync($"coordinator@{site}", $"/api/patients/{patient}/view", new { reason = "Trace." })).StatusCode);
        Assert.True((await (await server.GetAsync($"coordinator@{site}", $"/api/patients/of/{treated.Id}")).JsonAsync()).GetProperty("erased").GetBoolean());
        var bundle = await (await server.GetAsync($"coordinator@{site}", $"{treated.Path}/bundle")).Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.IsType<Verification.Sound>(await BundleVerifier.VerifyAsync(bundle, TestContext.Current.CancellationToken));
        Assert.IsType<Verification.Sound>(LedgerCheck.Verify(Path.Combine(server.Folder, "ledger.db")));
    }

    private static string Told(JsonElement field, NodaTime.LocalDate expiry) =>
        $"{field.GetProperty("field").GetString()} {field.GetProperty("erased").GetBoolean()} "
        + (field.TryGetProperty("until", out var until) ? NodaTime.Text.LocalDatePattern.Iso.Parse(until.GetString()!).Value.Year - expiry.Year : "");

    // Every address that is read without naming anything else, and those of the order and the patient.
    private static IEnumerable<string> ReadsOf(RunningServer server, HttpScenario order, string patient) => server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? true)
        .Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/').Replace("{order}", order.Id, StringComparison.Ordinal).Replace("{patient}", patient, StringComparison.Ordinal)
            .Replace("{id}", order.Workflow.Id, StringComparison.Ordinal).Replace("{version:int}", "1", StringComparison.Ordinal).Replace("{documentName}", "v1", StringComparison.Ordinal))
        // Server-sent events never end, and hold an order's name and a number alone.
        .Where(path => !path.Contains('{', StringComparison.Ordinal) && !path.EndsWith("/changes", StringComparison.Ordinal));

    /// <summary>Everything the server logs.</summary>
    internal sealed class Kept : ILoggerProvider, ILogger
    {
        private readonly StringBuilder _text = new();

        public string Text { get { lock (_text) return _text.ToString(); } }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_text) _text.Append(formatter(state, exception)).Append(exception).Append('\n');
        }

        public void Dispose() { }
    }
}
