using System.CommandLine;
using TherapyChain.Domain.Custody;
using TherapyChain.Storage;

namespace TherapyChain.Cli.Ledger;

/// <summary><c>ledger export</c>: every record of a ledger in one open file, for whoever has to take them over (Regulation (EC) 1394/2007 article 15(5)).</summary>
internal static class ExportLedger
{
    public static Command Verb()
    {
        var from = new Argument<string>("database") { Description = "The server's ledger.db; the server may go on." };
        var to = new Argument<string>("archive") { Description = "The ZIP file to write. Never replaces one." };
        return Cli.Verb.Create("export", "Write all custody records, documents and names of a ledger into one ZIP file, and verify it.", [from, to], (parsed, cancel) =>
            RunAsync(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to), cancel));
    }

    private static async Task<Answer> RunAsync(string from, string to, CancellationToken cancel)
    {
        if (!File.Exists(from)) return Answer.Wrong($"There is no file {from}.");
        if (File.Exists(to)) return Answer.Wrong($"An export never replaces a file, and \"{to}\" is there already.");
        try
        {
            using (var contents = LedgerContents.Open(from)) await LedgerArchive.WriteAsync(contents, to, cancel);
        }
        catch (LedgerFileException no)
        {
            return new Answer(ExitCode.Finding, new { database = from, what = no.Found }, _ => { }, no.Message);
        }
        return await LedgerArchive.VerifyAsync(to, cancel) switch
        {
            Verification.Sound sound => new Answer(ExitCode.Good, new { archive = to, orders = LedgerArchive.Survey(to).Orders, entries = sound.Count, last = sound.Head.ToString() },
                page => page.Line($"{to}: {LedgerArchive.Survey(to).Orders} orders, {sound.Count} entries, verified. It holds names of staff and no names of patients: keep it as you keep the ledger.")),
            var broken => new Answer(ExitCode.Finding, new { archive = to, what = broken.ToString() }, _ => { },
                $"The archive was written and is NOT SOUND, as the ledger must be. {broken}"),
        };
    }
}
