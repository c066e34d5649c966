using Microsoft.Data.Sqlite;
using SQLitePCL;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage;

/// <summary>
/// A prepared statement on the engine itself, for the few that run with every step: binding by number and reading in place cost a fraction of
/// what an ADO.NET command does. Parameters are numbered from 1, columns from 0. Failures come as <see cref="SqliteException"/>.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;

    public Statement(SqliteConnection connection, string sql)
    {
        _db = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_db, sql, out _statement));
    }

    public Statement Bind(int at, long value) { Check(raw.sqlite3_bind_int64(_statement, at, value)); return this; }

    public Statement Bind(int at, bool value) => Bind(at, value ? 1 : 0);

    public Statement Bind(int at, long? value)
    {
        if (value is { } some) return Bind(at, some);
        Check(raw.sqlite3_bind_null(_statement, at));
        return this;
    }

    public Statement Bind(int at, string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(_statement, at) : raw.sqlite3_bind_text(_statement, at, value));
        return this;
    }

    public Statement Bind(int at, ReadOnlySpan<byte> value) { Check(raw.sqlite3_bind_blob(_statement, at, value)); return this; }

    public Statement Bind(int at, Hash value)
    {
        Span<byte> bytes = stackalloc byte[Hash.Size];
        value.CopyTo(bytes);
        return Bind(at, bytes);
    }

    /// <summary>Runs to the end and answers how many rows changed.</summary>
    public int Run()
    {
        var code = raw.sqlite3_step(_statement);
        // The reset repeats the code of a failed step; the step's own is the one to report.
        raw.sqlite3_reset(_statement);
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(code);
        return raw.sqlite3_changes(_db);
    }

    /// <summary>Moves to the next row; false after the last, ready to be bound again.</summary>
    public bool Read()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        raw.sqlite3_reset(_statement);
        if (code != raw.SQLITE_DONE) Check(code);
        return false;
    }

    /// <summary>Ends reading before the last row.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes of a column, valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _db);
    }
}
