using Microsoft.Data.Sqlite;

namespace TherapyChain.Storage.Patients;

/// <summary>Makes a vault file, or makes sure that a file is one and that the master key is its own, before anything writes to it.</summary>
internal static class VaultFile
{
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=10000;";

    public static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(LedgerDbFactory.ConnectionString(path, mode, pooling: false));
        connection.Open();
        if (mode != SqliteOpenMode.ReadOnly) Execute(connection, Pragmas);
        return connection;
    }

    // Even a reader leaves files beside a database that has a write-ahead log, unless it is told that nobody writes; a log that was left
    // behind by a crash must be read, though.
    private static SqliteConnection Untouching(string path)
    {
        var hasLog = new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };
        return Connect(hasLog ? path : $"{new Uri(path).AbsoluteUri}?immutable=1", SqliteOpenMode.ReadOnly);
    }

    // Built beside its place and moved there whole: a crash on the way leaves no half-made vault under the name.
    public static void Create(string path, MasterKey master)
    {
        var unfinished = path + ".new";
        foreach (var left in new[] { unfinished, unfinished + "-wal", unfinished + "-shm" }) File.Delete(left);
        if (!OperatingSystem.IsWindows())
            new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
        var salt = System.Security.Cryptography.RandomNumberGenerator.GetBytes(VaultKeys.SaltSize);
        using (var keys = new VaultKeys(master, salt))
        using (var connection = Connect(unfinished, SqliteOpenMode.ReadWriteCreate))
        {
            Execute(connection, $"PRAGMA application_id={VaultSchema.ApplicationId}; PRAGMA user_version={VaultSchema.Version}; BEGIN; {VaultSchema.Tables}");
            foreach (var trigger in VaultSchema.Triggers.Values) Execute(connection, trigger);
            Write(connection, "salt", salt);
            Write(connection, "key-check", keys.Check);
            Write(connection, "search-key", keys.Wrap(System.Security.Cryptography.RandomNumberGenerator.GetBytes(MasterKey.Size), "vault", VaultKeys.Search));
            Execute(connection, "COMMIT");
        }
        File.Move(unfinished, path);
    }

    /// <summary>The keys of a sound vault whose master key this is; the file is only read.</summary>
    /// <exception cref="VaultFileException">It is none, or the key is another's.</exception>
    public static VaultKeys Judge(string path, MasterKey master)
    {
        try
        {
            using var connection = Untouching(path);
            if (Number(connection, "PRAGMA application_id") != VaultSchema.ApplicationId) throw new VaultFileException(path, "it is no patient vault.");
            if (Number(connection, "PRAGMA user_version") is var version and not VaultSchema.Version)
                throw new VaultFileException(path, $"another version of TherapyChain made it (schema {version}).");
            using (var damage = new Statement(connection, "PRAGMA quick_check(1)"))
                if (damage.Read() && damage.Text(0) is var found and not "ok") throw new VaultFileException(path, $"it is damaged ({found}).");
            using (var trigger = new Statement(connection, "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = ?1 AND sql = ?2"))
                foreach (var (name, sql) in VaultSchema.Triggers)
                {
                    if (!trigger.Bind(1, name).Bind(2, sql).Read()) throw new VaultFileException(path, $"the trigger {name} that protects its rows is missing or altered.");
                    trigger.Reset();
                }
            var keys = new VaultKeys(master, Read(connection, "salt"));
            if (keys.Fits(Read(connection, "key-check"))) return keys;
            keys.Dispose();
            throw new VaultFileException(path, "the master key is not the one it was made with or last given by a rotation.");
        }
        catch (SqliteException no)
        {
            throw new VaultFileException(path, $"it is damaged or no database ({no.Message.TrimEnd('.')}).", no);
        }
    }

    public static byte[] Read(SqliteConnection connection, string name)
    {
        using var select = new Statement(connection, "SELECT value FROM vault WHERE name = ?1");
        return select.Bind(1, name).Read() ? select.Blob(0).ToArray() : [];
    }

    public static void Write(SqliteConnection connection, string name, ReadOnlySpan<byte> value)
    {
        using var upsert = new Statement(connection, "INSERT INTO vault (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        upsert.Bind(1, name).Bind(2, value).Run();
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Leaves no trace of what was deleted: the file is built anew without free space, and the write-ahead log is brought home and cut to
    /// nothing. Copies made before are beyond its reach.
    /// </summary>
    /// <exception cref="IOException">Another program reads the vault and keeps the log from being cut.</exception>
    public static void Scrub(SqliteConnection connection)
    {
        Execute(connection, "VACUUM");
        using var checkpoint = new Statement(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        if (checkpoint.Read() && checkpoint.Long(0) != 0)
            throw new IOException("What was erased still stands in the vault's write-ahead log, because another program reads the vault. Stop that program and the server; starting the server again finishes it.");
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var select = new Statement(connection, sql);
        return select.Read() ? select.Long(0) : 0;
    }
}
