using System.Diagnostics;
using TherapyChain.Documents.Words;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Documents.Records;

/// <summary>What happened, in a few words, and how loudly it is said.</summary>
internal static class EntryWords
{
    public static string What(OrderEvent happened, RecordSource source) => What(happened, source.Words, source.Say);

    private static string What(OrderEvent happened, PaperWords words, Func<string, string> say) => happened switch
    {
        OrderCreated => words["what.created"],
        StepCompleted e => say(e.Step),
        IdentityRefused e => words.Say("what.refused", say(e.Step)),
        OrderHeld => words["what.held"],
        HoldResolved e => words.Say("what.resolved", e.Held),
        ClockWarned e => words.Say("what.warned", say(e.Clock)),
        ClockExceeded e => words.Say("what.exceeded", say(e.Clock)),
        EntryCorrected e => words.Say("what.corrected", e.Corrects, say(e.Field)),
        DeviationRecorded e => words.Say("what.deviation", words.Name("category", e.Category)),
        DocumentAdded e => words.Say("what.document", e.Name),
        DocumentPrinted e => words.Say("what.printed", words.Name("paper", e.Document), e.Copy),
        LabelsPrinted e => words.Say("what.labels-printed", e.Labels.Length),
        LabelsAccounted e => words.Say("what.labels-accounted", e.Labels.Length),
        WorkflowMoved e => words.Say("what.moved", e.Version),
        _ => throw new UnreachableException($"No words for {happened.GetType().Name}."),
    };

    public static Weight Weight(OrderEvent happened) => happened switch
    {
        IdentityRefused or OrderHeld => Records.Weight.Stop,
        ClockWarned or ClockExceeded or DeviationRecorded or EntryCorrected => Records.Weight.Warning,
        _ => Records.Weight.Plain,
    };
}
