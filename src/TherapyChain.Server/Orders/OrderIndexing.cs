using System.Collections.Immutable;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;
using RunningClock = TherapyChain.Storage.RunningClock;

namespace TherapyChain.Server.Orders;

/// <summary>The rows that stand beside an order's entries, so that lists need not fold: an index, rebuilt from the order with every change.</summary>
internal static class OrderIndexing
{
    public static OrderIndex IndexOf(Order order, Shelved workflow) => new(
        order.Reference, order.Workflow, order.WorkflowVersion, order.State, order.IsOnHold, order.IsOnHold ? order.Holds[0].Code : null,
        workflow.Workflow.FindState(order.State)?.IsFinal ?? false, order.Created, order.Updated, Search(order));

    public static IReadOnlyList<PartySite>? PartiesOf(Order order, Order before) =>
        ReferenceEquals(order.Parties, before.Parties) ? null : [.. order.Parties.Select(p => new PartySite(p.Key, p.Value))];

    /// <summary>
    /// The clocks that run, each with its next mark where the warning would stand: the warning, then the limit, then nothing. The watch looks
    /// for marks that have passed.
    /// </summary>
    public static IReadOnlyList<RunningClock>? ClocksOf(Order order, Order before) =>
        ReferenceEquals(order.Clocks, before.Clocks) ? null
        : [.. order.Clocks.Select(c => new RunningClock(c.Key, c.Value.Exceeded ? null : c.Value is { Warned: false, Warn: { } warn } ? warn : c.Value.Limit, c.Value.Limit))];

    /// <summary>Codes that this change made the order's own.</summary>
    public static IReadOnlyList<Identifier> IdentifiersOf(Order order, Order before) =>
        ReferenceEquals(order.Aliases, before.Aliases) ? [] : [.. order.Aliases.Where(a => !before.Aliases.ContainsKey(a.Key)).Select(a => new Identifier(a.Value, a.Key))];

    private static string Search(Order order) => string.Join(' ', [order.Id.ToString(), order.Reference, .. order.Identifiers.Values, .. order.Aliases.Keys]);
}
