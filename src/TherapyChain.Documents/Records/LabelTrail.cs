using System.Collections.Immutable;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Documents.Records;

/// <summary>Every printed label with the entry that printed it and what became of it.</summary>
internal static class LabelTrail
{
    public static ImmutableArray<LabelLine> Of(RecordSource source)
    {
        var lines = new SortedDictionary<int, LabelLine>();
        foreach (var entry in source.Entries)
        {
            if (entry.Event is LabelsPrinted printed)
                foreach (var label in printed.Labels)
                    lines[label.Serial] = new LabelLine(
                        LabelSerial.Short(label.Serial), entry.Seq, source.When(entry), source.Who(entry.Actor), printed.Reason ?? "",
                        label.Container is { } kind ? source.Say(kind) : source.Words["labels.chain-alone"], label.Code ?? "", null);
            if (entry.Event is not LabelsAccounted accounted) continue;
            foreach (var fate in accounted.Labels)
                lines[fate.Serial] = lines[fate.Serial] with
                {
                    Fate = new FateLine(entry.Seq, source.When(entry), source.Who(entry.Actor), source.Words.Name("label-fate", fate.Fate), fate.To ?? "", fate.Reason ?? ""),
                };
        }
        return [.. lines.Values];
    }
}
