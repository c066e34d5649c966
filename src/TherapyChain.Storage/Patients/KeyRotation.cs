using Microsoft.Data.Sqlite;
using TherapyChain.Domain;

namespace TherapyChain.Storage.Patients;

/// <summary>
/// Gives a vault a new master key: every data key is unwrapped and wrapped anew in one transaction. No record is opened or written, so the
/// patients' data stays as it was sealed. Whoever has an old copy of the vault and the old master key can still open that copy.
/// </summary>
public static class KeyRotation
{
    /// <summary>Rotates the key of a vault that no server has open.</summary>
    /// <returns>How many data keys were wrapped anew.</returns>
    /// <exception cref="VaultFileException">There is no sound vault, or the old key is not its own; it was not touched.</exception>
    /// <exception cref="VaultInUseException">A server has it open.</exception>
    public static int Rotate(string path, MasterKey from, MasterKey to)
    {
        path = Path.GetFullPath(path);
        if (!File.Exists(path)) throw new VaultFileException(path, "there is no such file.");
        using var held = Vault.Hold(path);
        using var old = VaultFile.Judge(path, from);
        using var connection = VaultFile.Connect(path, SqliteOpenMode.ReadWrite);
        var salt = System.Security.Cryptography.RandomNumberGenerator.GetBytes(VaultKeys.SaltSize);
        using var fresh = new VaultKeys(to, salt);
        var rotated = 0;
        using (var turn = connection.BeginTransaction(deferred: false))
        {
            foreach (var (patient, purpose, wrapped) in Wrapped(connection))
            {
                var owner = patient.ToString();
                using var update = new Statement(connection, "UPDATE data_keys SET wrapped = ?3 WHERE patient_id = ?1 AND purpose = ?2");
                rotated += update.Bind(1, patient.Value).Bind(2, purpose).Bind(3, fresh.Wrap(old.Unwrap(wrapped, owner, purpose), owner, purpose)).Run();
            }
            VaultFile.Write(connection, "search-key", fresh.Wrap(old.Unwrap(VaultFile.Read(connection, "search-key"), "vault", VaultKeys.Search), "vault", VaultKeys.Search));
            VaultFile.Write(connection, "salt", salt);
            VaultFile.Write(connection, "key-check", fresh.Check);
            turn.Commit();
        }
        VaultFile.Scrub(connection);
        return rotated;
    }

    private static List<(PatientId Patient, string Purpose, byte[] Wrapped)> Wrapped(SqliteConnection connection)
    {
        using var select = new Statement(connection, "SELECT patient_id, purpose, wrapped FROM data_keys");
        var keys = new List<(PatientId, string, byte[])>();
        while (select.Read()) keys.Add((new PatientId(select.Long(0)), select.Text(1), select.Blob(2).ToArray()));
        return keys;
    }
}
