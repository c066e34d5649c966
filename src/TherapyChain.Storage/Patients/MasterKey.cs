using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TherapyChain.Storage.Patients;

/// <summary>
/// The 256-bit key under which all keys of a vault are wrapped. It lies apart from the vault, in a file that its owner alone may read, or
/// comes through the environment; who has vault and master key has everything.
/// </summary>
public sealed class MasterKey : IDisposable
{
    public const int Size = 32;

    private readonly byte[] _key;

    private MasterKey(byte[] key) => _key = key;

    internal ReadOnlySpan<byte> Bytes => _key;

    /// <summary>A fresh key as text: base64 of 32 random bytes.</summary>
    public static string NewText() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Size));

    /// <param name="text">Base64 of 32 bytes; space around it does not count.</param>
    /// <param name="from">Where it came from, in words; never the text itself.</param>
    /// <exception cref="MasterKeyException">It is not that.</exception>
    public static MasterKey Parse(string text, string from)
    {
        var key = new byte[Size];
        var ascii = Encoding.UTF8.GetBytes(text.Trim());
        if (Base64.DecodeFromUtf8(ascii, key, out _, out var written) != System.Buffers.OperationStatus.Done || written != Size)
            throw new MasterKeyException($"{from} does not hold a master key: {Size} bytes as base64, 44 characters.");
        CryptographicOperations.ZeroMemory(ascii);
        return new MasterKey(key);
    }

    /// <exception cref="MasterKeyException">The file cannot be read, can be read by others, or holds no key.</exception>
    public static MasterKey Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            // Asked of the open file, not of the name: what was judged is what is read.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
                throw new MasterKeyException($"The key file \"{path}\" can be reached by others than its owner. Take those rights away (chmod 600) and consider the key known: rotate it.");
            using var text = new StreamReader(file);
            var read = new char[200];
            return Parse(new string(read, 0, text.ReadBlock(read)), $"The key file \"{path}\"");
        }
        catch (Exception no) when (no is IOException or UnauthorizedAccessException)
        {
            throw new MasterKeyException($"The key file \"{path}\" cannot be read: {no.Message}", no);
        }
    }

    /// <summary>Writes a fresh key to a file that its owner alone may read.</summary>
    /// <exception cref="IOException">There is a file of that name already: a key is never overwritten.</exception>
    public static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, new UTF8Encoding(false), options);
        file.Write(NewText() + "\n");
    }

    /// <summary>A key for one purpose, which tells nothing of the master key or of other purposes (RFC 5869).</summary>
    internal byte[] Derive(ReadOnlySpan<byte> salt, string purpose, int length = Size)
    {
        var key = new byte[length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, key, salt, Encoding.UTF8.GetBytes($"therapychain vault 1: {purpose}"));
        return key;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
}
