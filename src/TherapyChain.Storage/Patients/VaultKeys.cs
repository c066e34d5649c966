using System.Security.Cryptography;
using System.Text;
using TherapyChain.Domain.Patients;

namespace TherapyChain.Storage.Patients;

/// <summary>
/// What a master key opens in one vault: the wrapping of data keys, and the check that it is the right one. Search hashes are made with a
/// random key of the vault's own that is wrapped like the others, so that a new master key leaves them as they are.
/// </summary>
internal sealed class VaultKeys(MasterKey master, byte[] salt) : IDisposable
{
    public const int SaltSize = 32, CheckSize = 16;

    /// <summary>The purposes of a patient's data keys: what must be kept for thirty years, and what may go before.</summary>
    public const string Identity = "identity", Contact = "contact", Search = "search";

    private readonly byte[] _wrapping = master.Derive(salt, "wrapping of keys");

    /// <summary>Tells whether a master key is the vault's, and nothing about it.</summary>
    public byte[] Check { get; } = master.Derive(salt, "key check", CheckSize);

    public bool Fits(ReadOnlySpan<byte> check) => CryptographicOperations.FixedTimeEquals(Check, check);

    public byte[] Wrap(ReadOnlySpan<byte> key, string owner, string purpose) => Sealing.Seal(_wrapping, key, Sealing.KeyPlace(owner, purpose));

    public byte[] Unwrap(ReadOnlySpan<byte> wrapped, string owner, string purpose) => Sealing.Open(_wrapping, wrapped, Sealing.KeyPlace(owner, purpose));

    public void Dispose() => CryptographicOperations.ZeroMemory(_wrapping);
}

/// <summary>Keyed hashes by which a patient is found without a name in clear anywhere: HMAC-SHA-256, exact matches only.</summary>
internal sealed class SearchHashes(byte[] root) : IDisposable
{
    public const string OfPerson = "name-and-birth-date", OfNumber = "hospital-number";

    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, root, MasterKey.Size, info: "therapychain vault 1: search"u8.ToArray());

    public byte[] Of(string name, NodaTime.LocalDate birthDate) =>
        Hash(OfPerson, PatientName.Normalise(name), NodaTime.Text.LocalDatePattern.Iso.Format(birthDate));

    public byte[] Of(HospitalNumber number) => Hash(OfNumber, number.Issuer, number.Normalised);

    // Lengths first: "AB" + "C" and "A" + "BC" are different patients.
    private byte[] Hash(string kind, string first, string second) =>
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{kind}\n{first.Length}\n{first}{second}"));

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
