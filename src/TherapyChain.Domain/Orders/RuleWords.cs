using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// What stands in an entry as its reason or description. Some of it our rules wrote, in English, by a few sentences: these are found again in the text, and can
/// be told in any language. What a person typed is told as it was typed, and a sentence told in English is the recorded text to the letter.
/// </summary>
public static class RuleWords
{
    internal static Sentence EnteredLate(object step, object why) => $"Entered late: \"{step}\" happened within the limit. {why}";

    internal static Sentence LostLabels(object labels) => $"Printed labels that cannot be found: {labels}";

    /// <param name="entries">Entries of the same order, at least those next to it: who wrote a text shows by them.</param>
    /// <param name="entry">One that places or resolves a hold, or records a deviation.</param>
    /// <exception cref="ArgumentException">It does neither.</exception>
    public static Sentence Told(Workflow workflow, IReadOnlyList<Entry> entries, Entry entry) => entry.Event switch
    {
        OrderHeld e => HoldReason.Told(workflow, e.Code, e.Reason),
        HoldResolved e when IsAnsweredByStep(entries, entry) && EnteredLate("", "").GapsIn(e.Reason) is [var step, var why] => EnteredLate(HoldReason.Named(workflow, step), why),
        HoldResolved e => $"{e.Reason}",
        DeviationRecorded e when Beside(entries, entry, -1) is LabelsAccounted && LostLabels("").GapsIn(e.Description) is [var labels] => LostLabels(labels),
        DeviationRecorded e => $"{e.Description}",
        _ => throw new ArgumentException($"{entry.Event.Type} has no reason of this kind.", nameof(entry)),
    };

    // The holds of a clock that a late entry answers are resolved right before its step.
    private static bool IsAnsweredByStep(IReadOnlyList<Entry> entries, Entry resolved) =>
        entries.Where(e => e.Seq > resolved.Seq).OrderBy(e => e.Seq).FirstOrDefault(e => e.Event is not HoldResolved)?.Event is StepCompleted { LateReason: not null };

    private static OrderEvent? Beside(IReadOnlyList<Entry> entries, Entry entry, int places) => entries.FirstOrDefault(e => e.Seq == entry.Seq + places)?.Event;
}
