using System.CommandLine;
using TherapyChain.Domain.Custody;
using TherapyChain.Storage;

namespace TherapyChain.Cli.Ledger;

/// <summary><c>ledger backup</c>: a copy of a server's ledger, made while the server runs, and checked before it counts as one.</summary>
internal static class BackUpLedger
{
    public static Command Verb()
    {
        var from = new Argument<string>("database") { Description = "The server's ledger.db; the server may go on." };
        var to = new Argument<string>("copy") { Description = "The file to write. Never replaces one." };
        return Cli.Verb.Create("backup", "Copy a ledger while its server runs, and verify the copy.", [from, to], (parsed, cancel) =>
            Task.Run(() => Run(parsed.GetRequiredValue(from), parsed.GetRequiredValue(to)), cancel));
    }

    private static Answer Run(string from, string to)
    {
        if (!File.Exists(from)) return Answer.Wrong($"There is no file {from}.");
        try
        {
            // Before the copy: what a running server notes meanwhile may cover entries that the copy does not have.
            var noted = RootsFile.Read(RootsFile.Beside(from));
            LedgerCopy.Write(from, to);
            return LedgerCheck.Verify(to, noted) switch
            {
                Verification.Sound sound => new Answer(ExitCode.Good, new { copy = to, entries = sound.Count, last = sound.Head.ToString() },
                    page => page.Line(sound.Count == 0
                        ? $"{to}: no entries yet, verified."
                        : $"{to}: {sound.Count} entries, the last {sound.Head}, verified.")),
                var broken => new Answer(ExitCode.Finding, new { copy = to, what = broken.ToString() }, _ => { },
                    $"The copy was written and is NOT SOUND, as the ledger must be. {broken}"),
            };
        }
        catch (LedgerFileException no)
        {
            return new Answer(ExitCode.Finding, new { database = from, what = no.Found }, _ => { }, no.Message);
        }
        catch (RootsFileException no)
        {
            return new Answer(ExitCode.Finding, new { database = from, what = no.Message }, _ => { }, no.Message);
        }
    }
}
