using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Demo;

/// <summary>A version of a workflow that waits for approval, so that a visitor sees what proposing looks like.</summary>
internal static class DemoProposal
{
    private const string Workflow = "til-autologous", Proposer = "henning-ostrow";

    public static async Task MakeAsync(Ledger ledger, WorkflowShelf shelf, Keyring keys, Instant at, CancellationToken ct)
    {
        await using var db = ledger.CreateDb();
        db.Proposals.Add(Of(shelf.Newest(Workflow)!.Workflow, keys.Now.People[Proposer].Name, at));
        await db.SaveChangesAsync(ct);
    }


    private static ProposalRow Of(Workflow today, string proposer, Instant at)
    {
        // Late is what was entered more than two hours after it happened, not one.
        var text = today.Text.Replace($"version: {today.Version}\n", $"version: {today.Version + 1}\n", StringComparison.Ordinal).Replace("late-after: PT1H\n", "late-after: PT2H\n", StringComparison.Ordinal);
        return new ProposalRow(0, Workflow, today.Version + 1, Hash.Of(System.Text.Encoding.UTF8.GetBytes(text)), text, Proposer, proposer, at, "CC-2026-041: entries from the theatre come in up to two hours after surgery.");
    }
}
