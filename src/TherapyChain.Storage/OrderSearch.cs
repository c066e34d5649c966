namespace TherapyChain.Storage;

/// <summary>
/// The text of every order, cut into runs of three characters, so that a piece of a reference or number is found without reading all orders. It follows from the column
/// <c>search</c> by triggers, and whoever doubts it builds it anew from there.
/// </summary>
internal static class OrderSearch
{
    /// <summary>Shorter text has no run to look up.</summary>
    public const int Shortest = 3;

    public const string Create = """
        CREATE VIRTUAL TABLE orders_search USING fts5 (search, content = 'orders', content_rowid = 'order_id', tokenize = 'trigram', detail = 'full');
        CREATE TRIGGER orders_search_added AFTER INSERT ON orders BEGIN INSERT INTO orders_search (rowid, search) VALUES (NEW.order_id, NEW.search); END;
        CREATE TRIGGER orders_search_changed AFTER UPDATE OF search ON orders WHEN OLD.search <> NEW.search
        BEGIN
          INSERT INTO orders_search (orders_search, rowid, search) VALUES ('delete', OLD.order_id, OLD.search);
          INSERT INTO orders_search (rowid, search) VALUES (NEW.order_id, NEW.search);
        END;
        CREATE TRIGGER orders_search_removed AFTER DELETE ON orders BEGIN INSERT INTO orders_search (orders_search, rowid, search) VALUES ('delete', OLD.order_id, OLD.search); END;
        INSERT INTO orders_search (orders_search) VALUES ('rebuild');
        """;

    public const string Drop = """
        DROP TRIGGER orders_search_added; DROP TRIGGER orders_search_changed; DROP TRIGGER orders_search_removed; DROP TABLE orders_search;
        """;

    /// <summary>The question for a piece of text: the piece as it stands, whatever signs it holds.</summary>
    public static string Phrase(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
