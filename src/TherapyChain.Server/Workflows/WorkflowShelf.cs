using System.Collections.Frozen;
using System.Collections.Immutable;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Server.Workflows;

/// <summary>A workflow version with what is asked of it all the time.</summary>
public sealed class Shelved
{
    private readonly FrozenDictionary<string, ImmutableArray<string>> _from;

    public Shelved(Workflow workflow, bool offered)
    {
        (Workflow, Offered) = (workflow, offered);
        Next = NextSteps.Of(workflow);
        _from = workflow.States.ToFrozenDictionary(
            state => state.Name, state => workflow.Steps.Where(step => step.From.Contains(state.Name)).Select(step => step.Name).ToImmutableArray(), StringComparer.Ordinal);
    }

    public Workflow Workflow { get; }

    /// <summary>Whether new orders can take it: its file stands in a workflows folder, or it was published at this server.</summary>
    public bool Offered { get; }

    /// <summary>By state: the steps an order waits for there.</summary>
    public FrozenDictionary<string, ImmutableArray<Step>> Next { get; }

    /// <summary>The names of the steps that leave a state.</summary>
    public ImmutableArray<string> StepsFrom(string state) => _from.GetValueOrDefault(state, []);
}

/// <summary>
/// Every workflow version this server knows: those of its folders, those published here, and those that orders are pinned to though their file is gone. A
/// version is added and never replaced.
/// </summary>
public sealed class WorkflowShelf(IEnumerable<Shelved> workflows)
{
    private volatile FrozenDictionary<(string Id, int Version), Shelved> _all = workflows.ToFrozenDictionary(w => (w.Workflow.Id, w.Workflow.Version));

    public IEnumerable<Shelved> All => _all.Values.OrderBy(w => w.Workflow.Id, StringComparer.Ordinal).ThenBy(w => w.Workflow.Version);

    public Shelved? Find(string id, int version) => _all.GetValueOrDefault((id, version));

    /// <summary>The newest version that new orders can take.</summary>
    public Shelved? Newest(string id) => All.LastOrDefault(w => w.Workflow.Id == id && w.Offered);

    /// <summary>Puts a version that was just stored beside the others. Called by one at a time.</summary>
    /// <exception cref="ArgumentException">The version is known already.</exception>
    internal void Add(Shelved published)
    {
        if (Find(published.Workflow.Id, published.Workflow.Version) is not null) throw new ArgumentException("A published version never changes.", nameof(published));
        _all = _all.Append(KeyValuePair.Create((published.Workflow.Id, published.Workflow.Version), published)).ToFrozenDictionary(w => w.Key, w => w.Value);
    }

    /// <exception cref="InvalidOperationException">An order is pinned to a version that the ledger does not hold: a damaged ledger.</exception>
    public Shelved For(Domain.Orders.Order order) =>
        Find(order.Workflow, order.WorkflowVersion) is { } found && found.Workflow.Sha256 == order.WorkflowSha256
            ? found
            : throw new InvalidOperationException($"Order {order.Id} is pinned to {order.Workflow} version {order.WorkflowVersion}, which this ledger does not hold as it was.");
}
