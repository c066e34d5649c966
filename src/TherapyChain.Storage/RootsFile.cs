using System.Text;
using NodaTime;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Storage;

/// <summary>
/// The file of noted roots, a line for each, the newest last (docs/decisions/0029-roots-are-noted-elsewhere.md). It is text, so that it can be mailed,
/// printed or kept where nobody can change it.
/// </summary>
public static class RootsFile
{
    /// <summary>What it is called when it lies beside a ledger.</summary>
    public static string Beside(string ledger) => Path.ChangeExtension(ledger, ".roots");

    /// <summary>All roots; none when there is no such file. A last line without its end was never noted: the server ended while it wrote.</summary>
    /// <exception cref="RootsFileException">A line is no root, or does not come after the one before it.</exception>
    public static IReadOnlyList<NotedRoot> Read(string path)
    {
        if (!File.Exists(path)) return [];
        var lines = File.ReadAllText(path, Encoding.UTF8).Split('\n');
        var roots = new List<NotedRoot>(lines.Length);
        foreach (var line in lines.SkipLast(1))
        {
            var root = NotedRoot.Parse(line) ?? throw new RootsFileException(path, $"its line {roots.Count + 1} is not {NotedRoot.Form}.");
            if (roots.Count > 0 && root.Size <= roots[^1].Size) throw new RootsFileException(path, $"its line {roots.Count + 1} does not cover more entries than the one before it.");
            roots.Add(root);
        }
        return roots;
    }

    /// <summary>Adds a line, on the disk when this returns.</summary>
    public static NotedRoot Append(string path, MerkleTree tree, Instant now)
    {
        if (!File.Exists(path)) LedgerFile.OnlyForOwner(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        file.SetLength(EndOfLines(file));
        file.Seek(0, SeekOrigin.End);
        var root = new NotedRoot(tree.Size, tree.Root, now);
        file.Write(Encoding.UTF8.GetBytes($"{root}\n"));
        file.Flush(flushToDisk: true);
        return root;
    }

    // Behind the last line that has its end.
    private static long EndOfLines(FileStream file)
    {
        for (var end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n') return end;
        }
        return 0;
    }
}
