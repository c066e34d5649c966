using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage;

/// <summary>
/// Statements of the lists, straight on the connection: the query translator would compile each anew with every request, because their values come as parameters that it
/// does not know again.
/// </summary>
internal static class PlainQuery
{
    /// <summary>The columns of an order, as <see cref="OrderOf"/> reads them.</summary>
    public const string OrderColumns =
        "o.order_id, o.reference, o.workflow, o.version, o.state, o.held, o.hold_code, o.final, o.created, o.updated, o.head_seq, o.head_hash, o.search";

    public static async Task<List<T>> PlainAsync<T>(this LedgerDb db, string sql, IEnumerable<SqliteParameter> given, Func<DbDataReader, T> read, CancellationToken ct)
    {
        // Open until the context goes: one request asks several times.
        await db.Database.OpenConnectionAsync(ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in given) command.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.Value));
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }

    public static OrderRow OrderOf(DbDataReader row) => new(
        new OrderId(row.GetInt64(0)), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4), row.GetInt64(5) != 0, row.IsDBNull(6) ? null : row.GetString(6), row.GetInt64(7) != 0,
        Instant.FromUnixTimeTicks(row.GetInt64(8)), Instant.FromUnixTimeTicks(row.GetInt64(9)), row.GetInt32(10), Hash.From((byte[])row.GetValue(11)), row.GetString(12));
}
