using Microsoft.Data.Sqlite;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Patients;
using TherapyChain.Storage.Patients;
using TherapyChain.Testing;

namespace TherapyChain.Storage.Tests.Patients;

/// <summary>A folder of its own for a test's vault and its key, gone afterwards.</summary>
public sealed class VaultFolder : IDisposable
{
    private readonly DirectoryInfo _folder = TempFolder.New();

    public VaultFolder() => MasterKey.Make(KeyFile);

    public static readonly PatientId Ada = PatientId.From(1001), Bo = PatientId.From(1002);

    public static readonly OrderId First = OrderId.From(1), Second = OrderId.From(2);

    public static PatientDetails AdaDetails { get; } =
        new("Åsa Lindqvist-Øberg", new LocalDate(1987, 3, 14), new HospitalNumber("karolinska", "19870314-2391"), "asa@example.org, +46 70 000 00 00");

    public static PatientDetails BoDetails { get; } = new("Bo Ekström", new LocalDate(1990, 1, 2), new HospitalNumber("charite", "4711-22"), "bo@example.org");

    public string File => Path.Combine(_folder.FullName, "vault.db");

    public string KeyFile => Path.Combine(_folder.FullName, "master.key");

    public string Another(string name) => Path.Combine(_folder.FullName, name);

    public Vault Open()
    {
        using var key = MasterKey.Read(KeyFile);
        return Vault.Open(File, key);
    }

    /// <summary>A vault in which Ada and Bo stand.</summary>
    public Vault OpenWithPatients()
    {
        var vault = Open();
        Assert.IsType<VaultAnswer.Done>(vault.Register(Ada, AdaDetails, First, By(AccessAct.Registered)));
        Assert.IsType<VaultAnswer.Done>(vault.Register(Bo, BoDetails, Second, By(AccessAct.Registered)));
        return vault;
    }

    public static Access By(string act, string reason = "Referral on paper.") => new(act, SealedRecords.Start, "coordinator-karolinska", "coordinator", "karolinska", reason);

    /// <summary>Runs a statement past the program, as someone with a database tool would.</summary>
    public void Raw(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Every byte of the vault on the disk, its log included.</summary>
    public byte[] AllBytes() => [.. Directory.GetFiles(_folder.FullName, "vault.db*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).Order().SelectMany(Bytes)];

    /// <summary>The salt with which the file says its keys are derived.</summary>
    public byte[] Salt()
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM vault WHERE name = 'salt'";
        return (byte[])command.ExecuteScalar()!;
    }

    public IEnumerable<string> Names => _folder.GetFiles().Select(f => f.Name).Order();

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
