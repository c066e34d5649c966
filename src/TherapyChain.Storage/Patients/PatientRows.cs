using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain;
using TherapyChain.Domain.Patients;

namespace TherapyChain.Storage.Patients;

/// <summary>The rows of patients, sealed and opened. Transactions are the caller's.</summary>
internal sealed class PatientRows(SqliteConnection connection, VaultKeys keys, SearchHashes hashes)
{
    public VaultedPatient? Find(PatientId id)
    {
        using var select = new Statement(connection, "SELECT created, version, erased FROM patients WHERE patient_id = ?1");
        if (!select.Bind(1, id.Value).Read()) return null;
        return new VaultedPatient(id, Instant.FromUnixTimeTicks(select.Long(0)), (int)select.Long(1),
            select.LongOrNull(2) is { } erased ? Instant.FromUnixTimeTicks(erased) : null, OrdersOf(id));
    }

    public PatientId? PatientOf(OrderId order) => One("SELECT patient_id FROM patient_orders WHERE order_id = ?1", s => s.Bind(1, order.Value));

    public PatientId? PatientWith(HospitalNumber number) =>
        One("SELECT patient_id FROM search_hashes WHERE kind = 'hospital-number' AND hash = ?1", s => s.Bind(1, hashes.Of(number)));

    public ImmutableArray<PatientId> PatientsWith(string name, LocalDate birthDate)
    {
        using var select = new Statement(connection, "SELECT patient_id FROM search_hashes WHERE kind = 'name-and-birth-date' AND hash = ?1 ORDER BY patient_id");
        select.Bind(1, hashes.Of(name, birthDate));
        var found = ImmutableArray.CreateBuilder<PatientId>();
        while (select.Read()) found.Add(new PatientId(select.Long(0)));
        return found.ToImmutable();
    }

    public void Insert(PatientId id, Instant created)
    {
        Run("INSERT INTO patients (patient_id, created, version) VALUES (?1, ?2, 0)", s => s.Bind(1, id.Value).Bind(2, created.ToUnixTimeTicks()));
        MakeKey(id, VaultKeys.Identity);
    }

    public void Link(PatientId id, OrderId order) =>
        Run("INSERT INTO patient_orders (order_id, patient_id) VALUES (?1, ?2)", s => s.Bind(1, order.Value).Bind(2, id.Value));

    /// <summary>Seals every field anew under the next version: an older row put back does not open.</summary>
    public void Write(PatientId id, PatientDetails details)
    {
        var version = Find(id)!.Version + 1;
        Run("UPDATE patients SET version = ?2 WHERE patient_id = ?1", s => s.Bind(1, id.Value).Bind(2, version));
        var identity = OpenKey(id, VaultKeys.Identity)!;
        Seal(id, identity, PatientField.Name, version, details.Name);
        Seal(id, identity, PatientField.BirthDate, version, LocalDatePattern.Iso.Format(details.BirthDate));
        Seal(id, identity, PatientField.HospitalNumber, version, $"{details.HospitalNumber.Issuer}\n{details.HospitalNumber.Number}");
        CryptographicOperations.ZeroMemory(identity);
        if (details.Contact is { } contact)
        {
            var key = OpenKey(id, VaultKeys.Contact) ?? MakeKey(id, VaultKeys.Contact);
            Seal(id, key, PatientField.Contact, version, contact);
            CryptographicOperations.ZeroMemory(key);
        }
        else EraseContact(id);
        Run("DELETE FROM search_hashes WHERE patient_id = ?1", s => s.Bind(1, id.Value));
        Hash(id, SearchHashes.OfPerson, hashes.Of(details.Name, details.BirthDate));
        Hash(id, SearchHashes.OfNumber, hashes.Of(details.HospitalNumber));
    }

    /// <summary>The details, or null when they were erased.</summary>
    /// <exception cref="CryptographicException">A row was altered, put in another's place, or set back.</exception>
    public PatientDetails? Read(PatientId id)
    {
        if (Find(id) is not { } patient || OpenKey(id, VaultKeys.Identity) is not { } identity) return null;
        var number = Open(patient, identity, PatientField.HospitalNumber).Split('\n', 2);
        var contact = OpenKey(id, VaultKeys.Contact);
        return new PatientDetails(
            Open(patient, identity, PatientField.Name), LocalDatePattern.Iso.Parse(Open(patient, identity, PatientField.BirthDate)).Value,
            new HospitalNumber(number[0], number[1]), contact is null ? null : Open(patient, contact, PatientField.Contact));
    }

    /// <summary>Destroys the key of the contact data, and with it the data.</summary>
    public void EraseContact(PatientId id)
    {
        Run("DELETE FROM data_keys WHERE patient_id = ?1 AND purpose = 'contact'", s => s.Bind(1, id.Value));
        Run("DELETE FROM fields WHERE patient_id = ?1 AND field = 'contact'", s => s.Bind(1, id.Value));
    }

