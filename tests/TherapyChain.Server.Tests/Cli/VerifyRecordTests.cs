using System.Text;
using Microsoft.Data.Sqlite;
using TherapyChain.Cli;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Custody.Bundles;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Cli;

/// <summary><c>ledger verify</c> on bundles and ledgers that a running server made.</summary>
public sealed class VerifyRecordTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private HttpScenario _order = null!;
    private string _bundle = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Ledger => Path.Combine(_server.Folder, "ledger.db");

    public async ValueTask InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _order = await (await HttpScenario.BeginAsync(_server)).AtAsync("collected");
        _bundle = await SaveBundleAsync("record.tcbundle");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_sound_bundle_is_told_with_its_order_its_entries_its_head_and_its_workflow()
    {
        var run = await Command.RunAsync("ledger", "verify", _bundle, "--json");

        Assert.Equal(ExitCode.Good, run.Exit);
        Assert.True(run.Json.GetProperty("sound").GetBoolean());
        Assert.Equal(_order.Id, run.Json.GetProperty("order").GetString());
        Assert.Equal(_order.Order.Seq, run.Json.GetProperty("entries").GetInt32());
        Assert.Equal(_order.Order.WorkflowSha256, run.Json.GetProperty("workflows")[0].GetProperty("sha256").GetString());
        Assert.Contains("Not proved", run.Json.GetProperty("notProved").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_altered_bundle_names_the_entry_what_was_expected_and_what_was_found()
    {
        var altered = (await File.ReadAllTextAsync(_bundle, Cancel)).Replace("\"seq\":3,", "\"seq\":4,", StringComparison.Ordinal);
        await File.WriteAllTextAsync(_bundle, altered, Cancel);

        var run = await Command.RunAsync("ledger", "verify", _bundle);
        var json = (await Command.RunAsync("ledger", "verify", _bundle, "--json")).Json;

        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Contains("entry 3, line 6", run.Output, StringComparison.Ordinal);
        Assert.Equal(3, json.GetProperty("entry").GetInt32());
        Assert.NotEqual(json.GetProperty("expected").GetString(), json.GetProperty("found").GetString());
    }

    [Fact]
    public async Task A_record_that_went_on_after_the_printing_still_agrees_with_the_paper()
    {
        var paper = $"TC1:{_order.Id}:3:{await HashOfAsync(3)}";

        Assert.Equal(ExitCode.Good, (await Command.RunAsync("ledger", "verify", _bundle, "--expect", paper)).Exit);
        Assert.Equal(ExitCode.Good, (await Command.RunAsync("ledger", "verify", Ledger, "--expect", paper)).Exit);
    }

    [Fact]
    [Requirement("P11-01")]
    public async Task A_record_written_anew_is_sound_in_itself_and_contradicts_the_paper()
    {
        var paper = $"TC1:{_order.Id}:3:{await HashOfAsync(3)}";
        await ForgeAsync();

        Assert.Equal(ExitCode.Good, (await Command.RunAsync("ledger", "verify", _bundle)).Exit);
        var run = await Command.RunAsync("ledger", "verify", _bundle, "--expect", paper);
        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Contains("not the one that was printed", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TC1:{0}:999:{1}", ExitCode.Finding, "Entries are missing at the end")]
    [InlineData("TC1:0123-4567-89AB:3:{1}", ExitCode.Finding, "this is order")]
    [InlineData("TC1:{0}:3", ExitCode.WrongUse, "TC1:<order>:<entries>:<head hash>")]
    [InlineData("TC2:{0}:3:{1}", ExitCode.WrongUse, "TC1:<order>:<entries>:<head hash>")]
    public async Task A_paper_that_does_not_belong_to_the_record_is_told_apart(string form, ExitCode exit, string words)
    {
        var run = await Command.RunAsync("ledger", "verify", _bundle, "--expect", string.Format(null, form, _order.Id, await HashOfAsync(3)));

        Assert.Equal(exit, run.Exit);
        Assert.Contains(words, (run.Output + run.Error).Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_is_checked_while_its_server_runs()
    {
        var run = await Command.RunAsync("ledger", "verify", Ledger, "--json");

        Assert.Equal(ExitCode.Good, run.Exit);
        Assert.Equal(1, run.Json.GetProperty("orders").GetInt32());
        Assert.Equal(_order.Order.Seq, run.Json.GetProperty("entries").GetInt32());
    }

    [Fact]
    [Requirement("A11-03")]
    public async Task A_backup_of_a_running_server_is_sound_and_never_replaces_a_file()
    {
        var copy = Path.Combine(_server.Folder, "copy.db");

        var first = await Command.RunAsync("ledger", "backup", Ledger, copy, "--json");
        var second = await Command.RunAsync("ledger", "backup", Ledger, copy);

        Assert.Equal(ExitCode.Good, first.Exit);
        Assert.Equal(_order.Order.Seq, first.Json.GetProperty("entries").GetInt32());
        Assert.Equal(ExitCode.Good, (await Command.RunAsync("ledger", "verify", copy)).Exit);
        Assert.Equal(ExitCode.WrongUse, second.Exit);
        Assert.Contains("never replaces", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Freed_identifiers_are_named_with_their_order_and_table()
    {
        var copy = Path.Combine(_server.Folder, "edited.db");
        await Command.RunAsync("ledger", "backup", Ledger, copy);
        await using (var connection = new SqliteConnection($"Data Source={copy};Pooling=False"))
        {
            await connection.OpenAsync(Cancel);
            await using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM identifiers";
            Assert.True(await command.ExecuteNonQueryAsync(Cancel) > 0);
        }

        var run = await Command.RunAsync("ledger", "verify", copy, "--json");

        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Equal(_order.Id, run.Json.GetProperty("order").GetString());
        Assert.Contains("in identifiers does not follow", run.Json.GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.Equal("no such row", run.Json.GetProperty("found").GetString());
    }

    [Theory]
    [InlineData("", ExitCode.Finding, "header")]
    [InlineData("not a record\n", ExitCode.Finding, "header")]
    [InlineData("SQLite format 3\0 and no more", ExitCode.Finding, "no SQLite database")]
    public async Task A_file_of_another_kind_is_refused_in_words(string content, ExitCode exit, string words)
    {
        var file = Path.Combine(_server.Folder, "other.bin");
        await File.WriteAllTextAsync(file, content, Cancel);

        var run = await Command.RunAsync("ledger", "verify", file);

        Assert.Equal(exit, run.Exit);
        Assert.Contains(words, run.Output + run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_missing_file_is_wrong_use() =>
        Assert.Equal(ExitCode.WrongUse, (await Command.RunAsync("ledger", "verify", Path.Combine(_server.Folder, "nothing.tcbundle"))).Exit);

    private async Task<string> SaveBundleAsync(string name)
    {
        var path = Path.Combine(_server.Folder, name);
        var answer = await _server.GetAsync("inspector@stranger-clinic", $"{_order.Path}/bundle");
        await File.WriteAllBytesAsync(path, await answer.Content.ReadAsByteArrayAsync(Cancel), Cancel);
        return path;
    }

    private async Task<string> HashOfAsync(int entry)
    {
        var history = await (await _server.GetAsync("inspector@stranger-clinic", $"{_order.Path}/entries")).JsonAsync();
        return history.GetProperty("entries")[entry - 1].GetProperty("hash").GetString()!;
    }

    // Someone who has the whole file: one value changed, every seal made anew behind it.
    private async Task ForgeAsync()
    {
        var lines = await File.ReadAllLinesAsync(_bundle, Cancel);
        using var workflows = System.Text.Json.JsonDocument.Parse(lines[1]);
        var text = workflows.RootElement.GetProperty("workflows")[0].GetProperty("text").GetString()!;
        var forged = new List<SealedEntry>();
        foreach (var line in lines.Where(l => l.StartsWith("{\"entry\":", StringComparison.Ordinal)))
        {
            var end = line.LastIndexOf(",\"hash\":", StringComparison.Ordinal);
            var changed = line["{\"entry\":".Length..end].Replace("\"value\":\"151\"", "\"value\":\"51\"", StringComparison.Ordinal);
            forged.Add(Seal.Close(Seal.Open(Encoding.UTF8.GetBytes(changed)).Read(), forged.Count == 0 ? null : forged[^1].Hash));
        }
        await using var to = File.Create(_bundle);
        var workflow = new BundledWorkflow(_order.Workflow.Id, _order.Workflow.Version, Hash.Of(Encoding.UTF8.GetBytes(text)), text);
        await BundleWriter.WriteAsync(new Bundle(forged[0].Envelope.Order, [workflow], []), forged.ToAsyncEnumerable(), to, Cancel);
    }
}
