namespace TherapyChain.Storage;

/// <summary>
/// What makes the append-only tables append-only for every connection, whatever program it belongs to. Their text is part of the schema: a
/// ledger whose triggers are missing or read otherwise is not opened. They fire before the first row is touched, so FAIL leaves nothing to undo;
/// ABORT would make the engine journal every insert for the undoing.
/// </summary>
internal static class Triggers
{
    /// <summary>The record itself.</summary>
    public static readonly string[] Record = ["entries", "workflows", "documents"];

    /// <summary>Who proposed a version of a workflow, who approved or rejected it, and what is offered because of that.</summary>
    public static readonly string[] Approvals = ["publications", "proposals", "verdicts"];

    /// <summary>The migration from which on the approvals are guarded.</summary>
    public const string ApprovalsSince = "20261123013016_ApprovalsAppendOnly";

    public static readonly IReadOnlyDictionary<string, string> All = Of([.. Record, .. Approvals]);

    /// <summary>The triggers of some tables, as the schema has them when these tables are made.</summary>
    public static IReadOnlyDictionary<string, string> Of(string[] tables) => tables
        .SelectMany(table => new[] { Refuse(table, "UPDATE", "changed"), Refuse(table, "DELETE", "deleted"), RefuseReplace(table) })
        .ToDictionary(trigger => trigger.Name, trigger => trigger.Sql);

    private static (string Name, string Sql) Refuse(string table, string action, string what)
    {
        var name = $"{table}_refuse_{action.ToLowerInvariant()}";
        return (name, $"CREATE TRIGGER {name} BEFORE {action} ON {table} BEGIN SELECT RAISE(FAIL, '{table} are append-only: a row is never {what}'); END");
    }

    // INSERT OR REPLACE deletes without firing the trigger for it, unless recursive triggers are on: refuse the insert itself.
    private static (string Name, string Sql) RefuseReplace(string table)
    {
        var name = $"{table}_refuse_replace";
        // One question for each unique key: joined by OR in one they cost the engine twice as much.
        string[] taken = table switch
        {
            "entries" => ["order_id = NEW.order_id AND seq = NEW.seq", "position = NEW.position"],
            "workflows" or "publications" => ["id = NEW.id AND version = NEW.version"],
            "proposals" => ["number = NEW.number"],
            "verdicts" => ["proposal = NEW.proposal"],
            _ => ["sha256 = NEW.sha256"],
        };
        var any = string.Join(" OR ", taken.Select(key => $"EXISTS (SELECT 1 FROM {table} WHERE {key})"));
        return (name, $"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {any} "
            + $"BEGIN SELECT RAISE(FAIL, '{table} are append-only: a row is never replaced'); END");
    }
}
