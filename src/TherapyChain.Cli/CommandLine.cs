using System.CommandLine;
using TherapyChain.Cli.Access;
using TherapyChain.Cli.Identifiers;
using TherapyChain.Cli.Ledger;
using TherapyChain.Cli.Network;
using TherapyChain.Cli.Orders;
using TherapyChain.Cli.Patients;
using TherapyChain.Cli.Traces;
using TherapyChain.Cli.Validation;
using TherapyChain.Cli.Workflows;

namespace TherapyChain.Cli;

/// <summary>
/// The <c>therapychain</c> command. A verb is one file in the folder of its noun and one line in <see cref="Root"/>. Verbs, options and
/// the JSON they print are public: once released they do not change meaning.
/// </summary>
public static class CommandLine
{
    /// <summary>Runs one command line. 0: good; 1: a finding; 2: wrong use, or a file that cannot be reached.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancel = default)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors) await error.WriteLineAsync(problem.Message);
            await error.WriteLineAsync("Add --help to see how it is used.");
            return (int)ExitCode.WrongUse;
        }
        try
        {
            var console = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(console, cancel);
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(broken.Message);
            return (int)ExitCode.WrongUse;
        }
    }

    private static RootCommand Root() => new("TherapyChain: logistics and chain of custody of advanced therapies.")
    {
        Noun("ids", "Identifiers by their standards: ISBT 128, Single European Code, GS1.",
            CheckIdentifier.Verb()),
        Noun("ledger", "Custody records, checked without trusting whoever keeps them.",
            VerifyRecord.Verb(), BackUpLedger.Verb(), ExportLedger.Verb()),
        Noun("orders", "The orders of a server.",
            ListOrders.Verb(), FindOrder.Verb(), ShowOrder.Verb(), ShowOrder.History(), ShowSteps.Verb(), CreateOrder.Verb(), AdvanceOrder.Verb(), IssueIdentifier.Verb(),
            ChangeOrder.Hold(), ChangeOrder.Resolve(), ChangeOrder.Correct(), ChangeOrder.Deviate(), ChangeOrder.Move(),
            AddDocument.Document(), AddDocument.Trace(), LabelsOfOrder.Show(), LabelsOfOrder.Tell(), SaveRecord.Print(), SaveRecord.Bundle()),
        Noun("network", "The sites and people of a server.",
            LoadNetwork.Verb(), LoadNetwork.Show()),
        Noun("people", "The accounts of people.",
            People.Show(), People.Invite(), People.LostFactor(), People.Deactivate(), Audit.Verb()),
        Noun("keys", "API keys of people, the key an institution signs its papers with, the master key of a patient vault.",
            Keys.Issue(), Keys.List(), Keys.Revoke(), MakeCertificate.Verb(), MasterKeys.Make(), MasterKeys.Rotate()),
        Noun("traces", "Temperature traces from logger files.",
            SummarizeTrace.Verb()),
        Noun("workflows", "Therapy workflows.",
            CheckWorkflows.Verb(),
            ShowWorkflow.Verb()),
        ShowPermissions.Verb(),
        WriteValidationPack.Verb(),
    };

    private static Command Noun(string name, string description, params ReadOnlySpan<Command> verbs)
    {
        var noun = new Command(name, description);
        foreach (var verb in verbs) noun.Add(verb);
        return noun;
    }
}
