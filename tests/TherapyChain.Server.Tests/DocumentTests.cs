using System.Net;
using System.Net.Http.Headers;
using System.Text;
using TherapyChain.Domain.Custody;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

public sealed class DocumentTests
{
    private const string Logger = "temperature/loggers/berlinger_qtag_clm_03.txt";

    [Fact]
    [Requirement("P11-02")]
    public async Task A_document_comes_back_byte_for_byte_to_be_saved_and_never_shown()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var bytes = Encoding.UTF8.GetBytes("<script>alert(1)</script>");
        using var form = new MultipartFormDataContent { { new StringContent("certificate"), "kind" } };
        form.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") } }, "file", "../../évil name.txt");

        var added = await server.As("coordinator@karolinska").PostAsync($"{order.Path}/documents", form, TestContext.Current.CancellationToken);
        var again = await Raw(server, $"{order.Path}/documents?name=b.txt", bytes, "text/plain");

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(["document.already-added"], await again.CodesAsync());
        var kept = Assert.Single(order.Order.Documents.Values);
        Assert.Equal(("évil name.txt", "certificate", (long)bytes.Length), (kept.Name, kept.Kind, kept.Size));
        var read = await server.GetAsync("physician@charite", $"{order.Path}/documents/{Hash.Of(bytes)}");
        Assert.Equal(bytes, await read.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("attachment", read.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("physician@charite", $"{order.Path}/documents/{new string('0', 64)}")).StatusCode);
    }

    [Theory]
    [InlineData("text/html", 415)]
    [InlineData("image/svg+xml", 415)]
    [InlineData("application/pdf", 201)]
    [InlineData("image/png", 201)]
    public async Task Only_kinds_of_files_that_no_browser_runs_are_kept(string type, int status)
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);

        Assert.Equal(status, (int)(await Raw(server, $"{order.Path}/documents?name=a", [1, 2, 3], type)).StatusCode);
    }

    [Fact]
    [Requirement("GDP-01")]
    public async Task A_logger_file_becomes_evidence_with_a_summary_against_the_containers_limits()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var bytes = TestData.Bytes(Logger);

        var added = await Raw(server, $"{order.Path}/traces?name=leg1.txt&container=frozen-bag&zone=Europe/Berlin", bytes, "text/plain");

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var kept = Assert.Single(order.Order.Documents.Values);
        Assert.Equal(("temperature-log", Hash.Of(bytes).ToString()), (kept.Kind, kept.Sha256));
        Assert.Equal(("RCPJ00010", "frozen-bag", "-120.0 °C", "needs-judgement"), (kept.Summary["serial"], kept.Summary["container"], kept.Summary["limit-max"], kept.Summary["verdict"]));
        Assert.Contains("minutes-outside", kept.Summary.Keys);
    }

    [Fact]
    public async Task Printing_the_custody_record_is_recorded_and_each_copy_has_its_number()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("eligible");

        var first = await server.PostAsync("inspector@stranger-clinic", $"{order.Path}/custody-record", "", ("Idempotency-Key", "print"));
        var same = await server.PostAsync("inspector@stranger-clinic", $"{order.Path}/custody-record", "", ("Idempotency-Key", "print"));
        var second = await server.PostAsync("coordinator@karolinska", $"{order.Path}/custody-record?language=sv", "");
        var stranger = await server.PostAsync("coordinator@stranger-clinic", $"{order.Path}/custody-record", "");

        Assert.Equal("application/pdf", first.Content.Headers.ContentType?.MediaType);
        var bytes = await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(bytes[..8]), StringComparison.Ordinal);
        Assert.Equal(bytes, await same.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        await RenameAsync(server, "karolinska", "The hospital's next name");
        var afterwards = await server.PostAsync("inspector@stranger-clinic", $"{order.Path}/custody-record", "", ("Idempotency-Key", "print"));
        Assert.Equal(bytes, await afterwards.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Contains("copy-2", second.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        Assert.Equal(2, order.Order.Copies["custody-record"]);
    }

    [Fact]
    public async Task A_logger_file_cut_short_is_refused_with_the_line_and_nothing_is_recorded()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var bytes = TestData.Bytes(Logger);

        var cut = await Raw(server, $"{order.Path}/traces?name=leg1.txt&container=frozen-bag&zone=Europe/Berlin", bytes[..(bytes.Length / 2)], "text/plain");
        var other = await Raw(server, $"{order.Path}/traces?name=leg1.txt&container=frozen-bag", Encoding.UTF8.GetBytes("no logger"), "text/plain");
        var nameless = await Raw(server, $"{order.Path}/traces?name=leg1.txt", bytes, "text/plain");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, cut.StatusCode);
        Assert.StartsWith("logger-", Assert.Single(await cut.CodesAsync()), StringComparison.Ordinal);
        Assert.True((await cut.JsonAsync()).GetProperty("line").GetInt32() > 1);
        Assert.Equal(["logger-file-unrecognised"], await other.CodesAsync());
        Assert.Equal(["trace.container"], await nameless.CodesAsync());
        Assert.Equal(1, order.Order.Seq);
    }

    private static async Task RenameAsync(RunningServer server, string site, string name)
    {
        var network = $$"""
            network: Renamed
            reason: The site has another name
            sites:
              {{site}}: { name: "{{name}}", kind: hospital, zone: Europe/Stockholm, city: "A city", country: SE }
            """;
        var answer = await server.As("administrator@karolinska").PostAsync(
            "/api/network", new StringContent(network, Encoding.UTF8, "application/yaml"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static Task<HttpResponseMessage> Raw(RunningServer server, string path, byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return server.As("coordinator@karolinska").PostAsync(path, content);
    }
}
