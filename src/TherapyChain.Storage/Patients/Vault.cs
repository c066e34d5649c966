using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Patients;

namespace TherapyChain.Storage.Patients;

/// <summary>
/// Who the patients are: one file apart from the ledger, each patient under keys of their own. Nothing is shown before the access to it is
/// on the disk. One process has a vault open; calls take turns.
/// </summary>
public sealed class Vault : IDisposable
{
    private const string ScrubPending = "scrub-pending";

    private readonly Lock _one = new();
    private readonly FileStream _held;
    private readonly SqliteConnection _connection;
    private readonly VaultKeys _keys;
    private readonly SearchHashes _hashes;
    private readonly PatientRows _rows;

    private Vault(string path, FileStream held, VaultKeys keys)
    {
        (_held, _keys) = (held, keys);
        _connection = VaultFile.Connect(path, SqliteOpenMode.ReadWrite);
        _hashes = new SearchHashes(keys.Unwrap(VaultFile.Read(_connection, "search-key"), "vault", VaultKeys.Search));
        _rows = new PatientRows(_connection, keys, _hashes);
        if (VaultFile.Read(_connection, ScrubPending).Length > 0) Scrub();
    }

    /// <summary>Opens a vault; makes it where there is none.</summary>
    /// <exception cref="VaultFileException">The key is another's, or the file is no sound vault; it was not touched.</exception>
    /// <exception cref="VaultInUseException">Another process has it open.</exception>
    public static Vault Open(string path, MasterKey master)
    {
        path = Path.GetFullPath(path);
        var held = Hold(path);
        try
        {
            if (!File.Exists(path)) VaultFile.Create(path, master);
            return new Vault(path, held, VaultFile.Judge(path, master));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>What is known of a patient without opening anything; null when there is none.</summary>
    public VaultedPatient? Find(PatientId id)
    {
        lock (_one) return _rows.Find(id);
    }

    public PatientId? PatientOf(OrderId order)
    {
        lock (_one) return _rows.PatientOf(order);
    }

    /// <summary>Patients of exactly this name and birth date; two people may share both.</summary>
    public ImmutableArray<PatientId> PatientsWith(string name, LocalDate birthDate)
    {
        lock (_one) return _rows.PatientsWith(name, birthDate);
    }

    public PatientId? PatientWith(HospitalNumber number)
    {
        lock (_one) return _rows.PatientWith(number);
    }

    /// <summary>Takes up a patient with the first of their orders.</summary>
    public VaultAnswer Register(PatientId id, PatientDetails details, OrderId order, Access access) => InTurn(details, access, () =>
    {
        if (_rows.PatientWith(details.HospitalNumber) is { } known) return new VaultAnswer.NumberTaken(known);
        if (_rows.PatientOf(order) is { } other) return new VaultAnswer.OrderTaken(other);
        _rows.Insert(id, access.At);
        _rows.Write(id, details);
        _rows.Link(id, order);
        _rows.Append(id, access);
        return new VaultAnswer.Done();
    });

    /// <summary>Says that a further order is this patient's.</summary>
    public VaultAnswer Link(PatientId id, OrderId order, Access access) => WithDetails(id, access, _ =>
    {
        if (_rows.PatientOf(order) is { } other) return other == id ? new VaultAnswer.Done() : new VaultAnswer.OrderTaken(other);
        _rows.Link(id, order);
        _rows.Append(id, access);
        return new VaultAnswer.Done();
    });

    /// <summary>Puts right what is wrong about a patient (GDPR article 16). What stood there before does not remain.</summary>
    public VaultAnswer Amend(PatientId id, PatientDetails details, Access access) => WithDetails(id, access, _ =>
    {
        if (details.IsNamedIn(access.Reason)) return new VaultAnswer.ReasonNamesPatient();
        if (_rows.PatientWith(details.HospitalNumber) is { } known && known != id) return new VaultAnswer.NumberTaken(known);
        _rows.Write(id, details);
        _rows.Append(id, access);
        return new VaultAnswer.Done();
    });

    /// <summary>Records an access, and answers the details once the record of it is on the disk.</summary>
    public VaultAnswer View(PatientId id, Access access) => WithDetails(id, access, details =>
    {
        _rows.Append(id, access);
        return new VaultAnswer.Done(details);
    });

    /// <summary>Everything that was done with a patient's data, oldest first.</summary>
    public ImmutableArray<Access> AccessesTo(PatientId id)
    {
        lock (_one) return _rows.AccessesTo(id);
    }

    /// <summary>What the people of one site did with patients' data in a stretch of time, start included and end excluded, oldest first; nothing is opened for it.</summary>
    public ImmutableArray<(PatientId Patient, Access Access)> AccessesBy(string site, Instant from, Instant until)
    {
        lock (_one) return _rows.AccessesBy(site, from, until);
    }

    /// <summary>Erases what a decision says, by destroying the keys: what was sealed under them is open to nobody any more.</summary>
    /// <param name="seen">The patient as they were when it was decided.</param>
    /// <param name="decided">The decision.</param>
    /// <param name="access">Who erases, and why.</param>
    /// <exception cref="IOException">It is erased, but another program keeps the bytes from being overwritten; the next start does that.</exception>
    public VaultAnswer Erase(VaultedPatient seen, Erasure decided, Access access)
    {
        var id = seen.Id;
        var answer = WithDetails(id, access, _ =>
        {
            if (!_rows.Find(id)!.Orders.SequenceEqual(seen.Orders)) return new VaultAnswer.OrdersChanged();
            if (decided.IsComplete) _rows.EraseAll(id, access.At);
            else _rows.EraseContact(id);
            _rows.Append(id, access);
            VaultFile.Write(_connection, ScrubPending, [1]);
            return new VaultAnswer.Done();
        });
        if (answer is VaultAnswer.Done)
            lock (_one) Scrub();
        return answer;
    }

    public void Dispose()
    {
        _connection.Dispose();
        _hashes.Dispose();
        _keys.Dispose();
        _held.Dispose();
    }

    private VaultAnswer WithDetails(PatientId id, Access access, Func<PatientDetails, VaultAnswer> act)
    {
        lock (_one)
            return _rows.Read(id) is { } details ? InTurn(details, access, () => act(details)) : new VaultAnswer.Gone();
    }

    private VaultAnswer InTurn(PatientDetails details, Access access, Func<VaultAnswer> act)
    {
        if (details.IsNamedIn(access.Reason)) return new VaultAnswer.ReasonNamesPatient();
        lock (_one)
        {
            using var turn = _connection.BeginTransaction(deferred: false);
            var answer = act();
            if (answer is VaultAnswer.Done) turn.Commit();
            return answer;
        }
    }

    private void Scrub()
    {
        VaultFile.Scrub(_connection);
        VaultFile.Execute(_connection, $"DELETE FROM vault WHERE name = '{ScrubPending}'");
    }

    internal static FileStream Hold(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException no) when (no is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new VaultInUseException(path, no);
        }
    }
}
