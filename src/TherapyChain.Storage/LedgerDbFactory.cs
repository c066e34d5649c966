using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace TherapyChain.Storage;

/// <summary>Makes contexts over a ledger file, with the settings of docs/decisions/0003-sqlite-settings.md on every connection.</summary>
public sealed class LedgerDbFactory : IDesignTimeDbContextFactory<LedgerDb>
{
    /// <summary>Seconds a statement waits for another writer before it gives up.</summary>
    private const int BusySeconds = 30;

    internal const string Pragmas = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=30000;";

    /// <summary>For the migration tool: the model alone matters, no file is opened.</summary>
    public LedgerDb CreateDbContext(string[] args) => new(Options("design-time.db"));

    internal static string ConnectionString(string path, SqliteOpenMode mode, bool pooling = true) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = pooling,
        ForeignKeys = true,
        DefaultTimeout = BusySeconds,
    }.ToString();

    /// <summary>A connection that only reads, outside the pool.</summary>
    internal static SqliteConnection OpenForReading(string path)
    {
        var connection = new SqliteConnection(ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: false));
        connection.Open();
        // Statements on the engine itself wait for nobody unless it is told to: a file is locked for a moment when its log is begun or brought home.
        raw.sqlite3_busy_timeout(connection.Handle, BusySeconds * 1000);
        return connection;
    }

    internal static DbContextOptions<LedgerDb> Options(string path) => new DbContextOptionsBuilder<LedgerDb>()
        .UseSqlite(ConnectionString(path, SqliteOpenMode.ReadWriteCreate))
        .AddInterceptors(Settings.Instance)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .Options;

    internal sealed class Settings : DbConnectionInterceptor
    {
        public static readonly Settings Instance = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Apply(connection);
            return Task.CompletedTask;
        }

        private static void Apply(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }
    }
}
