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
        return Cli.Verb.Create("verify", "Check that a custody record is unaltered, or name the first entry that is not what was sealed.",
            [file, expect],
            (parsed, cancel) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(expect), cancel));
    }

    private static async Task<Answer> RunAsync(string path, string? expect, CancellationToken cancel)
    {
        Expectation? printed = null;
        if (expect is not null && !Expectation.TryParse(expect, out printed))
            return Answer.Wrong($"--expect is {Expectation.Form}, as the QR code says it; not \"{expect}\".");
        if (!File.Exists(path)) return Answer.Wrong($"There is no file {path}.");
        try
        {
            var record = RecordFile.At(path);
            return await record.VerifyAsync(cancel) switch
            {
                Verification.Broken broken => Broken(path, broken),
                Verification.Sound sound => Sound(path, sound, record, printed),
                var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
            };
        }
        catch (LedgerFileException no)
        {
            return new Answer(ExitCode.Finding, new { sound = false, file = path, what = no.Found }, _ => { }, no.Message);
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

    private static Answer Sound(string path, Verification.Sound sound, RecordFile record, Expectation? printed)
    {
        var contents = record.Read();
        var differs = printed?.Against(sound.Order,
            sound.Order is { } own && own != printed.Order ? null : record.HashOf(printed.Order, printed.Entries));
        const string notProved = "Not proved: that nobody wrote the whole record anew from its first entry. That takes a head hash kept "
            + "elsewhere, such as the QR code of a printed record (--expect); a root signed by the institution is not there yet.";
        const string notProvedBehindPaper =
            "Not proved: what the paper does not cover. Entries added after the printing are sound among themselves; "
            + "that none of them was written anew takes a later paper.";
        return new Answer(
            differs is null ? ExitCode.Good : ExitCode.Finding,
            new
            {
                sound = true, file = path, order = sound.Order?.ToString(), orders = contents.Orders, entries = sound.Count,
                head = sound.Head.ToString(), workflows = contents.Workflows, documents = contents.DocumentCount, expected = printed?.ToString(),
                agreesWithPrint = printed is null ? (bool?)null : differs is null,
                notProved = printed is null ? notProved : notProvedBehindPaper,
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
                page.Line(printed is null ? notProved : notProvedBehindPaper);
            });
    }

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
