using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using TherapyChain.Domain.Patients;
using TherapyChain.Storage.Patients;
using TherapyChain.Testing;
using static TherapyChain.Storage.Tests.Patients.VaultFolder;

namespace TherapyChain.Storage.Tests.Patients;

public sealed class VaultTests : IDisposable
{
    private readonly VaultFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_patient_is_found_by_number_and_by_name_and_seen_with_a_recorded_reason()
    {
        using var vault = _folder.OpenWithPatients();
        Assert.Equal(Ada, vault.PatientOf(First));
        Assert.Equal(Ada, vault.PatientWith(new HospitalNumber("karolinska", " 19870314 2391")));
        Assert.Equal([Ada], vault.PatientsWith("  åsa lindqvist–øberg ", AdaDetails.BirthDate));

        var seen = Assert.IsType<VaultAnswer.Done>(vault.View(Ada, By(AccessAct.Viewed, "Calls about the collection date.")));

        Assert.Equal(AdaDetails, seen.Details);
        Assert.Equal([By(AccessAct.Registered), By(AccessAct.Viewed, "Calls about the collection date.")], vault.AccessesTo(Ada));
    }

    [Theory]
    [InlineData("Asa Lindqvist-Oberg")]
    [InlineData("Åsa Lindqvist")]
    [InlineData("Åsa Lindqvist-Øberg2")]
    public void A_name_that_is_nearly_the_same_finds_nobody(string name)
    {
        using var vault = _folder.OpenWithPatients();
        Assert.Empty(vault.PatientsWith(name, AdaDetails.BirthDate));
        Assert.Empty(vault.PatientsWith(AdaDetails.Name, AdaDetails.BirthDate.PlusDays(1)));
        Assert.Null(vault.PatientWith(AdaDetails.HospitalNumber with { Issuer = "charite" }));
    }

    [Fact]
    public void One_number_is_one_patient_and_one_order_has_one_patient()
    {
        using var vault = _folder.OpenWithPatients();
        var third = Domain.PatientId.From(1003);
        Assert.Equal(new VaultAnswer.NumberTaken(Ada), vault.Register(third, BoDetails with { HospitalNumber = AdaDetails.HospitalNumber }, Domain.OrderId.From(9), By("registered")));
        Assert.Equal(new VaultAnswer.OrderTaken(Bo), vault.Register(third, AdaDetails with { HospitalNumber = new HospitalNumber("charite", "9") }, Second, By("registered")));
        Assert.Equal(new VaultAnswer.OrderTaken(Bo), vault.Link(Ada, Second, By("linked")));
        Assert.Equal(new VaultAnswer.NumberTaken(Ada), vault.Amend(Bo, BoDetails with { HospitalNumber = AdaDetails.HospitalNumber }, By("amended")));
        Assert.Null(vault.Find(third));
        // The same number at another hospital is another number.
        Assert.IsType<VaultAnswer.Done>(vault.Register(third, BoDetails with { HospitalNumber = AdaDetails.HospitalNumber with { Issuer = "charite" } }, Domain.OrderId.From(9), By("registered")));
    }

    [Fact]
    public void An_amended_patient_is_found_under_the_new_data_only()
    {
        using var vault = _folder.OpenWithPatients();
        var amended = AdaDetails with { Name = "Åsa Berg", Contact = null };
        Assert.IsType<VaultAnswer.Done>(vault.Amend(Ada, amended, By(AccessAct.Amended, "Married.")));
        Assert.Equal(amended, Assert.IsType<VaultAnswer.Done>(vault.View(Ada, By("viewed"))).Details);
        Assert.Equal([Ada], vault.PatientsWith("Åsa Berg", AdaDetails.BirthDate));
        Assert.Empty(vault.PatientsWith(AdaDetails.Name, AdaDetails.BirthDate));
    }

    [Theory]
    [InlineData("Åsa  lindqvist-øberg asked")]
    [InlineData("Number 198703142391")]
    [InlineData("Born 1987-03-14")]
    public void A_reason_that_names_the_patient_is_not_taken(string reason)
    {
        using var vault = _folder.OpenWithPatients();
        Assert.IsType<VaultAnswer.ReasonNamesPatient>(vault.View(Ada, By(AccessAct.Viewed, reason)));
        Assert.Single(vault.AccessesTo(Ada));
    }

    [Fact]
    public void Nothing_is_shown_when_the_access_cannot_be_recorded()
    {
        using var vault = _folder.OpenWithPatients();
        _folder.Raw("CREATE TRIGGER full BEFORE INSERT ON accesses BEGIN SELECT RAISE(FAIL, 'the disk is full'); END");
        Assert.Throws<SqliteException>(() => vault.View(Ada, By(AccessAct.Viewed)));
    }

    [Theory]
    [InlineData("UPDATE accesses SET person = 'nobody'")]
    [InlineData("DELETE FROM accesses")]
    [InlineData("INSERT OR REPLACE INTO accesses SELECT seq, patient_id, act, at, 'nobody', role, site, reason, about FROM accesses")]
    [InlineData("UPDATE patient_orders SET patient_id = 1002")]
    [InlineData("DELETE FROM patients")]
    public void Who_looked_and_which_order_is_whose_is_never_changed(string sql)
    {
        using (_folder.OpenWithPatients()) { }
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => _folder.Raw(sql)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE fields SET sealed = (SELECT sealed FROM fields o WHERE o.patient_id = 1002 AND o.field = fields.field) WHERE patient_id = 1001")]
    [InlineData("UPDATE fields SET sealed = (SELECT sealed FROM fields o WHERE o.patient_id = 1001 AND o.field = 'hospital-number') WHERE patient_id = 1001 AND field = 'name'")]
    [InlineData("UPDATE patients SET version = 2")]
    [InlineData("UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys o WHERE o.patient_id = 1002 AND o.purpose = data_keys.purpose)")]
    [InlineData("DELETE FROM data_keys WHERE purpose = 'identity'; UPDATE data_keys SET purpose = 'identity'")]
    [InlineData("UPDATE fields SET sealed = randomblob(length(sealed)) WHERE field = 'name'")]
    [InlineData("DELETE FROM fields WHERE field = 'birth-date'")]
    public void Rows_swapped_altered_or_set_back_do_not_open(string sql)
    {
        using (_folder.OpenWithPatients()) { }
        _folder.Raw(sql);
        using var vault = _folder.Open();
        Assert.ThrowsAny<CryptographicException>(() => vault.View(Ada, By(AccessAct.Viewed)));
    }

    [Fact]
    [Requirement("GDPR-01")]
    public void Neither_names_nor_numbers_nor_unkeyed_hashes_of_them_stand_in_the_file()
    {
        using (_folder.OpenWithPatients()) { }
        var all = _folder.AllBytes();
        foreach (var secret in new[] { "Lindqvist", "LINDQVIST", "1987", "19870314", "2391", "example.org", "Ekström", "4711" })
            Assert.False(Contains(all, Encoding.UTF8.GetBytes(secret)), secret);
        foreach (var guess in new[] { "karolinska19870314-2391", "198703142391", "ÅSA LINDQVIST-ØBERG1987-03-14", "hospital-number\n10\nkarolinska198703142391" })
            Assert.False(Contains(all, SHA256.HashData(Encoding.UTF8.GetBytes(guess))));
    }

    [Fact]
    public void A_server_holds_its_vault_alone()
    {
        using var vault = _folder.Open();
        Assert.Throws<VaultInUseException>(() => _folder.Open());
    }

    internal static bool Contains(byte[] all, byte[] part) => all.AsSpan().IndexOf(part) >= 0;
}
