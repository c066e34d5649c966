using System.Text;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Cli.Validation;

/// <summary>The folder as it is written: what each file is for, and its hash.</summary>
internal sealed class Pack(string folder)
{
    private readonly List<(string Name, string About, Hash Hash, long Length)> _files = [];

    public IReadOnlyList<(string Name, string About, Hash Hash, long Length)> Files => _files;

    /// <param name="name">With slashes, from the top of the pack.</param>
    /// <param name="about">What it is, in a sentence for the index.</param>
    public async Task WriteAsync(string name, string about, byte[] bytes, CancellationToken cancel)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, bytes, cancel);
        _files.Add((name, about, Hash.Of(bytes), bytes.LongLength));
    }

    public Task WriteAsync(string name, string about, string text, CancellationToken cancel) => WriteAsync(name, about, Encoding.UTF8.GetBytes(text), cancel);

    /// <summary>Hashes as <c>sha256sum -c</c> reads them.</summary>
    public Task SealAsync(CancellationToken cancel) =>
        File.WriteAllTextAsync(Path.Combine(folder, "SHA256SUMS"), string.Concat(_files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Hash}  {f.Name}\n")), cancel);

    /// <summary>A table of Markdown; what would break a cell is written so that it does not.</summary>
    public static string Table(IReadOnlyList<string> names, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend([.. names.Select(_ => "---")]).Prepend(names))
            text.Append("| ").AppendJoin(" | ", row.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" "))).Append(" |\n");
        return text.ToString();
    }
}
