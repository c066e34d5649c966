using TherapyChain.Domain.Access;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Orders;

/// <summary>
/// <c>GET /api/identifiers/{value}</c>: from any code to the orders and the container it belongs to, with who gave it and when. Hospital
/// numbers are not among them: they are found in the vault, by a body and not by an address.
/// </summary>
internal static class FindIdentifier
{
    public const int Longest = 200;

    public static async Task<IResult> Handle(HttpContext http, string value, CurrentPerson who, OrderDesk desk, Ledger ledger, WorkflowShelf shelf, Keyring keys)
    {
        // A slash that was written as %2F arrives so: the scanned symbol of a chain of identity holds one.
        var code = value.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Trim();
        if (code.Length is 0 or > Longest) return Problems.Unreadable($"A code has 1 to {Longest} characters.", field: "value");
        await using var db = ledger.CreateDb();
        var found = await LinksAsync(db, code, who, desk, shelf, keys.Now, http.RequestAborted);
        return found.Count == 0 ? Problems.NotFound($"code") : Results.Json(new CodeView(code, found), ViewJson.Options);
    }

    /// <summary>Everything that a code leads to, in whatever form of it, among the orders that somebody may see.</summary>
    public static async Task<IReadOnlyList<LinkedCodeView>> LinksAsync(LedgerDb db, string code, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Roll network, CancellationToken ct)
    {
        var found = new List<LinkedCodeView>();
        foreach (var reading in ListOrders.ReadingsOf(code))
        foreach (var row in await db.FindIdentifierAsync(reading, ct))
            if (desk.Open(row.OrderId) is { Order: var order } && who.May(Acts.SeeOrder, order))
                found.Add(LinkedCodeView.Of(row, order, shelf.For(order).Workflow, desk.EntriesOf(order.Id), network));
        return [.. found.OrderBy(f => f.LinkedAt.Utc, StringComparer.Ordinal).ThenBy(f => f.Order, StringComparer.Ordinal)];
    }
}

/// <summary>A code and everything it leads to.</summary>
public sealed record CodeView(string Code, IReadOnlyList<LinkedCodeView> Links);

/// <summary>One order that a code leads to.</summary>
/// <param name="Value">The code in stored form.</param>
/// <param name="Kind">Which identifier or kind of container it is there.</param>
/// <param name="Container">The container that carries it; null when it stands for the order, not for a container.</param>
/// <param name="Issuer">The site that counts such numbers for itself; null when the code is one order's everywhere.</param>
/// <param name="Shared">Whether other orders may carry it too.</param>
/// <param name="Seq">The entry that gave it.</param>
public sealed record LinkedCodeView(
    string Order, string Reference, string State, string Value, string Kind, string Words, LabelledContainerView? Container, string? Issuer, bool Shared,
    int Seq, Moment LinkedAt, string LinkedBy, string? LinkedByName, string Role, string Site)
{
    internal static LinkedCodeView Of(IdentifierRow row, Order order, Workflow workflow, IReadOnlyList<SealedEntry> entries, Roll network)
    {
        // An identifier row without an entry would be a forged one; "ledger verify" names it.
        var given = entries.First(entry => entry.Envelope.Type == "step.completed" && entry.Read().Event is StepCompleted step
            && step.Assigned.Any(scan => scan.Name == row.Kind && scan.Value == row.Value)).Envelope;
        return new LinkedCodeView(
            order.Id.ToString(), order.Reference, order.State, row.Value, row.Kind, workflow.Say(row.Kind, "en"), LabelledContainerView.Of(row, order, workflow),
            row.Issuer.Length > 0 ? row.Issuer : null, row.Shared, given.Seq, Moment.Of(given.At, given.Zone), given.Actor,
            network.People.GetValueOrDefault(given.Actor)?.Name, given.Role, given.Site);
    }
}

/// <summary>The container a label is on, in whose hands it is, or that it is no more.</summary>
/// <param name="HeldBy">The party that holds it; null when it has ended.</param>
public sealed record LabelledContainerView(string Kind, bool Lives, string? HeldBy, string? Site)
{
    internal static LabelledContainerView? Of(IdentifierRow row, Order order, Workflow workflow)
    {
        if (!workflow.Containers.ContainsKey(row.Kind)) return null;
        var held = order.Containers.GetValueOrDefault(row.Kind) is { } live && live.Labels.Contains(row.Value) ? live : null;
        return new LabelledContainerView(row.Kind, held is not null, held?.By, held is null ? null : order.Parties.GetValueOrDefault(held.By));
    }
}
