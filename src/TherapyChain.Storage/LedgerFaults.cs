namespace TherapyChain.Storage;

/// <summary>The file is not a ledger this program may open: damaged, foreign, or made by a later version. Nothing in it was changed.</summary>
public sealed class LedgerFileException : Exception
{
    public LedgerFileException(string path, string found, Exception? cause = null)
        : base($"The ledger \"{path}\" cannot be opened: {found} Nothing was changed. {Advice(path)}", cause) => Found = found;

    /// <summary>What was found, in one sentence.</summary>
    public string Found { get; }

    private static string Advice(string path) =>
        $"Keep this file for examination, move it with \"{Path.GetFileName(path)}-wal\" and \"{Path.GetFileName(path)}-shm\" out of the folder, "
        + "put the newest backup copy in its place under the same name, and check it with \"therapychain ledger verify\" before starting again.";
}

/// <summary>Another process has the ledger open. One process writes a ledger at a time.</summary>
public sealed class LedgerInUseException(string path, Exception? cause = null)
    : Exception($"The ledger \"{path}\" is open in another process. Stop the other server, or give this one a file of its own.", cause);

/// <summary>
/// What was to be recorded is not on the disk, no part of it: it may be sent again once the cause is gone. The ledger stays open and goes on
/// working as soon as it can.
/// </summary>
public sealed class LedgerWriteException(string found, string advice, Exception? cause = null) : Exception($"Nothing was recorded: {found} {advice}", cause)
{
    /// <summary>What the operator should do.</summary>
    public string Advice { get; } = advice;
}

/// <summary>The file of noted roots holds something else. Nothing can be compared with it.</summary>
public sealed class RootsFileException(string path, string found)
    : Exception($"The noted roots in \"{path}\" cannot be read: {found} Keep this file for examination, and put a copy that was kept elsewhere in its place.");
