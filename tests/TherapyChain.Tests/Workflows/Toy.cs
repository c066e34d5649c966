using TherapyChain.Domain.Workflows;

namespace TherapyChain.Tests.Workflows;

/// <summary>
/// A whole therapy in one small file: collected, carried, released, infused. It is sound and safe; a test changes a line of it and looks at
/// what is said.
/// </summary>
internal static class Toy
{
    public const string Text = """
        workflow: toy
        version: 1
        source: Invented for the tests.
        initial: ordered
        parties: [collection-site, courier, treatment-site]
        identifiers:
          coi: { label: isbt-128-coi }
        containers:
          bag: { label: isbt-128-din, storage: { min: "2 °C", max: "8 °C" } }
        clocks:
          fresh: { starts: [collect], stops: [infuse, discard], limit: PT48H, warn: PT40H, when-exceeded: hold }
        states:
          ordered: { phase: ordering }
          collected: { phase: collection }
          on-the-way: { phase: outbound }
          received: { phase: treatment }
          closed: { phase: ended, final: true }
        steps:
          collect:
            from: ordered
            to: collected
            by: { role: apheresis-nurse, at: collection-site, qualified: [apheresis] }
            records: [consent, collection]
            of: [bag]
            assigns: [coi, bag]
            evidence:
              weight: { unit: kg, min: 30, max: 200 }
              types: { items: 4 }
            creates: { container: bag, held-by: collection-site }
            sign: performed-by
          send:
            from: collected
            to: on-the-way
            by: { role: cell-lab, at: collection-site }
            identity: { scan: [coi, bag] }
            custody: { container: bag, gives: collection-site, takes: courier, seal: required, condition: required }
          receive:
            from: on-the-way
            to: received
            by: { role: pharmacist, at: treatment-site }
            requires: [collection]
            identity: { scan: [coi, bag] }
            evidence:
              doses: { unit: dose, table: { by: weight, rows: [[60, 1], [200, 2]] } }
              type: { among: types }
              look: { choices: [clear, cloudy], only: [clear] }
            custody: { container: bag, gives: courier, takes: treatment-site, seal: required, condition: required }
          infuse:
            from: received
            to: closed
            by: { role: [ward-nurse, physician], at: treatment-site }
            requires: [consent]
            records: [infusion]
            of: [bag]
            identity: { scan: [coi, bag], people: 2, second: [physician], place: bedside }
            ends: { bag: infused }
            within: [fresh]
            sign: performed-by
          discard:
            from: anywhere
            except: [ordered, on-the-way]
            to: closed
            by: { role: physician, at: treatment-site }
            evidence:
              material-fate: { choices: [destroyed, returned] }
            ends: { all: as-recorded }
            even-on-hold: true
          give-up:
            from: [ordered]
            to: closed
            by: { role: physician, at: treatment-site }
          report-delay:
            from: on-the-way
            by: { role: control-tower, at: treatment-site }
          report-lost:
            from: on-the-way
            to: closed
            by: { role: courier, at: courier }
            ends: { bag: lost }
        anywhere:
          hold: [physician]
          resume: [quality]
          correct: [quality]
          record-deviation: [quality]
          move-workflow: [quality]
        words:
        """;

    /// <summary>The toy with words for every name; with a text replaced, which must occur exactly once.</summary>
    public static string With(string old = "", string now = "")
    {
        var text = Text + "\n" + string.Concat(Names.Select(n => $"  {n}: {{ en: {n}, de: {n}, sv: {n} }}\n"));
        if (old.Length == 0) return text;
        var at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the toy holds no \"{old}\"");
        Assert.True(text.IndexOf(old, at + 1, StringComparison.Ordinal) < 0, $"the toy holds \"{old}\" more than once");
        return text.Remove(at, old.Length).Insert(at, now);
    }

    public static Workflow Read(string old = "", string now = "") => WorkflowFile.Read(With(old, now)) switch
    {
        WorkflowFile.Reading.Sound sound => sound.Workflow,
        WorkflowFile.Reading.Unsound no => throw new InvalidOperationException(string.Join("\n", no.Findings)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static IReadOnlyList<Finding> Findings(string text) =>
        WorkflowFile.Read(text) is WorkflowFile.Reading.Unsound no ? no.Findings : [];

    private static readonly string[] Names =
    [
        "toy", "ordered", "collected", "on-the-way", "received", "closed", "collect", "send", "receive", "infuse", "discard", "give-up", "report-delay", "report-lost",
        "coi", "bag", "fresh", "weight", "types", "doses", "type", "look", "clear", "cloudy", "material-fate", "destroyed", "returned",
    ];
}
