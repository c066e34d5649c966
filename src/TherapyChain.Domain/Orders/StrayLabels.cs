using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// Labels that are where they do not belong. Each kind is a failed identity check with a hold of its own, whatever else stands against the request: the wrong
/// paper is on somebody's material already, and quality resolves each by itself.
/// </summary>
internal sealed class StrayLabels(Order order)
{
    private readonly List<Mismatch> _onOtherContainers = [], _ofOtherOrders = [];

    /// <summary>A label of this order stands on another container than it was printed for.</summary>
    public void OnOther(PrintedLabel label, string code) => Add(_onOtherContainers, new Mismatch(label.Container!, code, [label.Code!]));

    /// <summary>A label of another order lies among this order's material. Its whole symbol says so; a number alone never does.</summary>
    /// <returns>Why the request is refused; null when the text is no whole symbol, or one of this order's own labels.</returns>
    public Reason? OfOther(string text, string field)
    {
        if (!LabelSerial.TryParse(text, out var scanned) || scanned.Order == order.Id) return null;
        Add(_ofOtherOrders, new Mismatch(AccountLabels.Serial, scanned.ToString(), [Beside(scanned.Number)]));
        return new("labels.other-order", $"{scanned} is a label of another order. STOP: find out where it was put.", field);
    }

    public void Record(Journal journal, Workflow workflow, string role)
    {
        Record(journal, workflow, role, _onOtherContainers, HoldReason.OtherContainer(string.Join("; ", _onOtherContainers.Select(m => HoldReason.NotOn(m.Scanned, m.Expected[0])))));
        Record(journal, workflow, role, _ofOtherOrders, HoldReason.OtherOrder(string.Join("; ", _ofOtherOrders.Select(m => m.Scanned))));
    }

    // The same label scanned again is recorded again, and no other hold: an order that has ended is held no more.
    private static void Record(Journal journal, Workflow workflow, string role, List<Mismatch> wrong, string cause)
    {
        if (wrong.Count == 0) return;
        journal.Write(new IdentityRefused(AccountLabels.Act, [.. wrong], Second: null), role);
        if (workflow.FindState(journal.Order.State) is { IsFinal: false } && journal.Order.Holds.All(h => h.Code != HoldCode.IdentityMismatch || h.Reason != cause))
            journal.Write(new OrderHeld(HoldCode.IdentityMismatch, cause, Clock: null), role);
    }

    // What an eye holds beside the stray label: this order's of the same number, else its last; the name of the order where it has none.
    private string Beside(int number) =>
        order.Labels.ContainsKey(number) ? new LabelSerial(order.Id, number).ToString()
        : order.Labels.Count > 0 ? new LabelSerial(order.Id, order.Labels.Keys.Max()).ToString()
        : order.Id.ToString();

    private static void Add(List<Mismatch> wrong, Mismatch found)
    {
        if (!wrong.Any(m => m.Name == found.Name && m.Scanned == found.Scanned && m.Expected.SequenceEqual(found.Expected))) wrong.Add(found);
    }
}
