namespace TherapyChain.Storage.Patients;

/// <summary>There is no usable master key where one was named.</summary>
public sealed class MasterKeyException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The vault may not be opened: another key is its own, or the file is foreign, damaged or of a later version. Nothing in it was changed.</summary>
public sealed class VaultFileException(string path, string found, Exception? cause = null)
    : Exception($"The patient vault \"{path}\" cannot be opened: {found} Nothing was changed.", cause);

/// <summary>Another process has the vault open.</summary>
public sealed class VaultInUseException(string path, Exception? cause = null)
    : Exception($"The patient vault \"{path}\" is open in another process. Stop the server that uses it first.", cause);
