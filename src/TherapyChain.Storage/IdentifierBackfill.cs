namespace TherapyChain.Storage;

/// <summary>Fills what the index did not hold when a ledger was written by an earlier version; the entries have said it all along.</summary>
internal static class IdentifierBackfill
{
    /// <summary>Codes that several orders carry, from the entries that gave them.</summary>
    public const string SharedCodes = """
        INSERT INTO identifiers (kind, value, order_id, issuer, shared)
        SELECT DISTINCT json_extract(given.value, '$.name'), json_extract(given.value, '$.value'), entries.order_id, '', 1
        FROM entries, json_each(CAST(entries.body AS TEXT), '$.data.assigned') AS given
        WHERE json_extract(given.value, '$.shared') = 1
        ON CONFLICT DO NOTHING
        """;

    /// <summary>When the order of each part began.</summary>
    public const string CreatedOfParties = "UPDATE order_parties SET created = (SELECT orders.created FROM orders WHERE orders.order_id = order_parties.order_id)";
}
