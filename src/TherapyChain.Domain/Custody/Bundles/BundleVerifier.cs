using System.Security.Cryptography;
using System.Text;
using static TherapyChain.Domain.Custody.Verification;

namespace TherapyChain.Domain.Custody.Bundles;

/// <summary>
/// Checks a bundle by its published format alone: no server, no database, one pass. Every byte of the file counts, and the first part that is
/// not what was written is named. What this does not prove: that the whole file was not written anew by someone who had all of it; that takes
/// a root signed elsewhere, for which the header keeps the member <c>checkpoint</c> reserved.
/// </summary>
public sealed class BundleVerifier
{
    private readonly LineReader _lines;
    private readonly ChainVerifier _chain = new();
    private readonly BundleNames _names = new();
    private long _line;

    // What the sections turned out to be, for the comparison with the closing line.
    private Hash _headerHash, _workflowsHash, _documentsHash;
    private OrderId _order;
    private IReadOnlyList<BundledWorkflow> _workflows = [];
    private IReadOnlyList<BundledDocument> _documents = [];

    private BundleVerifier(Stream stream) => _lines = new LineReader(stream);

    /// <summary>Reads the stream to its end and answers what it found.</summary>
    public static async Task<Verification> VerifyAsync(Stream bundle, CancellationToken ct = default)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var verifier = new BundleVerifier(bundle);
        try
        {
            return await verifier.SectionsAsync(digest, ct) ?? await verifier.EntriesAsync(digest, ct);
        }
        catch (FormatException tooLong)
        {
            return verifier.Unreadable(verifier.PartOfNextLine(), tooLong.Message);
        }
    }

    private async Task<Broken?> SectionsAsync(IncrementalHash digest, CancellationToken ct) =>
        await SectionAsync(RecordPart.Header, line => _order = BundleLines.ReadHeader(line), hash => _headerHash = hash, digest, ct)
        ?? await SectionAsync(RecordPart.Workflow, line => _workflows = BundleLines.ReadWorkflows(line), hash => _workflowsHash = hash, digest, ct)
        ?? await SectionAsync(RecordPart.Documents, line => _documents = BundleLines.ReadDocuments(line), hash => _documentsHash = hash, digest, ct);

    private async Task<Broken?> SectionAsync(
        RecordPart part, Action<ReadOnlyMemory<byte>> read, Action<Hash> keep, IncrementalHash digest, CancellationToken ct)
    {
        if (await _lines.NextAsync(ct) is not { } line) return Fault(part, "The line is missing", "the line", "the end of the file");
        _line++;
        try
        {
            read(line);
        }
        catch (FormatException no)
        {
            return Unreadable(part, no.Message);
        }
        keep(Hash.Of(line.Span));
        Count(line.Span, digest);
        return null;
    }

    private async Task<Verification> EntriesAsync(IncrementalHash digest, CancellationToken ct)
    {
        while (await _lines.NextAsync(ct) is { } line)
        {
            _line++;
            if (line.Span.StartsWith(Bundle.EntryOpening))
            {
                if (Entry(line) is { } fault) return fault;
                Count(line.Span, digest);
            }
            else if (line.Span.StartsWith(Bundle.ClosingOpening))
            {
                return await ClosingAsync(line, digest, ct);
            }
            else
            {
                return await StrangeLineAsync(ChainVerifier.Excerpt(line.Span, 0), ct);
            }
        }
        return Fault(RecordPart.ClosingLine, "The file is cut short", "a closing line", "the end of the file");
    }

    // It was an entry when anything that belongs behind one still comes, else the closing line.
    private async Task<Broken> StrangeLineAsync(string found, CancellationToken ct)
    {
        while (await _lines.NextAsync(ct) is { } line)
            if (line.Span.StartsWith(Bundle.EntryOpening) || line.Span.StartsWith(Bundle.ClosingOpening))
                return Fault(RecordPart.Entry, "Not the line of an entry", "a line that begins with {\"entry\":", found);
        return Fault(RecordPart.ClosingLine, "Not a closing line", "a line that begins with {\"digest\":", found);
    }

    private Broken? Entry(ReadOnlyMemory<byte> line)
    {
        var span = line.Span;
        var tail = Bundle.EntryHash.Length + Hash.Size * 2 + Bundle.EntryEnding.Length;
        var end = span.Length - tail;
        if (!_lines.Ended) return Fault(RecordPart.Entry, "The file is cut short in this line", "a line feed", "the end of the file");
        if (end < Bundle.EntryOpening.Length || !span[end..].StartsWith(Bundle.EntryHash) || !span.EndsWith(Bundle.EntryEnding)
            || !Hash.TryParse(Encoding.ASCII.GetString(span.Slice(end + Bundle.EntryHash.Length, Hash.Size * 2)), out var stated))
            return Fault(RecordPart.Entry, "The line does not end with the hash of its entry", ",\"hash\":\"<64 digits>\"}", ChainVerifier.Excerpt(span, Math.Max(end, 0)));
        var bytes = line[Bundle.EntryOpening.Length..end];
        if (_chain.Next(bytes.Span, _line, stated) is { } fault) return fault;
        return _names.Collect(bytes.Span) is { } unreadable ? Unreadable(RecordPart.Entry, unreadable) : null;
    }

    private async Task<Verification> ClosingAsync(ReadOnlyMemory<byte> line, IncrementalHash digest, CancellationToken ct)
    {
        BundleClosing closing;
        try
        {
            closing = BundleLines.ReadClosing(line);
        }
        catch (FormatException no)
        {
            return Unreadable(RecordPart.ClosingLine, no.Message);
        }
        if (!_lines.Ended) return Fault(RecordPart.ClosingLine, "The file is cut short", "a line feed", "the end of the file");
        if (await _lines.HasMoreAsync(ct)) return Fault(RecordPart.ClosingLine, "Something follows the closing line", "the end of the file", "more bytes");
        return Compare(closing, Hash.From(digest.GetHashAndReset())) ?? (Verification?)Meanings() ?? new Sound(_order, _chain.Head, _chain.Count);
    }

    // When the digest fits, everything before is as it was written, and a difference lies in the closing line itself.
    private Broken? Compare(BundleClosing closing, Hash digest)
    {
        var actual = new BundleClosing(digest, _documentsHash, _chain.Count, _chain.Head, _headerHash, _workflowsHash);
        if (closing == actual) return null;
        if (closing.Digest == digest) return Fault(RecordPart.ClosingLine, "It does not describe this file", Text(actual), Text(closing));
        if (closing.Header != _headerHash) return Altered(RecordPart.Header, 1, closing.Header, _headerHash);
        if (closing.Workflows != _workflowsHash) return Altered(RecordPart.Workflow, 2, closing.Workflows, _workflowsHash);
        if (closing.Documents != _documentsHash) return Altered(RecordPart.Documents, 3, closing.Documents, _documentsHash);
        if (closing.Entries > _chain.Count)
            return new Broken(RecordPart.Entry, _chain.Order, _chain.Count + 1, 0, "The entry is missing", $"{closing.Entries} entries", $"{_chain.Count}");
        if (closing.Entries < _chain.Count)
            return new Broken(RecordPart.Entry, _chain.Order, closing.Entries + 1, closing.Entries + 4, "The entry was added", $"{closing.Entries} entries", $"{_chain.Count}");
        if (closing.Head != _chain.Head)
            return new Broken(RecordPart.Entry, _chain.Order, _chain.Count, _line - 1, "The last entry is another", $"{closing.Head}", $"{_chain.Head}");
        return Fault(RecordPart.ClosingLine, "Its digest is not that of the file", $"{digest}", $"{closing.Digest}");
    }

    // A file whole in itself may still be put together wrongly: header, workflows and documents must be those of which the entries speak.
    private Broken? Meanings()
    {
        if (_chain.Count == 0) return new Broken(RecordPart.Entry, _order, 1, 0, "The entry is missing", "at least one entry", "none");
        if (_chain.Order != _order) return new Broken(RecordPart.Header, _order, 0, 1, "The entries belong to another order", $"{_order}", $"{_chain.Order}");
        foreach (var workflow in _workflows)
            if (Hash.Of(Encoding.UTF8.GetBytes(workflow.Text)) is var hash && hash != workflow.Sha256)
                return Altered(RecordPart.Workflow, 2, workflow.Sha256, hash);
        return Same(RecordPart.Workflow, 2, "workflow", _names.Workflows, _workflows.Select(workflow => workflow.Sha256))
            ?? Same(RecordPart.Documents, 3, "document", _names.Documents, _documents);
    }

    private Broken? Same<T>(RecordPart part, int line, string what, IReadOnlySet<T> named, IEnumerable<T> given) where T : notnull
    {
        var stands = given.ToHashSet();
        foreach (var name in named)
            if (!stands.Contains(name)) return new Broken(part, _order, 0, line, $"A {what} that an entry names is missing", $"{name}", "nothing");
        foreach (var name in stands)
            if (!named.Contains(name)) return new Broken(part, _order, 0, line, $"A {what} stands here that no entry names", "nothing", $"{name}");
        return null;
    }

    private Broken Altered(RecordPart part, int line, Hash expected, Hash found) =>
        new(part, _chain.Order, 0, line, "It is not what was written", $"{expected}", $"{found}");

    private Broken Unreadable(RecordPart part, string why) => Fault(part, "It cannot be read", "the published format", why);

    private Broken Fault(RecordPart part, string what, string expected, string found) =>
        new(part, _chain.Order, part == RecordPart.Entry ? _chain.Count + 1 : 0, _line, what, expected, found);

    private RecordPart PartOfNextLine() => _line switch
    {
        0 => RecordPart.Header,
        1 => RecordPart.Workflow,
        2 => RecordPart.Documents,
        _ => RecordPart.Entry,
    };

    private static string Text(BundleClosing c) =>
        $"{c.Entries} entries, head {c.Head}, header {c.Header}, workflows {c.Workflows}, documents {c.Documents}";

    private static void Count(ReadOnlySpan<byte> line, IncrementalHash digest)
    {
        digest.AppendData(line);
        digest.AppendData("\n"u8);
    }
}
