using System.Security.Cryptography;
using System.Text;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Patients;
using TherapyChain.Storage.Patients;
using TherapyChain.Testing;
using static TherapyChain.Storage.Tests.Patients.VaultFolder;

namespace TherapyChain.Storage.Tests.Patients;

/// <summary>Erasure judged from outside, by reading the bytes of the file with the master key at hand.</summary>
public sealed class VaultErasureTests : IDisposable
{
    private static readonly LocalDate Today = new(2026, 3, 2);

    private static readonly Erasure Everything = Erasure.Decide([new LinkedOrder(First, Ended: true, HadMaterial: false, Expiry: null)], Today);

    private static readonly Erasure ContactOnly = Erasure.Decide([new LinkedOrder(First, Ended: true, HadMaterial: true, new LocalDate(2027, 6, 30))], Today);

    private readonly VaultFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Requirement("GDPR-03")]
    public void What_was_erased_cannot_be_opened_again_with_file_and_master_key_in_hand()
    {
        using (var vault = _folder.OpenWithPatients())
        {
            // Others around it, so that rows have moved between pages before the erasure.
            for (var i = 0; i < 200; i++)
                vault.Register(PatientId.From(5000 + i * 7919 % 1000), BoDetails with { HospitalNumber = new HospitalNumber("charite", $"N-{i}") }, OrderId.From(5000 + i), By("registered"));
            for (var i = 0; i < 20; i++) vault.Amend(Ada, AdaDetails with { Contact = new string('x', 10 + i * 17) }, By("amended"));
        }
        Assert.Equal(2, KeysFoundIn(_folder.AllBytes(), Ada).Count);

        using (var vault = _folder.Open())
        {
            Assert.Equal(2, KeysFoundIn(_folder.AllBytes(), Ada).Count);
            Assert.IsType<VaultAnswer.Done>(vault.Erase(vault.Find(Ada)!, Everything, By(AccessAct.Erased)));
            // While it is open, so that the log beside it is judged too.
            Assert.Empty(KeysFoundIn(_folder.AllBytes(), Ada));
            Assert.IsType<VaultAnswer.Gone>(vault.View(Ada, By("viewed")));
            Assert.Null(vault.PatientWith(AdaDetails.HospitalNumber));
            Assert.Empty(vault.PatientsWith(AdaDetails.Name, AdaDetails.BirthDate));
        }
        Assert.Empty(KeysFoundIn(_folder.AllBytes(), Ada));
        Assert.Equal(2, KeysFoundIn(_folder.AllBytes(), Bo).Count);
    }

    [Fact]
    [Requirement("GDPR-03")]
    public void A_copy_of_the_sealed_rows_is_worth_nothing_once_the_key_is_destroyed()
    {
        using (_folder.OpenWithPatients()) { }
        var (rows, keys) = (_folder.AllBytes(), KeysFoundIn(_folder.AllBytes(), Ada));
        Assert.Equal(AdaDetails.Name, keys.Select(key => OpenedIn(rows, key)).Single(text => text is not null));

        using (var vault = _folder.Open()) vault.Erase(vault.Find(Ada)!, Everything, By(AccessAct.Erased));

        var left = KeysFoundIn(_folder.AllBytes(), Ada).Concat(KeysFoundIn(_folder.AllBytes(), Bo));
        Assert.All(left, key => Assert.Null(OpenedIn(rows, key)));
    }

    [Fact]
    public void A_tombstone_remains_with_its_order_and_everything_that_was_done()
    {
        using var vault = _folder.OpenWithPatients();
        vault.Erase(vault.Find(Ada)!, Everything, By(AccessAct.Erased, "Asked in writing."));
        var stone = vault.Find(Ada)!;
        Assert.Equal((SealedRecords.Start, First), (stone.Erased, Assert.Single(stone.Orders)));
        Assert.Equal(Ada, vault.PatientOf(First));
        Assert.Equal(["registered", "erased"], vault.AccessesTo(Ada).Select(a => a.Act));
        Assert.Equal(BoDetails, Assert.IsType<VaultAnswer.Done>(vault.View(Bo, By("viewed"))).Details);
        Assert.IsType<VaultAnswer.Gone>(vault.Amend(Ada, AdaDetails, By("amended")));
        Assert.IsType<VaultAnswer.Gone>(vault.Link(Ada, OrderId.From(77), By("linked")));
    }

    [Fact]
    public void An_order_linked_after_the_decision_stops_it()
    {
        using var vault = _folder.OpenWithPatients();
        var seen = vault.Find(Ada)!;
        vault.Link(Ada, OrderId.From(77), By(AccessAct.Linked));
        Assert.IsType<VaultAnswer.OrdersChanged>(vault.Erase(seen, Everything, By(AccessAct.Erased)));
        Assert.Equal(AdaDetails, Assert.IsType<VaultAnswer.Done>(vault.View(Ada, By("viewed"))).Details);
    }

    [Fact]
    [Requirement("GDPR-02")]
    public void Under_a_duty_to_keep_only_the_contact_goes_and_its_key_with_it()
    {
        using var vault = _folder.OpenWithPatients();
        vault.Erase(vault.Find(Ada)!, ContactOnly, By(AccessAct.Erased));
        Assert.Equal(AdaDetails with { Contact = null }, Assert.IsType<VaultAnswer.Done>(vault.View(Ada, By("viewed"))).Details);
        Assert.Null(vault.Find(Ada)!.Erased);
        Assert.Single(KeysFoundIn(_folder.AllBytes(), Ada));
        Assert.Equal(Ada, vault.PatientWith(AdaDetails.HospitalNumber));
    }

    // Tries every place of the file as a wrapped key of the patient, as an attacker who knows the format (docs/decisions/0009) would.
    private List<byte[]> KeysFoundIn(byte[] bytes, PatientId patient)
    {
        var master = Convert.FromBase64String(File.ReadAllText(_folder.KeyFile));
        var wrapping = HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, _folder.Salt(), "therapychain vault 1: wrapping of keys"u8.ToArray());
        return [.. new[] { "identity", "contact" }.Select(purpose => Opened(bytes, 32, wrapping, $"therapychain vault 1\nkey\n{patient}\n{purpose}")).OfType<byte[]>()];
    }

    private static string? OpenedIn(byte[] bytes, byte[] key) =>
        Opened(bytes, Encoding.UTF8.GetByteCount(AdaDetails.Name), key, $"therapychain vault 1\nfield\n{Ada}\nname\n1") is { } plain ? Encoding.UTF8.GetString(plain) : null;

    private static byte[]? Opened(byte[] bytes, int length, byte[] key, string place)
    {
        const int Nonce = 12, Tag = 16;
        using var aes = new AesGcm(key, Tag);
        var plain = new byte[length];
        var about = Encoding.UTF8.GetBytes(place);
        for (var at = 0; at + Nonce + length + Tag <= bytes.Length; at++)
        {
            var all = bytes.AsSpan(at, Nonce + length + Tag);
            // Runs of zeros are free space: nothing sealed begins with twelve of them.
            if (all[..Nonce].IndexOfAnyExcept((byte)0) < 0) continue;
            try
            {
                aes.Decrypt(all[..Nonce], all[Nonce..^Tag], all[^Tag..], plain, about);
                return plain;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Not here.
            }
        }
        return null;
    }
}
