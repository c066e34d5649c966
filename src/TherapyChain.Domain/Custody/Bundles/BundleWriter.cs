using System.Security.Cryptography;
using System.Text;

namespace TherapyChain.Domain.Custody.Bundles;

/// <summary>Writes a bundle, entry by entry, without holding it in memory.</summary>
public static class BundleWriter
{
    /// <summary>Writes the whole file. The stream stays open.</summary>
    /// <exception cref="ArgumentException">A workflow's hash is not that of its text, or there is no entry.</exception>
    public static async Task WriteAsync(Bundle bundle, IAsyncEnumerable<SealedEntry> entries, Stream to, CancellationToken ct)
    {
        foreach (var workflow in bundle.Workflows)
            if (Hash.Of(Encoding.UTF8.GetBytes(workflow.Text)) != workflow.Sha256)
                throw new ArgumentException($"The hash of workflow {workflow.Id} version {workflow.Version} is not that of its text.", nameof(bundle));

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var json = new CanonicalWriter();

        BundleLines.Header(json, bundle.Order);
        var header = Hash.Of(json.Written.Span);
        await LineAsync();
        BundleLines.Workflows(json, bundle.Workflows);
        var workflows = Hash.Of(json.Written.Span);
        await LineAsync();
        BundleLines.Documents(json, bundle.Documents);
        var documents = Hash.Of(json.Written.Span);
        await LineAsync();

        Hash? head = null;
        var count = 0;
        var line = new byte[2048];
        await foreach (var entry in entries.WithCancellation(ct))
        {
            var length = EntryLine(entry, ref line);
            digest.AppendData(line, 0, length);
            await to.WriteAsync(line.AsMemory(0, length), ct);
            (head, count) = (entry.Hash, count + 1);
        }
        if (head is not { } last) throw new ArgumentException("An order without an entry has no custody record.", nameof(entries));

        BundleLines.Closing(json, new BundleClosing(Hash.From(digest.GetHashAndReset()), documents, count, last, header, workflows));
        await LineAsync();

        async Task LineAsync()
        {
            var bytes = json.Written;
            digest.AppendData(bytes.Span);
            digest.AppendData("\n"u8);
            await to.WriteAsync(bytes, ct);
            await to.WriteAsync("\n"u8.ToArray(), ct);
            json.Clear();
        }
    }

    private static int EntryLine(SealedEntry entry, ref byte[] line)
    {
        var length = Bundle.EntryOpening.Length + entry.Bytes.Length + Bundle.EntryHash.Length + Hash.Size * 2 + Bundle.EntryEnding.Length + 1;
        if (line.Length < length) line = new byte[length * 2];
        var at = 0;
        Put(Bundle.EntryOpening, line, ref at);
        Put(entry.Bytes.Span, line, ref at);
        Put(Bundle.EntryHash, line, ref at);
        entry.Hash.WriteHex(line.AsSpan(at, Hash.Size * 2));
        at += Hash.Size * 2;
        Put(Bundle.EntryEnding, line, ref at);
        Put("\n"u8, line, ref at);
        return length;
    }

    private static void Put(ReadOnlySpan<byte> bytes, byte[] line, ref int at)
    {
        bytes.CopyTo(line.AsSpan(at));
        at += bytes.Length;
    }
}
