using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TherapyChain.Domain.Custody;

/// <summary>A SHA-256 hash: 32 bytes, written as 64 lower-case hexadecimal digits. <c>default</c> is 32 zero bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Hash
{
    public const int Size = 32;

    [ThreadStatic] private static IncrementalHash? s_sha;

    private readonly ulong _a, _b, _c, _d;

    private Hash(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);
    }

    /// <summary>The SHA-256 of some bytes.</summary>
    public static Hash Of(ReadOnlySpan<byte> bytes)
    {
        // A kept digest saves a tenth over SHA256.HashData, which sets one up for each call.
        var sha = s_sha ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[Size];
        sha.AppendData(bytes);
        sha.GetHashAndReset(digest);
        return new Hash(digest);
    }

    /// <summary>Takes a finished hash over.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static Hash From(ReadOnlySpan<byte> digest) =>
        digest.Length == Size ? new Hash(digest) : throw new ArgumentException($"A hash has {Size} bytes, not {digest.Length}.", nameof(digest));

    /// <summary>Reads 64 lower-case hexadecimal digits; upper case is refused, so that a hash has one text only.</summary>
    public static bool TryParse(string? text, out Hash hash)
    {
        hash = default;
        if (text is not { Length: Size * 2 }) return false;
        foreach (var c in text)
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f'))) return false;
        hash = new Hash(Convert.FromHexString(text));
        return true;
    }

    public void CopyTo(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (words[0], words[1], words[2], words[3]) = (_a, _b, _c, _d);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>Writes the 64 digits as ASCII.</summary>
    public void WriteHex(Span<byte> ascii)
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        Convert.TryToHexStringLower(bytes, ascii, out _);
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
