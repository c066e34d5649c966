using System.Globalization;
using Microsoft.Data.Sqlite;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage;

/// <summary>All that a ledger file holds for tracing, as it stood at one moment; a server may go on writing to it meanwhile.</summary>
public sealed class LedgerContents : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _entries;

    private LedgerContents(SqliteConnection connection)
    {
        _connection = connection;
        // One transaction: everything below is of the same moment.
        using var snapshot = new Statement(connection, "BEGIN");
        snapshot.Run();
        _entries = new Statement(connection, "SELECT body FROM entries WHERE order_id = ?1 ORDER BY seq");
    }

    /// <exception cref="LedgerFileException">The file is no ledger, or damaged.</exception>
    public static LedgerContents Open(string path)
    {
        LedgerFile.Judge(path);
        return new LedgerContents(LedgerDbFactory.OpenForReading(path));
    }

    /// <summary>How many entries there are, and the hash of the one recorded last; all zero when there is none.</summary>
    public (long Entries, Hash Last) End()
    {
        using var select = new Statement(_connection, "SELECT position, hash FROM entries ORDER BY position DESC LIMIT 1");
        return select.Read() ? (select.Long(0), Hash.From(select.Blob(1))) : default;
    }

    public List<OrderId> Orders()
    {
        using var select = new Statement(_connection, "SELECT DISTINCT order_id FROM entries ORDER BY order_id");
        var orders = new List<OrderId>();
        while (select.Read()) orders.Add(new OrderId(select.Long(0)));
        return orders;
    }

    public List<SealedEntry> EntriesOf(OrderId order)
    {
        var entries = new List<SealedEntry>();
        _entries.Bind(1, order.Value);
        while (_entries.Read()) entries.Add(Seal.Open(_entries.Blob(0).ToArray()));
        return entries;
    }

    public Dictionary<(string Id, int Version), string> Workflows()
    {
        using var select = new Statement(_connection, "SELECT id, version, text FROM workflows");
        var texts = new Dictionary<(string, int), string>();
        while (select.Read()) texts[(select.Text(0), (int)select.Long(1))] = select.Text(2);
        return texts;
    }

    /// <summary>One document after the other, so that not all have to fit into memory.</summary>
    public IEnumerable<(Hash Sha256, byte[] Bytes)> Documents()
    {
        using var select = new Statement(_connection, "SELECT sha256, bytes FROM documents ORDER BY sha256");
        while (select.Read()) yield return (Hash.From(select.Blob(0)), select.Blob(1).ToArray());
    }

    /// <summary>What the names in entries mean: sites, people, and which order each identifier belongs to.</summary>
    public IEnumerable<Listing> Listings()
    {
        yield return Of("sites", "id", "name", "kind", "city", "country", "zone", "fin");
        yield return Of("people", "id", "printed_name", "site_id", "roles");
        var identifiers = Of("identifiers", "value", "kind", "issuer", "order_id");
        yield return identifiers with { Rows = [.. identifiers.Rows.Select(row => (string?[])[.. row[..3], new OrderId(long.Parse(row[3]!, CultureInfo.InvariantCulture)).ToString()])] };
    }

    private Listing Of(string table, params string[] columns)
    {
        using var select = new Statement(_connection, $"SELECT {string.Join(", ", columns)} FROM {table} ORDER BY 1, 2");
        var rows = new List<string?[]>();
        while (select.Read()) rows.Add([.. columns.Select((_, column) => select.TextOrNull(column))]);
        return new Listing(table, columns, rows);
    }

    public void Dispose()
    {
        _entries.Dispose();
        _connection.Dispose();
    }
}

/// <param name="Name">The table it is from.</param>
public sealed record Listing(string Name, IReadOnlyList<string> Columns, IReadOnlyList<string?[]> Rows);
