using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TherapyChain.Cli;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Health;
using TherapyChain.Server.Tests.Cli;
using TherapyChain.Storage;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

/// <summary>Somebody has the ledger's file in their hands, and all the skill there is: triggers, hashes, heads and index are made to fit what they changed.</summary>
public sealed class RootNotesTests : IDisposable
{
    private readonly DirectoryInfo _folder = TempFolder.New();

    private string Ledger => Path.Combine(_folder.FullName, "ledger.db");

    private string Roots => RootsFile.Beside(Ledger);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    [Requirement("P11-01")]
    public async Task A_ledger_written_anew_hashes_and_all_contradicts_what_the_server_noted()
    {
        await LeaveBehindAsync();
        Assert.Contains("Agrees with", (await Command.RunAsync("ledger", "verify", Ledger)).Output, StringComparison.Ordinal);

        Rewrite(Ledger, "\"value\":\"151\"", "\"value\":\"51\"");

        // Sound in itself: nothing in the file betrays it.
        Assert.IsType<Verification.Sound>(LedgerCheck.Verify(Ledger));
        var run = await Command.RunAsync("ledger", "verify", Ledger);
        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Contains("was written anew", run.Output, StringComparison.Ordinal);

        // Nor does a copy of it count as a backup.
        var backup = await Command.RunAsync("ledger", "backup", Ledger, Ledger + ".copy");
        Assert.Equal(ExitCode.Finding, backup.Exit);
        Assert.Contains("written anew", backup.Error, StringComparison.Ordinal);

        // The server that starts on it raises a notice, and leaves what was noted as it is.
        var noted = await File.ReadAllTextAsync(Roots, Ct);
        await using var server = await RunningServer.StartAsync(_folder.FullName);
        while (!(await (await server.GetAsync("administrator@operations", "/api/notices")).Content.ReadAsStringAsync(Ct)).Contains("written anew", StringComparison.Ordinal)) await Task.Delay(20, Ct);
        await server.StopAsync();
        Assert.Equal(noted, await File.ReadAllTextAsync(Roots, Ct));
    }

    [Fact]
    public async Task A_ledger_that_was_replaced_by_an_older_one_lacks_what_was_noted()
    {
        await LeaveBehindAsync();
        var old = Ledger + ".old";
        LedgerCopy.Write(Ledger, old);
        await LeaveBehindAsync();
        File.Move(old, Ledger, overwrite: true);

        var broken = Assert.IsType<Verification.Broken>(LedgerCheck.Verify(Ledger, RootsFile.Read(Roots)));
        Assert.StartsWith("Entries are missing at the end", broken.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roots_that_cannot_be_read_or_found_or_are_of_no_use_are_told()
    {
        await LeaveBehindAsync();
        Assert.Equal(ExitCode.WrongUse, (await Command.RunAsync("ledger", "verify", Ledger, "--roots", Roots + ".none")).Exit);
        File.Move(Roots, Roots + ".moved");
        Assert.Contains("--roots", (await Command.RunAsync("ledger", "verify", Ledger)).Output, StringComparison.Ordinal);
        Assert.Contains("Agrees with", (await Command.RunAsync("ledger", "verify", Ledger, "--roots", Roots + ".moved")).Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Roots, "Dear diary\n", Ct);
        var run = await Command.RunAsync("ledger", "verify", Ledger);
        Assert.Equal(ExitCode.Finding, run.Exit);
        Assert.Contains("line 1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_or_read_at_the_moment_does_not_end_the_server()
    {
        await LeaveBehindAsync();
        foreach (var place in new[] { _folder.FullName, Path.Combine(_folder.FullName, "no-such-folder", "roots"), Roots })
        {
            using var held = place == Roots ? new FileStream(Roots, FileMode.Open, FileAccess.ReadWrite, FileShare.None) : null;
            await using var server = await RunningServer.StartAsync(_folder.FullName, settings: ("RootsFile", place));
            var notes = server.App.Services.GetRequiredService<RootNotes>();
            // Its first round is over when it waits for the next one.
            for (var i = 0; i < 20; i++) await Task.Delay(25, Ct);
            Assert.False(notes.ExecuteTask!.IsCompleted);
            Assert.Null(notes.Last);
            Assert.Equal(System.Net.HttpStatusCode.OK, (await server.GetAsync("quality@karolinska", "/api/me")).StatusCode);
            await server.StopAsync();
        }
    }

    /// <summary>What a server leaves that had an order in its hands.</summary>
    private async Task LeaveBehindAsync()
    {
        await using var server = await RunningServer.StartAsync(_folder.FullName);
        await (await HttpScenario.BeginAsync(server)).AtAsync("collected");
        await server.StopAsync();
    }

    private static void Rewrite(string ledger, string what, string by)
    {
        using var connection = new SqliteConnection($"Data Source={ledger};Pooling=False");
        connection.Open();
        var triggers = Rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'", row => (Name: row.GetString(0), Sql: row.GetString(1)));
        foreach (var (name, _) in triggers) Run($"DROP TRIGGER {name}");
        var (changes, hashes) = (0, new Dictionary<string, string>());
        foreach (var (position, body) in Rows("SELECT position, body FROM entries ORDER BY position", row => (row.GetInt64(0), Encoding.UTF8.GetString((byte[])row[1]))))
        {
            var text = changes == 0 && body.Contains(what, StringComparison.Ordinal) ? body.Replace(what, by, StringComparison.Ordinal) : body;
            if (text != body) changes++;
            foreach (var (was, now) in hashes) text = text.Replace(was, now, StringComparison.Ordinal);
            if (text == body) continue;
            var hash = Hash.Of(Encoding.UTF8.GetBytes(text));
            hashes[$"{Hash.Of(Encoding.UTF8.GetBytes(body))}"] = $"{hash}";
            Run($"UPDATE entries SET body = x'{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}', hash = x'{hash}' WHERE position = {position}");
        }
        foreach (var (was, now) in hashes) Run($"UPDATE orders SET head_hash = x'{now}' WHERE head_hash = x'{was}'");
        foreach (var (_, sql) in triggers) Run(sql);
        Assert.Equal(1, changes);

        void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read()) rows.Add(read(reader));
            return rows;
        }
    }
}
