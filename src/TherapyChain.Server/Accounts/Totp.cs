using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace TherapyChain.Server.Accounts;

/// <summary>Time-based one-time passwords (RFC 6238) as authenticator apps make them: HMAC-SHA-1, steps of 30 seconds, six digits.</summary>
public static class Totp
{
    private const int StepSeconds = 30;
    private const int Digits = 6;

    /// <summary>How many steps before and after now are taken: clocks of telephones differ (RFC 6238, 5.2).</summary>
    private const int Drift = 1;

    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret of 160 bits.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(20);

    public static long StepOf(Instant at) => at.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of one step, with leading zeros.</summary>
    /// <param name="secret">The shared secret.</param>
    /// <param name="step">Steps since 1970.</param>
    /// <param name="digits">6 to 8.</param>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 6238 and every authenticator app; HMAC does not rest on SHA-1 resisting collisions.")]
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, counter, mac);
        var offset = mac[^1] & 0x0F;
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[offset..]) & 0x7FFF_FFFF;
        var modulus = 1;
        for (var i = 0; i < digits; i++) modulus *= 10;
        return (number % modulus).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step a code is right for and that lies after the last one taken; null when there is none.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, Instant now, long lastTaken)
    {
        long? found = null;
        // Every step is compared, whichever is right, in the same time.
        for (var step = StepOf(now) - Drift; step <= StepOf(now) + Drift; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(secret, step)), Encoding.UTF8.GetBytes(code)) && step > lastTaken) found = step;
        return found;
    }

    /// <summary>What an authenticator app reads from the picture.</summary>
    public static string Address(ReadOnlySpan<byte> secret, string person, string issuer) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(person)}?secret={Base32(secret)}&issuer={Uri.EscapeDataString(issuer)}";

    /// <summary>RFC 4648, section 6, without padding.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (held, bits) = (0, 0);
        foreach (var b in bytes)
        {
            (held, bits) = ((held << 8 | b) & 0xFFF, bits + 8);
            while (bits >= 5) text.Append(Base32Letters[held >> (bits -= 5) & 31]);
        }
        if (bits > 0) text.Append(Base32Letters[held << (5 - bits) & 31]);
        return text.ToString();
    }
}
