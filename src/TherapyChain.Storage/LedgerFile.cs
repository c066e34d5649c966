using System.Buffers.Binary;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace TherapyChain.Storage;

/// <summary>
/// Makes a ledger file, or makes sure that a file is one before anything writes to it. Judging opens the file for reading only, so that a
/// foreign or damaged one stays as it is.
/// </summary>
internal static class LedgerFile
{
    /// <summary>"TCHN" in the header of the file.</summary>
    public const int ApplicationId = 0x5443484E;

    private const int HeaderSize = 100;
    private const int PageSizeOffset = 16;
    private const int PageCountOffset = 28;
    private const int ApplicationIdOffset = 68;

    private static readonly HashSet<string> Migrations =
    [
        .. typeof(LedgerFile).Assembly.GetTypes().Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == typeof(LedgerDb))
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>(),
    ];

    /// <summary>Makes the file if there is none, checks it if there is one, and brings an older one to this program's schema.</summary>
    /// <exception cref="LedgerFileException">Foreign, damaged, or made by a later version.</exception>
    public static void Prepare(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
            return;
        }
        Judge(path);
        using var db = new LedgerDb(LedgerDbFactory.Options(path));
        if (db.Database.GetPendingMigrations().Any()) db.Database.Migrate();
    }

    /// <summary>Throws unless the file is a sound ledger this program can read.</summary>
    public static void Judge(string path)
    {
        JudgeHeader(path);
        try
        {
            using var connection = LedgerDbFactory.OpenForReading(path);
            var damage = Rows(connection, "PRAGMA quick_check(1)").Single();
            if (damage != "ok") throw new LedgerFileException(path, $"it is damaged ({damage}).");
            JudgeSchema(path, connection);
        }
        catch (SqliteException no)
        {
            throw new LedgerFileException(path, $"it is damaged ({no.Message.TrimEnd('.')}).", no);
        }
    }

    // Built beside its place and moved there whole: a crash on the way leaves no half-made ledger under the name.
    private static void Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var unfinished = path + ".new";
        foreach (var left in new[] { unfinished, unfinished + "-wal", unfinished + "-shm" }) File.Delete(left);
        OnlyForOwner(unfinished);
        using (var db = new LedgerDb(LedgerDbFactory.Options(unfinished))) db.Database.Migrate();
        // The last connection to close brings the write-ahead log home and removes it.
        using (var pooled = new SqliteConnection(LedgerDbFactory.ConnectionString(unfinished, SqliteOpenMode.ReadWriteCreate))) SqliteConnection.ClearPool(pooled);
        File.Move(unfinished, path);
    }

    // The engine gives its log and index the rights of the file they belong to. Windows has none of these: there the folder's rights count.
    internal static void OnlyForOwner(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }

    private static void JudgeHeader(string path)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false);
        if (length == 0) throw new LedgerFileException(path, "it is empty.");
        if (length < HeaderSize || !header.StartsWith("SQLite format 3\0"u8)) throw new LedgerFileException(path, "it is no SQLite database.");
        if (BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdOffset..]) != ApplicationId)
            throw new LedgerFileException(path, "it is a database of another program.");

        // The engine reads a last page that is short as if it ended in zeros. With a write-ahead log beside it the file may rightly be shorter.
        var pageSize = BinaryPrimitives.ReadUInt16BigEndian(header[PageSizeOffset..]) is var size and not 1 ? size : 65536L;
        var stated = pageSize * BinaryPrimitives.ReadUInt32BigEndian(header[PageCountOffset..]);
        if (file.Length < stated && new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 })
            throw new LedgerFileException(path, $"it is cut short ({file.Length} of {stated} bytes).");
    }

    private static void JudgeSchema(string path, SqliteConnection connection)
    {
        var applied = Rows(connection, "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"");
        if (applied.Find(migration => !Migrations.Contains(migration)) is { } later)
            throw new LedgerFileException(path, $"a later version of TherapyChain made it (schema {later}); use that version.");
        var present = Rows(connection, "SELECT name || ' ' || sql FROM sqlite_master WHERE type = 'trigger'").ToHashSet();
        // An older file gets those of the later tables when it is brought to this schema.
        foreach (var (name, sql) in applied.Contains(Triggers.ApprovalsSince) ? Triggers.All : Triggers.Of(Triggers.Record))
            if (!present.Contains($"{name} {sql}")) throw new LedgerFileException(path, $"the trigger {name} that protects its rows is missing or altered.");
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }
}
