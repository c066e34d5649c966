using System.Security.Cryptography;
using System.Text;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Server.Accounts;

/// <summary>
/// A code that works once and is told once: an invitation, or what stands in for a lost second factor. Twenty letters and digits, 100 random
/// bits, so that a fast hash is enough.
/// </summary>
public static class OneTimeCode
{
    private const int Group = 4;

    /// <summary><c>K7QM-2XRT-…</c>: letters and digits that are not mistaken for one another.</summary>
    public static string New() => string.Join('-', Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", Group)));

    /// <summary>The hash under which a code is known, however it was typed.</summary>
    public static Hash HashOf(string code) => Hash.Of(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant()));
}
