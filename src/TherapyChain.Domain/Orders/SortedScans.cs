using System.Collections.Immutable;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>
/// Codes read one after another into one field, each given the name it was read as. It changes nothing about the check: all that belong
/// here must have been read, and one that does not belong is a mismatch under whatever name it stands.
/// </summary>
public static class SortedScans
{
    /// <param name="step">A step that compares codes; for those that give new ones each field is scanned by itself.</param>
    /// <param name="codes">As they were read, blank ones left out.</param>
    public static ImmutableArray<Scan> Of(Workflow workflow, Order order, Step step, IEnumerable<string> codes)
    {
        var names = step.Identity?.Scan ?? [];
        var sorted = ImmutableArray.CreateBuilder<Scan>();
        if (names.IsEmpty) return [];
        foreach (var code in codes)
        {
            var name = names.FirstOrDefault(n => order.Expected(n).Contains(LabelGrammar.Compared(Situation.LabelOf(workflow, n), code)))
                ?? names.Where(n => Situation.LabelOf(workflow, n) is not "text" and var kind && LabelGrammar.Read(kind, code, out _) is not null).FirstOrDefault()
                ?? names.Where(n => Situation.LabelOf(workflow, n) == "text").FirstOrDefault(IsLacking)
                ?? names.FirstOrDefault(IsLacking)
                // One too many: more of the containers were read than belong here.
                ?? names[^1];
            sorted.Add(new Scan(name, code));
        }
        return sorted.ToImmutable();

        bool IsLacking(string name) => sorted.Count(scan => scan.Name == name) < Math.Max(1, order.Expected(name).Length);
    }
}
