using Microsoft.Data.Sqlite;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage;

/// <summary>What a ledger file holds, read without a server and without changing it. Ask <see cref="LedgerCheck"/> first whether it is sound.</summary>
/// <param name="Orders">How many orders have entries.</param>
/// <param name="Workflows">Every workflow version kept, with its hash.</param>
/// <param name="Documents">How many documents are kept.</param>
public sealed record LedgerSurvey(long Orders, IReadOnlyList<(string Id, int Version, Hash Sha256)> Workflows, long Documents)
{
    public static LedgerSurvey Of(string path)
    {
        using var connection = Open(path);
        using var workflows = new Statement(connection, "SELECT id, version, sha256 FROM workflows ORDER BY id, version");
        var kept = new List<(string, int, Hash)>();
        while (workflows.Read()) kept.Add((workflows.Text(0), (int)workflows.Long(1), Hash.From(workflows.Blob(2))));
        return new LedgerSurvey(Count(connection, "orders"), kept, Count(connection, "documents"));
    }

    /// <summary>The hash of one entry, or null when the order has no such entry.</summary>
    public static Hash? HashOf(string path, OrderId order, int seq)
    {
        using var connection = Open(path);
        using var entry = new Statement(connection, "SELECT body FROM entries WHERE order_id = ?1 AND seq = ?2");
        entry.Bind(1, order.Value).Bind(2, seq);
        return entry.Read() ? Hash.Of(entry.Blob(0)) : null;
    }

    private static long Count(SqliteConnection connection, string table)
    {
        using var count = new Statement(connection, $"SELECT COUNT(*) FROM {table}");
        count.Read();
        return count.Long(0);
    }

    private static SqliteConnection Open(string path) => LedgerDbFactory.OpenForReading(path);
}
