using System.Text;
using System.Text.Json;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Custody.Bundles;
using TherapyChain.Storage;

namespace TherapyChain.Cli.Ledger;

/// <summary>A custody record on disk: one order's bundle, a server's whole ledger, or an export of one, told apart by how the file begins.</summary>
internal abstract record RecordFile(string Path)
{
    public static RecordFile At(string path)
    {
        Span<byte> beginning = stackalloc byte[16];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var read = beginning[..file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false)];
        return read.SequenceEqual("SQLite format 3\0"u8) ? new Database(path) : read.StartsWith("PK\x03\x04"u8) ? new Archive(path) : new OneOrder(path);
    }

    /// <summary>Whether it is a server's whole ledger, of which roots are noted.</summary>
    public bool IsDatabase => this is Database;

    /// <param name="roots">What was noted of a whole ledger elsewhere; of no use for one order.</param>
    /// <param name="cancel">Ends it.</param>
    public abstract Task<Verification> VerifyAsync(IReadOnlyList<NotedRoot> roots, CancellationToken cancel);

    /// <summary>The hash of one entry of a sound record; null when there is no such entry.</summary>
    public abstract Hash? HashOf(OrderId order, int seq);

    /// <summary>Names and values for the page, and the same as JSON.</summary>
    public abstract Contents Read();

    public sealed record Contents(IReadOnlyList<Kept> Workflows, IReadOnlyList<string> Documents, long DocumentCount, long? Orders);

    public sealed record Kept(string Id, int Version, string Sha256)
    {
        public override string ToString() => $"{Id} version {Version}, SHA-256 {Sha256}";
    }

    // Lines of a bundle: header, workflows, documents, then entry 1.
    internal static Hash? HashIn(IEnumerable<string> bundle, int seq)
    {
        if (bundle.ElementAtOrDefault(seq + 2) is not { } line) return null;
        using var json = JsonDocument.Parse(line);
        return json.RootElement.TryGetProperty("entry", out var entry) ? Hash.Of(Encoding.UTF8.GetBytes(entry.GetRawText())) : null;
    }

    private sealed record OneOrder(string Path) : RecordFile(Path)
    {
        public override async Task<Verification> VerifyAsync(IReadOnlyList<NotedRoot> roots, CancellationToken cancel)
        {
            await using var stream = File.OpenRead(Path);
            return await BundleVerifier.VerifyAsync(stream, cancel);
        }

        public override Hash? HashOf(OrderId order, int seq) => HashIn(File.ReadLines(Path), seq);

        public override Contents Read()
        {
            var lines = File.ReadLines(Path).Take(3).ToArray();
            using var workflows = JsonDocument.Parse(lines[1]);
            using var documents = JsonDocument.Parse(lines[2]);
            var named = documents.RootElement.GetProperty("documents").EnumerateArray()
                .Select(d => $"{d.GetProperty("name").GetString()}, {d.GetProperty("size").GetInt64()} bytes, "
                    + $"SHA-256 {d.GetProperty("sha256").GetString()}").ToList();
            return new Contents(
                [.. workflows.RootElement.GetProperty("workflows").EnumerateArray()
                    .Select(w => new Kept(
                        w.GetProperty("id").GetString()!, w.GetProperty("version").GetInt32(), w.GetProperty("sha256").GetString()!))],
                named, named.Count, Orders: null);
        }
    }

    private sealed record Database(string Path) : RecordFile(Path)
    {
        public override Task<Verification> VerifyAsync(IReadOnlyList<NotedRoot> roots, CancellationToken cancel) => Task.Run(() => LedgerCheck.Verify(Path, roots), cancel);

        public override Hash? HashOf(OrderId order, int seq) => LedgerSurvey.HashOf(Path, order, seq);

        public override Contents Read()
        {
            var survey = LedgerSurvey.Of(Path);
            return new Contents([.. survey.Workflows.Select(w => new Kept(w.Id, w.Version, w.Sha256.ToString()))], [],
                survey.Documents, survey.Orders);
        }
    }

    private sealed record Archive(string Path) : RecordFile(Path)
    {
        public override Task<Verification> VerifyAsync(IReadOnlyList<NotedRoot> roots, CancellationToken cancel) => LedgerArchive.VerifyAsync(Path, cancel);

        public override Hash? HashOf(OrderId order, int seq) => LedgerArchive.HashOf(Path, order, seq);

        public override Contents Read() => LedgerArchive.Survey(Path);
    }
}
