using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace TherapyChain.Storage.Accounts;

/// <summary>The file <c>accounts.db</c>: made with owner-only rights, brought to this program's schema when it is opened.</summary>
public sealed class AccountsFile(string path) : IDisposable
{
    private readonly DbContextOptions<AccountsDb> _options = Options(path);

    public string Path { get; } = path;

    /// <summary>Makes the file if there is none, checks it, and opens it.</summary>
    /// <exception cref="AccountsFileException">It is no database, is damaged, or its log is no longer protected.</exception>
    public static AccountsFile Open(string path)
    {
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            // Hashes of passwords and the secrets of second factors lie in it.
            LedgerFile.OnlyForOwner(path);
        }
        var file = new AccountsFile(path);
        try
        {
            using var db = file.CreateDb();
            if (db.Database.GetAppliedMigrations().FirstOrDefault(applied => !db.Database.GetMigrations().Contains(applied)) is { } later)
                throw new AccountsFileException(path, $"a later version of TherapyChain made it (schema {later}); use that version.");
            db.Database.Migrate();
            var present = db.Database.SqlQueryRaw<string>("SELECT name || ' ' || sql AS \"Value\" FROM sqlite_master WHERE type = 'trigger'").ToHashSet();
            foreach (var (name, sql) in AccessTriggers.All)
                if (!present.Contains($"{name} {sql}")) throw new AccountsFileException(path, $"the trigger {name} that protects its log is missing or altered.");
        }
        catch (SqliteException no)
        {
            throw new AccountsFileException(path, $"it cannot be read ({no.Message.TrimEnd('.')}).", no);
        }
        return file;
    }

    public AccountsDb CreateDb() => new(_options);

    /// <summary>Lets go of the file: kept connections would hold on to it, moved away or not.</summary>
    public void Dispose()
    {
        using var pooled = new SqliteConnection(LedgerDbFactory.ConnectionString(Path, SqliteOpenMode.ReadWriteCreate));
        SqliteConnection.ClearPool(pooled);
    }

    internal static DbContextOptions<AccountsDb> Options(string path) => new DbContextOptionsBuilder<AccountsDb>()
        .UseSqlite(LedgerDbFactory.ConnectionString(path, SqliteOpenMode.ReadWriteCreate))
        .AddInterceptors(LedgerDbFactory.Settings.Instance)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .Options;

    /// <summary>For the migration tool: the model alone matters, no file is opened.</summary>
    public sealed class Factory : IDesignTimeDbContextFactory<AccountsDb>
    {
        public AccountsDb CreateDbContext(string[] args) => new(Options("design-time.db"));
    }
}

/// <summary>The file of accounts cannot be opened; the message says why. The server must not start.</summary>
public sealed class AccountsFileException : Exception
{
    public AccountsFileException(string path, string found, Exception? cause = null)
        : base($"The accounts in \"{path}\" cannot be opened: {found} Restore the file from a backup of the same day as the ledger's; keep the old one.", cause) { }
}

/// <summary>What makes the access log append-only for every connection, as the ledger's triggers do for entries.</summary>
internal static class AccessTriggers
{
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["access_log_refuse_update"] = "CREATE TRIGGER access_log_refuse_update BEFORE UPDATE ON access_log BEGIN SELECT RAISE(FAIL, 'access_log is append-only: a row is never changed'); END",
        ["access_log_refuse_delete"] = "CREATE TRIGGER access_log_refuse_delete BEFORE DELETE ON access_log BEGIN SELECT RAISE(FAIL, 'access_log is append-only: a row is never deleted'); END",
        ["access_log_refuse_replace"] = "CREATE TRIGGER access_log_refuse_replace BEFORE INSERT ON access_log WHEN EXISTS (SELECT 1 FROM access_log WHERE position = NEW.position) "
            + "BEGIN SELECT RAISE(FAIL, 'access_log is append-only: a row is never replaced'); END",
    };
}
