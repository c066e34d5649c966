using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using TherapyChain.Cli;
using TherapyChain.Domain.Custody;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Cli;

/// <summary><c>ledger export</c> of a running server, and what <c>ledger verify</c> says of an export that somebody worked on.</summary>
public sealed partial class ExportLedgerTests : IAsyncLifetime
{
    private static readonly byte[] Certificate = "A certificate."u8.ToArray();

    private RunningServer _server = null!;
    private HttpScenario _first = null!, _second = null!;
    private string _archive = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _first = await HttpScenario.BeginAsync(_server);
        using var form = new MultipartFormDataContent { { new StringContent("certificate"), "kind" } };
        form.Add(new ByteArrayContent(Certificate) { Headers = { ContentType = new("text/plain") } }, "file", "certificate.txt");
        (await _server.As("coordinator@karolinska").PostAsync($"{_first.Path}/documents", form, Cancel)).EnsureSuccessStatusCode();
        _second = await HttpScenario.BeginAsync(_server);
        _archive = Path.Combine(_server.Folder, "all.zip");
        Assert.Equal(ExitCode.Good, (await Command.RunAsync("ledger", "export", Path.Combine(_server.Folder, "ledger.db"), _archive)).Exit);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    [Requirement("P4-03")]
    public async Task One_file_holds_every_record_every_document_and_what_the_names_mean()
    {
        using var zip = ZipFile.OpenRead(_archive);

        var run = await Command.RunAsync("ledger", "verify", _archive, "--json");

        Assert.Equal(ExitCode.Good, run.Exit);
        Assert.Equal(2, run.Json.GetProperty("orders").GetInt32());
        Assert.Equal(_first.Order.Seq + _second.Order.Seq, run.Json.GetProperty("entries").GetInt32());
        foreach (var order in new[] { _first, _second })
            Assert.Equal(await (await _server.GetAsync("inspector@stranger-clinic", $"{order.Path}/bundle")).Content.ReadAsByteArrayAsync(Cancel), Bytes(zip, $"orders/{order.Id}.tcbundle"));
        Assert.Equal(Certificate, Bytes(zip, $"documents/{Hash.Of(Certificate)}"));
        Assert.Contains("karolinska,", Encoding.UTF8.GetString(Bytes(zip, "sites.csv")), StringComparison.Ordinal);
        Assert.Contains(",karolinska,", Encoding.UTF8.GetString(Bytes(zip, "people.csv")), StringComparison.Ordinal);
        Assert.StartsWith("value,kind,issuer,order_id", Encoding.UTF8.GetString(Bytes(zip, "identifiers.csv")), StringComparison.Ordinal);
        Assert.Contains("SHA-256", Encoding.UTF8.GetString(Bytes(zip, "README.txt")), StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("P4-03")]
    public async Task An_order_of_an_export_is_held_against_its_paper()
    {
        var history = await (await _server.GetAsync("inspector@stranger-clinic", $"{_first.Path}/entries")).JsonAsync();
        var hash = history.GetProperty("entries")[1].GetProperty("hash").GetString();

        Assert.Equal(ExitCode.Good, (await Command.RunAsync("ledger", "verify", _archive, "--expect", $"TC1:{_first.Id}:2:{hash}")).Exit);
        Assert.Equal(ExitCode.Finding, (await Command.RunAsync("ledger", "verify", _archive, "--expect", $"TC1:{_second.Id}:2:{hash}")).Exit);
    }

    [Fact]
    public async Task An_export_never_replaces_a_file_and_is_readable_for_its_owner_only()
    {
        var again = await Command.RunAsync("ledger", "export", Path.Combine(_server.Folder, "ledger.db"), _archive);

        Assert.Equal(ExitCode.WrongUse, again.Exit);
        Assert.Contains("never replaces", again.Error, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_archive));
    }

    [Theory]
    [InlineData("an altered entry", "not what was sealed")]
    [InlineData("an order left out", "Orders are missing")]
    [InlineData("an order twice", "Orders are missing or added")]
    [InlineData("an order under another name", "under the name of another order")]
    [InlineData("an order cut at its end", "cut short")]
    [InlineData("a document left out", "A document that an entry names is missing")]
    [InlineData("an altered document", "A document is not what was kept")]
    [InlineData("no index", "export.json")]
    [InlineData("a damaged archive", "damaged")]
    public async Task What_was_done_to_an_export_is_told(string what, string words)
    {
        if (what == "a damaged archive") await File.WriteAllBytesAsync(_archive, (await File.ReadAllBytesAsync(_archive, Cancel))[..^200], Cancel);
        else
        {
            using var zip = ZipFile.Open(_archive, ZipArchiveMode.Update);
            var (first, second, document) = ($"orders/{_first.Id}.tcbundle", $"orders/{_second.Id}.tcbundle", $"documents/{Hash.Of(Certificate)}");
            switch (what)
            {
                case "an altered entry": Put(zip, first, Encoding.UTF8.GetBytes(Zone().Replace(Encoding.UTF8.GetString(Bytes(zip, first)), "\"zone\":\"Europe/Paris\"", 1))); break;
                case "an order left out": zip.GetEntry(second)!.Delete(); break;
                case "an order twice": Twice(zip, first, second); break;
                case "an order under another name": Put(zip, second, Bytes(zip, first)); break;
                case "an order cut at its end": Put(zip, first, WithoutClosing(Bytes(zip, first))); break;
                case "a document left out": zip.GetEntry(document)!.Delete(); break;
                case "an altered document": Put(zip, document, "Another one."u8.ToArray()); break;
                default: zip.GetEntry("export.json")!.Delete(); break;
            }
        }

        var run = await Command.RunAsync("ledger", "verify", _archive);

        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Contains(words, run.Output.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    // A ZIP file may hold one name twice.
    private static void Twice(ZipArchive zip, string name, string instead)
    {
        var bytes = Bytes(zip, name);
        zip.GetEntry(instead)!.Delete();
        using var second = zip.CreateEntry(name).Open();
        second.Write(bytes);
    }

    private static void Put(ZipArchive zip, string name, byte[] bytes)
    {
        zip.GetEntry(name)!.Delete();
        using var part = zip.CreateEntry(name).Open();
        part.Write(bytes);
    }

    private static byte[] Bytes(ZipArchive zip, string name)
    {
        using var part = zip.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        part.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] WithoutClosing(byte[] bundle) => bundle[..(bundle.AsSpan()[..^1].LastIndexOf((byte)'\n') + 1)];

    [GeneratedRegex("\"zone\":\"[^\"]+\"")]
    private static partial Regex Zone();
}
