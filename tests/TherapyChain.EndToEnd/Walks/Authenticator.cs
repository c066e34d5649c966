using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using NodaTime;

namespace TherapyChain.EndToEnd.Walks;

/// <summary>An authenticator app, into which somebody typed the secret that the page shows (RFC 6238 over RFC 4226, as all of them do it).</summary>
public sealed class Authenticator
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _secret;

    /// <param name="shown">In Base32, with the blanks that make it readable.</param>
    public Authenticator(string shown)
    {
        var bits = string.Concat(shown.Where(letter => letter != ' ').Select(letter => Convert.ToString(Letters.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        _secret = [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(8 * i, 8), 2))];
    }

    /// <summary>The six digits it shows at this moment.</summary>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "What every authenticator app does.")]
    public string At(Instant now)
    {
        var counter = BitConverter.GetBytes(now.ToUnixTimeSeconds() / 30);
        if (BitConverter.IsLittleEndian) Array.Reverse(counter);
        var mac = HMACSHA1.HashData(_secret, counter);
        var at = mac[19] & 0xF;
        var number = ((mac[at] & 0x7F) << 24) | (mac[at + 1] << 16) | (mac[at + 2] << 8) | mac[at + 3];
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }
}
