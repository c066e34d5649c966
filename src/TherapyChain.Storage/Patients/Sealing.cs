using System.Security.Cryptography;
using System.Text;
using TherapyChain.Domain;

namespace TherapyChain.Storage.Patients;

/// <summary>
/// AES-256-GCM with a random 96-bit nonce for every write: <c>nonce ‖ ciphertext ‖ tag</c>. What it belongs to is bound in as associated
/// data, so that a sealed value in another row, field or version does not open.
/// </summary>
internal static class Sealing
{
    public const int NonceSize = 12, TagSize = 16;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, string belongsTo)
    {
        var all = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(all.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(all.AsSpan(0, NonceSize), plain, all.AsSpan(NonceSize, plain.Length), all.AsSpan(NonceSize + plain.Length), Bytes(belongsTo));
        return all;
    }

    /// <exception cref="CryptographicException">Not sealed with this key, not for this place, or altered.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> all, string belongsTo)
    {
        if (all.Length < NonceSize + TagSize) throw new CryptographicException("A sealed value is cut short.");
        var plain = new byte[all.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(all[..NonceSize], all[NonceSize..^TagSize], all[^TagSize..], plain, Bytes(belongsTo));
        return plain;
    }

    // None of the parts can hold a line feed, so two places never have the same text.
    public static string KeyPlace(string owner, string purpose) => $"therapychain vault 1\nkey\n{owner}\n{purpose}";

    public static string FieldPlace(PatientId patient, string field, int version) => $"therapychain vault 1\nfield\n{patient}\n{field}\n{version}";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
