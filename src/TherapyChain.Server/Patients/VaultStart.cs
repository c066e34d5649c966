using TherapyChain.Storage.Patients;

namespace TherapyChain.Server.Patients;

/// <summary>Opens the vault beside the ledger, or says why the server must not start. Without vault and without key the server runs without one.</summary>
internal static class VaultStart
{
    public static (Vault? Vault, string? Problem) Open(Settings settings)
    {
        var path = Path.Combine(settings.Folder, "vault.db");
        try
        {
            using var key = KeyOf(settings, path);
            if (key is not null) return (Vault.Open(path, key), null);
            if (File.Exists(DemoKey(settings)))
                return (null, $"The patient vault in {settings.Folder} is the demonstration's, its key beside it. Start it with --demo, or name another folder with --data.");
            return File.Exists(path)
                ? (null, $"There is a patient vault in {settings.Folder}, and no master key was given. Name its file with --vault-key-file, or set TherapyChain__VaultKey.")
                : (null, null);
        }
        catch (Exception no) when (no is MasterKeyException or VaultFileException or VaultInUseException)
        {
            return (null, no.Message);
        }
    }

    private static MasterKey? KeyOf(Settings settings, string vault)
    {
        if (settings.VaultKey is { Length: > 0 } text)
            return settings.VaultKeyFile is null ? MasterKey.Parse(text, "TherapyChain__VaultKey")
                : throw new MasterKeyException("A master key file and a master key are both given; name one of them.");
        if (settings.VaultKeyFile is { } file) return MasterKey.Read(file);
        if (!settings.Demo) return null;
        // The demonstration's patients are invented: there the key may lie beside the vault.
        var demo = DemoKey(settings);
        if (!File.Exists(demo) && !File.Exists(vault)) MasterKey.Make(demo);
        return File.Exists(demo) ? MasterKey.Read(demo) : null;
    }

    private static string DemoKey(Settings settings) => Path.Combine(settings.Folder, "vault.key");
}

/// <summary>The vault, if this server has one.</summary>
public sealed class VaultDoor(Vault? vault) : IDisposable
{
    public Vault? Vault { get; } = vault;

    public void Dispose() => Vault?.Dispose();
}
