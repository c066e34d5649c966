using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TherapyChain.Storage;

namespace TherapyChain.Cli.Validation;

/// <summary>The program at hand: its version, the packages it was built with, and how a ledger that it makes is kept.</summary>
internal sealed record Configuration(
    string Version, string Commit, string Runtime, string System, IReadOnlyList<(string Name, string Value)> Sqlite, IReadOnlyList<string> Triggers,
    IReadOnlyList<(string Name, string Version)> Packages)
{
    private static readonly string[] Settings =
        ["journal_mode", "synchronous", "foreign_keys", "busy_timeout", "page_size", "encoding", "application_id", "user_version"];

    public static Configuration OfThis()
    {
        var said = typeof(Configuration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var parts = said.Split('+', 2);
        var (sqlite, triggers) = OfALedger();
        return new Configuration(parts[0], parts.Length == 2 ? parts[1] : "not known: built outside a checkout", RuntimeInformation.FrameworkDescription,
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}", sqlite, triggers, OfServer());
    }

    public string Page() => $"""
        # Configuration

        Of the program that wrote this pack. Settings of the installation (addresses, folders, workflows, certificates) are the operator's to add.

        {Pack.Table(["What", "Value"], [["Version", Version], ["Source commit", Commit], ["Runtime", Runtime], ["System", System]])}
        ## SQLite, as a new ledger has it

        {Pack.Table(["Setting", "Value"], Sqlite.Select(s => (IReadOnlyList<string>)[$"`{s.Name}`", s.Value]))}
        Triggers that refuse to alter the record: {string.Join(", ", Triggers.Select(t => $"`{t}`"))}.

        ## Packages of the server

        As its lock file has them; ASP.NET Core comes with the runtime.

        {Pack.Table(["Package", "Version"], Packages.Select(p => (IReadOnlyList<string>)[p.Name, p.Version]))}
        """;

    // Asked of a real ledger and not of the source: what counts is what a file of this version is.
    private static (List<(string, string)>, List<string>) OfALedger()
    {
        var folder = Directory.CreateTempSubdirectory("therapychain-");
        try
        {
            using var ledger = Storage.Ledger.Open(Path.Combine(folder.FullName, "ledger.db"));
            using var db = ledger.CreateDb();
            db.Database.OpenConnection();
            var settings = Settings.Select(name => (name, One(db, $"PRAGMA {name}"))).Prepend(("sqlite_version()", One(db, "SELECT sqlite_version()"))).ToList();
            return (settings, [.. db.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'trigger' ORDER BY name")]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string One(LedgerDb db, string sql)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // From the list above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToString(command.ExecuteScalar(), global::System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    // What the server's build resolved; this program has the same, less the server's own.
    private static List<(string, string)> OfServer()
    {
        using var stream = typeof(Configuration).Assembly.GetManifestResourceStream("server-packages.json") ?? throw new InvalidOperationException("The program lacks the list of the server's packages.");
        using var locked = JsonDocument.Parse(stream);
        return [.. locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(p => p.Value.TryGetProperty("resolved", out _)).Select(p => (p.Name, p.Value.GetProperty("resolved").GetString()!)).Distinct().Order()];
    }
}
