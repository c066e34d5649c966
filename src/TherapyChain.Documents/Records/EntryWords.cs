using System.Diagnostics;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Documents.Records;

/// <summary>What happened, in a few words, and how loudly it is said.</summary>
internal static class EntryWords
{
    public static string What(OrderEvent happened, Func<string, string> say) => happened switch
    {
        OrderCreated => "Order created",
        StepCompleted e => say(e.Step),
        IdentityRefused e => $"Identity check refused: {say(e.Step)}",
        OrderHeld => "Order put on hold",
        HoldResolved e => $"Hold of entry {e.Held} resolved",
        ClockWarned e => $"Warning: {say(e.Clock)}",
        ClockExceeded e => $"Exceeded: {say(e.Clock)}",
        EntryCorrected e => $"Entry {e.Corrects} corrected: {say(e.Field)}",
        DeviationRecorded e => $"Deviation: {Wording.Plain(e.Category)}",
        DocumentAdded e => $"Document added: {e.Name}",
        DocumentPrinted e => $"Printed: {Wording.Plain(e.Document)}, copy {e.Copy}",
        WorkflowMoved e => $"Moved to workflow version {e.Version}",
        _ => throw new UnreachableException($"No words for {happened.GetType().Name}."),
    };

    public static Weight Weight(OrderEvent happened) => happened switch
    {
        IdentityRefused or OrderHeld => Records.Weight.Stop,
        ClockWarned or ClockExceeded or DeviationRecorded or EntryCorrected => Records.Weight.Warning,
        _ => Records.Weight.Plain,
    };
}
