using Microsoft.Data.Sqlite;

namespace TherapyChain.Storage;

/// <summary>Copies a ledger while its server goes on writing: the copy is one moment of it, and opens like any ledger.</summary>
public static class LedgerCopy
{
    /// <exception cref="IOException">There is a file of that name already.</exception>
    /// <exception cref="LedgerFileException">What is to be copied is no ledger, or damaged.</exception>
    public static void Write(string from, string to)
    {
        if (File.Exists(to)) throw new IOException($"A backup never replaces a file, and \"{to}\" is there already.");
        LedgerFile.Judge(from);
        // The engine copies into a file that is empty, and takes its rights as they are.
        LedgerFile.OnlyForOwner(to);
        using var connection = LedgerDbFactory.OpenForReading(from);
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $to";
        command.Parameters.AddWithValue("$to", to);
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
