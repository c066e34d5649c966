using System.Collections.Immutable;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Shipping;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Server.Practice;

/// <summary>
/// What the practice colleagues prepare for a task that is no step of the way: a wrong scan with the hold that it placed, printed labels, a shipment on its way. What was
/// prepared stands in the record, and is read from there.
/// </summary>
internal static class PracticeScene
{
    // For one code three labels; for several two each, so that nobody scans for a quarter of an hour.
    private const int ForOne = 3, ForEach = 2;

    /// <summary>A value that a colleague wrote down wrongly: the entry, the value's name, what was recorded and what is true.</summary>
    public sealed record Slip(int Seq, string Field, string Recorded, string True);

    /// <summary>Whether everything lies ready, and colleagues do nothing more.</summary>
    public static bool IsSet(PracticeOrder practice) => practice.Path switch
    {
        { Task: PracticeTask.Holds } => HeldIn(practice) is not null,
        { Task: PracticeTask.Labels } => practice.Order.Labels.Count > 0,
        { Task: PracticeTask.Shipment, Carries: true } => practice.Order.Handovers.Length > 0,
        { Task: PracticeTask.Shipment, IsBeside: true } path => practice.Order.Handovers.Length > 0 && path.Steps.Any(name => practice.Workflow.FindStep(name)!.From.Contains(practice.Order.State)),
        _ => false,
    };

    /// <summary>The hold that the wrong scan of a colleague placed; null before.</summary>
    public static Entry? HeldIn(PracticeOrder practice) =>
        practice.Desk.EntriesOf(practice.Id).Where(entry => entry.Envelope.Type == "order.held" && entry.Envelope.Actor != practice.Person.Id).Select(entry => entry.Read())
            .FirstOrDefault(entry => entry.Event is OrderHeld { Code: HoldCode.IdentityMismatch });

    /// <summary>The newest value before the hold in which two digits could have been transposed; null when nobody wrote down any.</summary>
    public static Slip? SlipIn(PracticeOrder practice)
    {
        if (HeldIn(practice) is not { } held) return null;
        // As they were recorded: a correction does not change what was wrong.
        foreach (var entry in practice.Desk.EntriesOf(practice.Id).Take(held.Seq).Reverse())
            if (entry.Envelope.Type == "step.completed" && entry.Read() is { Event: StepCompleted done } && practice.Workflow.FindStep(done.Step) is { } step)
                foreach (var piece in step.Evidence.Where(piece => piece.Kind is EvidenceKind.Text))
                    if (done.Evidence.GetValueOrDefault(piece.Name)?.Value is { } recorded && Transposed(recorded) is { } truth) return new Slip(entry.Envelope.Seq, piece.Name, recorded, truth);
        return null;
    }

    /// <summary>What became of a printed label of practice: the last was spoilt, the others stuck on.</summary>
    public static string FateOf(PrintedLabel label, Order order) => label.Serial == order.Labels.Count ? LabelFate.Destroyed : LabelFate.Applied;

    /// <summary>Whether a colleague has yet to scan a wrong code at this step: at a check by two people, if one is still to come.</summary>
    public static bool IsToFail(PracticeOrder practice, Order order, Step step)
    {
        if (practice.Path.Task is not (PracticeTask.Holds or PracticeTask.Release) || HeldIn(practice) is not null) return false;
        var checks = Pages.Orders.PathToCome.Of(practice.Workflow, order).Select(name => practice.Workflow.FindStep(name)!).Where(next => next.Identity is { Scan.Length: > 0 }).ToList();
        return (checks.FirstOrDefault(check => check.Identity!.People > 1) ?? checks.FirstOrDefault()) == step;
    }

    /// <summary>The form with one character of one code changed, such that the check fails; null where none can.</summary>
    public static StepRequest? Failing(PracticeOrder practice, Order order, Step step, StepRequest form, Context context) =>
        form.Scans.Index().Where(scan => step.Identity!.Scan.Contains(scan.Item.Name)).Select(scan => form with { Scans = form.Scans.SetItem(scan.Index, scan.Item with { Value = Wrong(scan.Item.Value) }) })
            .FirstOrDefault(wrong => Advance.Decide(practice.Workflow, order, wrong, context).Entries.Any(entry => entry.Event is OrderHeld { Code: HoldCode.IdentityMismatch }));

    /// <summary>One character off, as on the bag of the neighbouring order.</summary>
    public static string Wrong(string code) => code[..^1] + (code[^1] == '7' ? '1' : '7');

    /// <summary>Labels for what there is to label, on paper that nobody ever holds: the print is an entry of the practice order, and no sheet is set.</summary>
    public static async Task<bool> PrintAsync(PracticeOrder practice)
    {
        if (practice.Path.Task != PracticeTask.Labels || practice.Order.Containers.FirstOrDefault(held => held.Value.Labels.Length > 0) is not { Key: { } container, Value: var held }) return false;
        var refused = await practice.Desk.ActAsync(practice.Id, practice.Network.Cast.Of(practice.Order, "coordinator"), (opened, context) =>
            (PrintLabels.Decide(practice.Workflow, opened.Order, new LabelWish(container, held.Labels.Length == 1 ? ForOne : ForEach, "a4", "en", Reason: null), context), null));
        return refused.IsEmpty;
    }

    private static string? Transposed(string text)
    {
        for (var i = text.Length - 1; i > 0; i--)
            if (char.IsAsciiDigit(text[i]) && char.IsAsciiDigit(text[i - 1]) && text[i] != text[i - 1]) return text[..(i - 1)] + text[i] + text[i - 1] + text[(i + 1)..];
        return null;
    }
}
