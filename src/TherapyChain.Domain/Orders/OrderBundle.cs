using System.Text;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Custody.Bundles;

namespace TherapyChain.Domain.Orders;

/// <summary>What the bundle of an order holds before its entries: the workflows they ran on and the documents they name.</summary>
public static class OrderBundle
{
    /// <param name="entries">The order's entries, oldest first.</param>
    /// <param name="textOf">The text of a workflow file by id and version; null when it is not held.</param>
    /// <exception cref="InvalidOperationException">An entry names a workflow that is not held.</exception>
    public static Bundle Of(OrderId order, IEnumerable<SealedEntry> entries, Func<string, int, string?> textOf)
    {
        var workflows = new List<BundledWorkflow>();
        var documents = new List<BundledDocument>();
        var workflow = "";
        foreach (var what in entries.Where(e => e.Envelope.Type is "order.created" or "workflow.moved" or "document.added").Select(e => e.Read().Event))
        {
            if (what is OrderCreated created) Pin(workflow = created.Workflow, created.Version);
            else if (what is WorkflowMoved moved) Pin(workflow, moved.Version);
            else if (what is DocumentAdded d && Hash.TryParse(d.Sha256, out var hash)) documents.Add(new BundledDocument(hash, d.Name, d.MediaType, d.Size));
        }
        return new Bundle(order, workflows, documents);

        void Pin(string id, int version)
        {
            var text = textOf(id, version) ?? throw new InvalidOperationException($"{id} version {version} is named by an entry and not held here.");
            workflows.Add(new BundledWorkflow(id, version, Hash.Of(Encoding.UTF8.GetBytes(text)), text));
        }
    }
}