    /// <summary>Destroys every key of the patient; a tombstone remains.</summary>
    public void EraseAll(PatientId id, Instant at)
    {
        foreach (var table in new[] { "data_keys", "fields", "search_hashes" }) Run($"DELETE FROM {table} WHERE patient_id = ?1", s => s.Bind(1, id.Value));
        Run("UPDATE patients SET erased = ?2 WHERE patient_id = ?1", s => s.Bind(1, id.Value).Bind(2, at.ToUnixTimeTicks()));
    }

    public void Append(PatientId id, Access access) => Run(
        "INSERT INTO accesses (patient_id, act, at, person, role, site, reason, about) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        s => s.Bind(1, id.Value).Bind(2, access.Act).Bind(3, access.At.ToUnixTimeTicks()).Bind(4, access.Person).Bind(5, access.Role).Bind(6, access.Site)
            .Bind(7, access.Reason).Bind(8, access.About));

    public ImmutableArray<Access> AccessesTo(PatientId id)
    {
        using var select = new Statement(connection, "SELECT act, at, person, role, site, reason, about FROM accesses WHERE patient_id = ?1 ORDER BY seq");
        select.Bind(1, id.Value);
        var accesses = ImmutableArray.CreateBuilder<Access>();
        while (select.Read()) accesses.Add(Read(select));
        return accesses.ToImmutable();
    }

    public ImmutableArray<(PatientId Patient, Access Access)> AccessesBy(string site, Instant from, Instant until)
    {
        using var select = new Statement(connection,
            "SELECT act, at, person, role, site, reason, about, patient_id FROM accesses WHERE site = ?1 AND at >= ?2 AND at < ?3 ORDER BY seq");
        select.Bind(1, site).Bind(2, from.ToUnixTimeTicks()).Bind(3, until.ToUnixTimeTicks());
        var accesses = ImmutableArray.CreateBuilder<(PatientId, Access)>();
        while (select.Read()) accesses.Add((new PatientId(select.Long(7)), Read(select)));
        return accesses.ToImmutable();
    }

    private static Access Read(Statement row) =>
        new(row.Text(0), Instant.FromUnixTimeTicks(row.Long(1)), row.Text(2), row.Text(3), row.Text(4), row.Text(5), row.TextOrNull(6));

    private ImmutableArray<OrderId> OrdersOf(PatientId id)
    {
        using var select = new Statement(connection, "SELECT order_id FROM patient_orders WHERE patient_id = ?1 ORDER BY order_id");
        select.Bind(1, id.Value);
        var orders = ImmutableArray.CreateBuilder<OrderId>();
        while (select.Read()) orders.Add(new OrderId(select.Long(0)));
        return orders.ToImmutable();
    }

    private byte[] MakeKey(PatientId id, string purpose)
    {
        var key = RandomNumberGenerator.GetBytes(MasterKey.Size);
        Run("INSERT INTO data_keys (patient_id, purpose, wrapped) VALUES (?1, ?2, ?3)",
            s => s.Bind(1, id.Value).Bind(2, purpose).Bind(3, keys.Wrap(key, id.ToString(), purpose)));
        return key;
    }

    private byte[]? OpenKey(PatientId id, string purpose)
    {
        using var select = new Statement(connection, "SELECT wrapped FROM data_keys WHERE patient_id = ?1 AND purpose = ?2");
        return select.Bind(1, id.Value).Bind(2, purpose).Read() ? keys.Unwrap(select.Blob(0), id.ToString(), purpose) : null;
    }

    private void Seal(PatientId id, byte[] key, string field, int version, string text) => Run(
        """
        INSERT INTO fields (patient_id, field, version, sealed) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (patient_id, field) DO UPDATE SET version = excluded.version, sealed = excluded.sealed
        """,
        s => s.Bind(1, id.Value).Bind(2, field).Bind(3, version).Bind(4, Sealing.Seal(key, Encoding.UTF8.GetBytes(text), Sealing.FieldPlace(id, field, version))));

    private string Open(VaultedPatient patient, byte[] key, string field)
    {
        using var select = new Statement(connection, "SELECT sealed FROM fields WHERE patient_id = ?1 AND field = ?2");
        if (!select.Bind(1, patient.Id.Value).Bind(2, field).Read()) throw new CryptographicException($"The {field} of {patient.Id} is missing from the vault.");
        return Encoding.UTF8.GetString(Sealing.Open(key, select.Blob(0), Sealing.FieldPlace(patient.Id, field, patient.Version)));
    }

    private void Hash(PatientId id, string kind, byte[] hash) =>
        Run("INSERT INTO search_hashes (kind, hash, patient_id) VALUES (?1, ?2, ?3)", s => s.Bind(1, kind).Bind(2, hash).Bind(3, id.Value));

    private PatientId? One(string sql, Action<Statement> bind)
    {
        using var select = new Statement(connection, sql);
        bind(select);
        return select.Read() ? new PatientId(select.Long(0)) : null;
    }

    private void Run(string sql, Action<Statement> bind)
    {
        using var statement = new Statement(connection, sql);
        bind(statement);
        statement.Run();
    }
}
