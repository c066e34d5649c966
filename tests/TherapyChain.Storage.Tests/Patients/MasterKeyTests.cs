using System.Security.Cryptography;
using TherapyChain.Storage.Patients;
using static TherapyChain.Storage.Tests.Patients.VaultFolder;

namespace TherapyChain.Storage.Tests.Patients;

public sealed class MasterKeyTests : IDisposable
{
    private readonly VaultFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_wrong_key_opens_nothing_and_leaves_the_vault_as_it_was()
    {
        using (_folder.OpenWithPatients()) { }
        var before = (Convert.ToHexString(SHA256.HashData(_folder.AllBytes())), string.Join(' ', _folder.Names), File.GetLastWriteTimeUtc(_folder.File));
        using var wrong = MasterKey.Parse(MasterKey.NewText(), "a test");

        var no = Assert.Throws<VaultFileException>(() => Vault.Open(_folder.File, wrong));

        Assert.Contains("master key is not", no.Message, StringComparison.Ordinal);
        Assert.Equal(before, (Convert.ToHexString(SHA256.HashData(_folder.AllBytes())), string.Join(' ', _folder.Names), File.GetLastWriteTimeUtc(_folder.File)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= AAAA")]
    public void A_text_that_is_no_key_is_refused_without_being_told(string text)
    {
        var no = Assert.Throws<MasterKeyException>(() => MasterKey.Parse(text, "The file"));
        Assert.StartsWith("The file does not hold a master key", no.Message, StringComparison.Ordinal);
        if (text.Length > 0) Assert.DoesNotContain(text, no.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherExecute)]
    public void A_key_file_that_others_can_reach_is_refused(UnixFileMode others)
    {
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(_folder.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);
        Assert.Contains("chmod 600", Assert.Throws<MasterKeyException>(() => MasterKey.Read(_folder.KeyFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_is_made_for_its_owner_alone_and_never_overwritten()
    {
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.KeyFile));
        Assert.Throws<IOException>(() => MasterKey.Make(_folder.KeyFile));
        Assert.Throws<MasterKeyException>(() => MasterKey.Read(_folder.Another("none.key")));
    }

    [Fact]
    public void Rotation_wraps_keys_anew_and_leaves_every_record_as_it_was_sealed()
    {
        using (_folder.OpenWithPatients()) { }
        var (records, keys) = (Dump("SELECT hex(sealed) FROM fields ORDER BY patient_id, field"), Dump("SELECT hex(wrapped) FROM data_keys ORDER BY patient_id, purpose"));
        MasterKey.Make(_folder.Another("new.key"));
        using var old = MasterKey.Read(_folder.KeyFile);
        using var fresh = MasterKey.Read(_folder.Another("new.key"));

        Assert.Equal(4, KeyRotation.Rotate(_folder.File, old, fresh));

        Assert.Equal(records, Dump("SELECT hex(sealed) FROM fields ORDER BY patient_id, field"));
        Assert.Empty(keys.Intersect(Dump("SELECT hex(wrapped) FROM data_keys ORDER BY patient_id, purpose")));
        Assert.Throws<VaultFileException>(() => Vault.Open(_folder.File, old));
        foreach (var gone in keys) Assert.False(VaultTests.Contains(_folder.AllBytes(), Convert.FromHexString(gone)));
        using var vault = Vault.Open(_folder.File, fresh);
        Assert.Equal(AdaDetails, Assert.IsType<VaultAnswer.Done>(vault.View(Ada, By("viewed"))).Details);
        Assert.Equal(Bo, vault.PatientWith(BoDetails.HospitalNumber));
        Assert.Throws<VaultInUseException>(() => KeyRotation.Rotate(_folder.File, fresh, old));
    }

    [Fact]
    public void Rotation_with_a_wrong_key_changes_nothing()
    {
        using (_folder.OpenWithPatients()) { }
        var before = _folder.AllBytes();
        using var wrong = MasterKey.Parse(MasterKey.NewText(), "a test");
        using var fresh = MasterKey.Parse(MasterKey.NewText(), "a test");
        Assert.Throws<VaultFileException>(() => KeyRotation.Rotate(_folder.File, wrong, fresh));
        Assert.Equal(before, _folder.AllBytes());
    }

    [Theory]
    [InlineData("DROP TRIGGER accesses_refuse_delete")]
    [InlineData("PRAGMA user_version=2")]
    [InlineData("PRAGMA application_id=1")]
    public void A_vault_that_was_worked_on_or_is_of_another_version_is_not_opened(string sql)
    {
        using (_folder.OpenWithPatients()) { }
        _folder.Raw(sql);
        Assert.Throws<VaultFileException>(() => _folder.Open());
    }

    private List<string> Dump(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.File};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }
}
