using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Storage;

/// <summary>
/// The rows that stand beside an order's entries, so that lists need not fold: an index that follows from the order alone. The server writes
/// it by these rules with every change, and <see cref="LedgerCheck"/> compares by the same ones.
/// </summary>
public static class OrderIndexing
{
    public static OrderIndex IndexOf(Order order, Workflow workflow) => IndexOf(order, workflow.FindState(order.State)?.IsFinal ?? false);

    /// <param name="order">The order as it stands.</param>
    /// <param name="isFinal">Whether its workflow ends in its state: all that the index takes from elsewhere.</param>
    public static OrderIndex IndexOf(Order order, bool isFinal) => new(
        order.Reference, order.Workflow, order.WorkflowVersion, order.State, order.IsOnHold, order.IsOnHold ? order.Holds[0].Code : null,
        isFinal, order.Created, order.Updated, Search(order));

    public static IReadOnlyList<PartySite> PartiesOf(Order order) => [.. order.Parties.Select(p => new PartySite(p.Key, p.Value))];

    /// <summary>The parties, or null when this change left them as they were.</summary>
    public static IReadOnlyList<PartySite>? PartiesOf(Order order, Order before) => ReferenceEquals(order.Parties, before.Parties) ? null : PartiesOf(order);

    /// <summary>
    /// The clocks that run, each with its next mark where the warning would stand: the warning, then the limit, then nothing. The watch looks
    /// for marks that have passed.
    /// </summary>
    public static IReadOnlyList<RunningClock> ClocksOf(Order order) =>
        [.. order.Clocks.Select(c => new RunningClock(c.Key, c.Value.Exceeded ? null : c.Value is { Warned: false, Warn: { } warn } ? warn : c.Value.Limit, c.Value.Limit))];

    /// <summary>The clocks that run, or null when this change left them as they were.</summary>
    public static IReadOnlyList<RunningClock>? ClocksOf(Order order, Order before) => ReferenceEquals(order.Clocks, before.Clocks) ? null : ClocksOf(order);

    public static IReadOnlyList<Identifier> IdentifiersOf(Order order) =>
    [
        .. order.Aliases.Select(a => new Identifier(a.Value.Name, a.Key, a.Value.Issuer)),
        .. order.SharedCodes.Select(c => new Identifier(c.Value, c.Key, Issuer: null, Shared: true)),
    ];

    /// <summary>Codes that this change made the order's own.</summary>
    public static IReadOnlyList<Identifier> IdentifiersOf(Order order, Order before) =>
        ReferenceEquals(order.Aliases, before.Aliases) && ReferenceEquals(order.SharedCodes, before.SharedCodes) ? []
        : [.. IdentifiersOf(order).Where(i => !(i.Shared ? before.SharedCodes.ContainsKey(i.Value) : before.Aliases.ContainsKey(i.Value)))];

    private static string Search(Order order) => string.Join(' ', [order.Id.ToString(), order.Reference, .. order.Identifiers.Values, .. order.Aliases.Keys]);
}
