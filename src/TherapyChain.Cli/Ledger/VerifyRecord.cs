using System.CommandLine;
using TherapyChain.Domain.Custody;
using TherapyChain.Storage;

namespace TherapyChain.Cli.Ledger;

/// <summary>
/// <c>ledger verify</c>: checks a custody record with nothing but this program and the file: a bundle without server and database, a ledger
/// file for reading only.
/// </summary>
internal static class VerifyRecord
{
    public static Command Verb()
    {
        var file = new Argument<string>("bundle, database or archive")
        {
            Description = "An order's .tcbundle, a server's ledger.db (a running server may go on), or an export of it.",
        };
        var expect = new Option<string?>("--expect")
        {
            Description = "The text of the QR code on a printed custody record: the record must continue what was printed.",
            HelpName = Expectation.Form,
        };
        var roots = new Option<string?>("--roots")
        {
            Description = "The roots that the server noted of its ledger: its ledger.roots, or a copy kept elsewhere. Of a database the file beside it, when there is one.",
        };
        return Cli.Verb.Create("verify", "Check that a custody record is unaltered, or name the first entry that is not what was sealed.",
            [file, expect, roots],
            (parsed, cancel) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(expect), parsed.GetValue(roots), cancel));
    }

    private static async Task<Answer> RunAsync(string path, string? expect, string? rootsPath, CancellationToken cancel)
    {
        Expectation? printed = null;
        if (expect is not null && !Expectation.TryParse(expect, out printed))
            return Answer.Wrong($"--expect is {Expectation.Form}, as the QR code says it; not \"{expect}\".");
        if (!File.Exists(path)) return Answer.Wrong($"There is no file {path}.");
        if (rootsPath is not null && !File.Exists(rootsPath)) return Answer.Wrong($"There is no file {rootsPath}.");
        try
        {
            var record = RecordFile.At(path);
            if (rootsPath is not null && !record.IsDatabase) return Answer.Wrong("Roots are noted of a server's whole ledger.db; --roots is of no use for another file.");
            if (record.IsDatabase) rootsPath ??= RootsFile.Beside(path);
            var noted = rootsPath is null ? [] : RootsFile.Read(rootsPath);
            return await record.VerifyAsync(noted, cancel) switch
            {
                Verification.Broken broken => Broken(path, broken),
                Verification.Sound sound => Sound(path, sound, record, printed, rootsPath, noted),
                var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
            };
        }
        catch (LedgerFileException no)
        {
            return new Answer(ExitCode.Finding, new { sound = false, file = path, what = no.Found }, _ => { }, no.Message);
        }
        catch (RootsFileException no)
        {
            return new Answer(ExitCode.Finding, new { sound = false, file = rootsPath, what = no.Message }, _ => { }, no.Message);
        }
    }

    private static Answer Broken(string path, Verification.Broken broken) => new(
        ExitCode.Finding,
        new
        {
            sound = false, file = path, part = broken.Part, order = broken.Order?.ToString(), entry = broken.Seq > 0 ? broken.Seq : (int?)null,
            line = broken.Line > 0 ? broken.Line : (long?)null, what = broken.What, expected = broken.Expected, found = broken.Found,
        },
        page =>
        {
            page.Line("NOT SOUND. The first thing that is wrong; what comes after it was not judged:");
            page.Fields(
                ("  File", path),
                ("  Order", broken.Order?.ToString() ?? "unknown"),
                ("  Where", Where(broken)),
                ("  What", broken.What),
                ("  Expected", broken.Expected),
                ("  Found", broken.Found));
        });

    private static Answer Sound(string path, Verification.Sound sound, RecordFile record, Expectation? printed, string? rootsPath, IReadOnlyList<NotedRoot> noted)
    {
        var contents = record.Read();
        var differs = printed?.Against(sound.Order,
            sound.Order is { } own && own != printed.Order ? null : record.HashOf(printed.Order, printed.Entries));
        var notProved = printed is not null ? "Not proved: what the paper does not cover. Entries added after the printing are sound among themselves; "
                + "that none of them was written anew takes a later paper."
            : noted.Count > 0 ? Behind(sound.Count, noted[^1].Size) + "What was noted is worth as much as its file is out of reach of whoever can write the ledger; "
                + "a root signed by the institution is not there yet."
            : "Not proved: that nobody wrote the whole record anew from its first entry. That takes a head hash kept "
                + "elsewhere, such as the QR code of a printed record (--expect)" + (record.IsDatabase ? ", or roots that were noted of it (--roots)" : "")
                + "; a root signed by the institution is not there yet.";
        return new Answer(
            differs is null ? ExitCode.Good : ExitCode.Finding,
            new
            {
                sound = true, file = path, order = sound.Order?.ToString(), orders = contents.Orders, entries = sound.Count,
                head = sound.Head.ToString(), workflows = contents.Workflows, documents = contents.DocumentCount, expected = printed?.ToString(),
                agreesWithPrint = printed is null ? (bool?)null : differs is null,
                roots = noted.Count > 0 ? new { file = rootsPath, count = noted.Count, entries = noted[^1].Size } : null,
                notProved,
            },
            page =>
            {
                page.Line("Sound: every entry is unaltered, in its place and in order.");
                page.Blank();
                page.Fields(
                [
                    ("File", path),
                    .. sound.Order is { } order ? [("Order", order.ToString())] : new[] { ("Orders", $"{contents.Orders}") },
                    ("Entries", $"{sound.Count}"),
                    (sound.Order is null ? "Last entry" : "Head", sound.Head.ToString()),
                    ("Workflow", contents.Workflows.Count == 0 ? "none" : string.Join('\n', contents.Workflows)),
                    ("Documents", Documents(contents)),
                ]);
                page.Blank();
                if (printed is not null)
                    page.Line(differs ?? $"Agrees with the printed record: entry {printed.Entries} of order {printed.Order} has the printed hash.");
                if (noted.Count > 0) page.Line($"Agrees with {(noted.Count == 1 ? "the root" : $"all {noted.Count} roots")} noted in {rootsPath}, the last over entries 1 to {noted[^1].Size}.");
                page.Line(notProved);
            });
    }

    private static string Behind(long entries, long covered) =>
        entries == covered ? "" : entries == covered + 1 ? $"Not proved: that entry {entries}, behind the last root, was not written anew. "
        : $"Not proved: that none of entries {covered + 1} to {entries}, behind the last root, was written anew. ";

    private static string Documents(RecordFile.Contents contents) =>
        contents.DocumentCount == 0 ? "none"
        : contents.Orders is not null ? $"{contents.DocumentCount}, each with the hash under which it was kept"
        : string.Join('\n', contents.Documents) + "\n(named by hash; the files themselves are not in a bundle)";

    private static string Where(Verification.Broken broken)
    {
        var part = broken.Part == RecordPart.Entry ? broken.Seq > 0 ? $"entry {broken.Seq}" : "entries" : broken.Part.ToString();
        return broken.Line > 0 ? $"{part}, line {broken.Line}" : part;
    }
}
