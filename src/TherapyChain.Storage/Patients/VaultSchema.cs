namespace TherapyChain.Storage.Patients;

/// <summary>
/// The tables of a vault. Who looked, who erased and which order belongs to whom is appended and never changed; their triggers are part of
/// the schema, and a vault without them is not opened.
/// </summary>
internal static class VaultSchema
{
    /// <summary>"TCVT" in the header of the file.</summary>
    public const int ApplicationId = 0x54435654;

    public const int Version = 1;

    public const string Tables = """
        CREATE TABLE vault (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
        CREATE TABLE patients (patient_id INTEGER PRIMARY KEY, created INTEGER NOT NULL, version INTEGER NOT NULL, erased INTEGER) STRICT;
        CREATE TABLE data_keys (patient_id INTEGER NOT NULL REFERENCES patients, purpose TEXT NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (patient_id, purpose)) STRICT;
        CREATE TABLE fields (patient_id INTEGER NOT NULL REFERENCES patients, field TEXT NOT NULL, version INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (patient_id, field)) STRICT;
        CREATE TABLE search_hashes (kind TEXT NOT NULL, hash BLOB NOT NULL, patient_id INTEGER NOT NULL REFERENCES patients, PRIMARY KEY (kind, hash, patient_id)) STRICT;
        CREATE UNIQUE INDEX search_hashes_number ON search_hashes (hash) WHERE kind = 'hospital-number';
        CREATE TABLE patient_orders (order_id INTEGER PRIMARY KEY, patient_id INTEGER NOT NULL REFERENCES patients) STRICT;
        CREATE INDEX patient_orders_patient ON patient_orders (patient_id);
        CREATE TABLE accesses (seq INTEGER PRIMARY KEY AUTOINCREMENT, patient_id INTEGER NOT NULL REFERENCES patients, act TEXT NOT NULL, at INTEGER NOT NULL,
            person TEXT NOT NULL, role TEXT NOT NULL, site TEXT NOT NULL, reason TEXT NOT NULL, about TEXT) STRICT;
        CREATE INDEX accesses_patient ON accesses (patient_id);
        """;

    private static readonly (string Table, string Key)[] AppendOnly = [("accesses", "seq"), ("patient_orders", "order_id")];

    public static readonly IReadOnlyDictionary<string, string> Triggers = AppendOnly
        .SelectMany(table => new[] { Refuse(table.Table, "UPDATE", "changed"), Refuse(table.Table, "DELETE", "deleted"), RefuseReplace(table.Table, table.Key) })
        .Append(Refuse("patients", "DELETE", "deleted"))
        .ToDictionary(trigger => trigger.Name, trigger => trigger.Sql);

    private static (string Name, string Sql) Refuse(string table, string action, string what)
    {
        var name = $"{table}_refuse_{action.ToLowerInvariant()}";
        return (name, $"CREATE TRIGGER {name} BEFORE {action} ON {table} BEGIN SELECT RAISE(FAIL, '{table} are append-only: a row is never {what}'); END");
    }

    // INSERT OR REPLACE deletes without firing the trigger for it.
    private static (string Name, string Sql) RefuseReplace(string table, string key)
    {
        var name = $"{table}_refuse_replace";
        return (name, $"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
            + $"BEGIN SELECT RAISE(FAIL, '{table} are append-only: a row is never replaced'); END");
    }
}
