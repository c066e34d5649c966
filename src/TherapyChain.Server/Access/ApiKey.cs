using System.Security.Cryptography;
using System.Text;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Server.Access;

/// <summary>
/// A secret that stands for one person: <c>tc_</c> and 43 characters that carry 256 random bits. Only its SHA-256 is kept; a fast hash is
/// enough, because nobody can guess 256 bits.
/// </summary>
public static class ApiKey
{
    private const string Prefix = "tc_";
    private const int Length = 46;

    public static string New() => Prefix + Base64Url(RandomNumberGenerator.GetBytes(32));

    /// <summary>The hash under which a key is known, or null when the text cannot be a key.</summary>
    public static Hash? HashOf(string? text) =>
        text is { Length: Length } && text.StartsWith(Prefix, StringComparison.Ordinal) && text.All(char.IsAscii) ? Hash.Of(Encoding.ASCII.GetBytes(text)) : null;

    internal static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
