using Microsoft.Data.Sqlite;

namespace TherapyChain.Benchmarks;

/// <summary>The engine's own limit: one prepared single-row insert a transaction, WAL and full durability, on the same disk.</summary>
internal static class RawCommit
{
    public static double Rate(string folder)
    {
        var path = Path.Combine(folder, "raw.db");
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB NOT NULL);");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO t (body) VALUES ($body)";
        insert.Parameters.AddWithValue("$body", new byte[700]);
        insert.Prepare();
        return Measure.Rate(() => insert.ExecuteNonQuery());
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
