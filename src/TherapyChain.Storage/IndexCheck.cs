using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using static TherapyChain.Domain.Custody.Verification;

namespace TherapyChain.Storage;

/// <summary>
/// Compares the rows that stand beside the entries with what the entries say, one order after the other: who edits them frees an identifier,
/// lets a site see an order, or stops a clock, and no hash shows it. Only for a ledger whose entries and heads are sound.
/// </summary>
internal sealed class IndexCheck(SqliteConnection connection) : IDisposable
{
    private readonly Statement _entries = new(connection, "SELECT body FROM entries WHERE order_id = ?1 ORDER BY seq");
    private readonly Statement _parties = new(connection, "SELECT party, site_id, created FROM order_parties WHERE order_id = ?1");
    private readonly Statement _identifiers = new(connection, "SELECT kind, value, issuer, shared FROM identifiers WHERE order_id = ?1");
    private readonly Statement _clocks = new(connection, "SELECT clock, warn_at, limit_at FROM running_clocks WHERE order_id = ?1");

    public Broken? Run()
    {
        using var orders = new Statement(connection,
            "SELECT order_id, reference, workflow, version, state, held, hold_code, created, updated, search FROM orders ORDER BY order_id");
        while (orders.Read())
        {
            var id = new OrderId(orders.Long(0));
            Order order;
            try
            {
                order = Fold(id);
            }
            catch (Exception no) when (no is FormatException or ArgumentException or KeyNotFoundException)
            {
                return new Broken(RecordPart.Index, id, 0, 0, "The entries are as they were sealed, but this version cannot follow them, so the index rows cannot be judged",
                    "entries of a known type and shape", no.Message);
            }
            if ((OrderRow(orders, order) ?? Parties(order) ?? Identifiers(order) ?? Clocks(order)) is { } broken) return broken;
        }
        return Strays("order_parties") ?? Strays("identifiers") ?? Strays("running_clocks") ?? Marks();
    }

    private Broken? Marks()
    {
        using var wrong = new Statement(connection, EntryMarks.FirstWrong);
        return wrong.Read() ? Differs(new OrderId(wrong.Long(1)), "entry_marks", $"kind, site, people and time of entry {wrong.Long(2)}", "others, or none") : null;
    }

    private Order Fold(OrderId id)
    {
        var order = new Order(id);
        _entries.Bind(1, id.Value);
        while (_entries.Read()) order = order.Evolve(Seal.Open(_entries.Blob(0).ToArray()).Read());
        return order;
    }

    // Whether the state is final stays out: the workflow says that, not the entries.
    private static Broken? OrderRow(Statement row, Order order)
    {
        var index = OrderIndexing.IndexOf(order, isFinal: false);
        return Compare(order.Id, "orders",
            [
                ("reference", index.Reference), ("workflow", index.Workflow), ("version", $"{index.Version}"), ("state", index.State),
                ("held", index.Held ? "1" : "0"), ("hold_code", index.HoldCode), ("created", Say(index.Created.ToUnixTimeTicks())),
                ("updated", Say(index.Updated.ToUnixTimeTicks())), ("search", index.Search.ToLowerInvariant()),
            ],
            [
                ("reference", row.Text(1)), ("workflow", row.Text(2)), ("version", $"{row.Long(3)}"), ("state", row.Text(4)),
                ("held", $"{row.Long(5)}"), ("hold_code", row.TextOrNull(6)), ("created", Say(row.Long(7))),
                ("updated", Say(row.Long(8))), ("search", row.Text(9)),
            ],
            ((string Column, string? Value) cell) => $"{cell.Column} {cell.Value ?? "empty"}");
    }

    private Broken? Parties(Order order) => Compare(order.Id, "order_parties",
        OrderIndexing.PartiesOf(order).Select(party => (party.Party, party.SiteId, Created: order.Created.ToUnixTimeTicks())),
        Rows(_parties, order.Id, row => (Party: row.Text(0), SiteId: row.Text(1), Created: row.Long(2))),
        party => $"{party.Party} {party.SiteId}{(party.Created == order.Created.ToUnixTimeTicks() ? "" : $", created {Say(party.Created)}")}");

    private Broken? Identifiers(Order order) => Compare(order.Id, "identifiers", OrderIndexing.IdentifiersOf(order),
        Rows(_identifiers, order.Id, row => new Identifier(row.Text(0), row.Text(1), row.Text(2) is { Length: > 0 } issuer ? issuer : null, row.Long(3) != 0)),
        identifier => $"{identifier.Kind} {identifier.Value}{(identifier.Issuer is { } issuer ? $" of {issuer}" : "")}{(identifier.Shared ? ", shared" : "")}");

    private Broken? Clocks(Order order) => Compare(order.Id, "running_clocks",
        OrderIndexing.ClocksOf(order).Select(clock => (clock.Clock, Mark: clock.WarnAt?.ToUnixTimeTicks(), Limit: clock.LimitAt.ToUnixTimeTicks())),
        Rows(_clocks, order.Id, row => (Clock: row.Text(0), Mark: row.LongOrNull(1), Limit: row.Long(2))),
        clock => $"{clock.Clock}, next mark {(clock.Mark is { } mark ? Say(mark) : "none")}, limit {Say(clock.Limit)}");

    private static List<T> Rows<T>(Statement select, OrderId order, Func<Statement, T> read)
    {
        var rows = new List<T>();
        select.Bind(1, order.Value);
        while (select.Read()) rows.Add(read(select));
        return rows;
    }

    private static Broken? Compare<T>(OrderId order, string table, IEnumerable<T> expected, IReadOnlyCollection<T> found, Func<T, string> say)
    {
        var should = expected.ToList();
        var missing = should.Except(found).Select(say).FirstOrDefault();
        var added = found.Except(should).Select(say).FirstOrDefault();
        return missing is null && added is null ? null : Differs(order, table, missing ?? "no such row", added ?? "no such row");
    }

    // Rows of an order that does not exist.
    private Broken? Strays(string table)
    {
        using var select = new Statement(connection, $"SELECT order_id FROM {table} WHERE order_id NOT IN (SELECT order_id FROM orders) LIMIT 1");
        return select.Read() ? Differs(new OrderId(select.Long(0)), table, "no row: the order has no entries", "a row") : null;
    }

    private static Broken Differs(OrderId order, string table, string expected, string found) => new(
        RecordPart.Index, order, 0, 0, $"The index row in {table} does not follow from the entries; the record itself is sound", expected, found);

    // An edited row can hold ticks that are no instant.
    private static string Say(long ticks) =>
        ticks >= Instant.MinValue.ToUnixTimeTicks() && ticks <= Instant.MaxValue.ToUnixTimeTicks()
            ? InstantPattern.ExtendedIso.Format(Instant.FromUnixTimeTicks(ticks))
            : $"{ticks} ticks";

    public void Dispose()
    {
        _entries.Dispose();
        _parties.Dispose();
        _identifiers.Dispose();
        _clocks.Dispose();
    }
}
