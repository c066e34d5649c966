using TherapyChain.Domain.Orders;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Pages.Forms;

namespace TherapyChain.Server.Pages.Steps;

/// <summary>From the fields of the page to the form of a step, as the programming interface takes it.</summary>
internal static class StepForm
{
    /// <summary>Codes stand in a field for each name, <c>scans.frozen-bag</c>, or all in one, <c>scans</c>, out of which each is given the name it was read as.</summary>
    public static StepBody Body(StepOnPage of, Fields typed, string zone)
    {
        var step = of.View;
        return new(
            LocalHours.At(typed, zone),
            [
                .. step.Scans.SelectMany(scan => typed.Lines($"scans.{scan.Name}").Select(code => new ScanBody(scan.Name, code))),
                .. SortedScans.Of(of.Workflow, of.Order, of.Step, typed.Lines("scans")).Select(scan => new ScanBody(scan.Name, scan.Value)),
            ],
            step.Evidence.Select(e => (e.Name, Value: Value(e, typed[$"evidence.{e.Name}"].Trim()))).Where(e => e.Value is not null).ToDictionary(e => e.Name, e => e.Value!, StringComparer.Ordinal),
            step.Handovers.ToDictionary(
                h => h.Container, h => new HandoverBody(Given(string.Join(' ', typed.Lines($"handovers.{h.Container}.seal"))), Given(typed[$"handovers.{h.Container}.condition"])), StringComparer.Ordinal),
            typed["second.person"].Trim().Length + typed["second.password"].Length == 0 ? null : new SecondBody(Person: typed["second.person"].Trim(), Password: typed["second.password"]),
            // The button says that it signs, and the password beside it is the proof.
            step.Sign,
            Given(typed["lateReason"]),
            step.Sign is null ? null : new CredentialsBody(Given(typed["credentials.person"]), typed["credentials.password"]));
    }

    /// <summary>The fields that a refusal of this step may name and its form has.</summary>
    /// <param name="oneScan">Whether all codes are read into one field.</param>
    public static IReadOnlySet<string> FieldsOf(StepView step, bool oneScan = false) => new HashSet<string>(StringComparer.Ordinal)
    {
        "at", "lateReason", "second", "credentials.person", "credentials.password", "signature",
        { oneScan ? ["scans"] : step.Scans.Select(s => $"scans.{s.Name}") },
        { step.Evidence.SelectMany(e => new[] { $"evidence.{e.Name}", StepFiles.ZoneOf($"evidence.{e.Name}") }) },
        { step.Handovers.SelectMany(h => new[] { $"handovers.{h.Container}", $"handovers.{h.Container}.seal", $"handovers.{h.Container}.condition" }) },
    };

    private static void Add(this HashSet<string> set, IEnumerable<string> names) => set.UnionWith(names);

    private static ValueBody? Value(EvidenceView evidence, string text) =>
        text.Length > 0 && ValueOf(evidence, text) is { } value ? new ValueBody(value.Value, value.Unit) : null;

    /// <summary>A value as it was typed into its field, with the unit that stands beside the field.</summary>
    public static EvidenceValue ValueOf(EvidenceView evidence, string text) => evidence.Kind is "quantity" or "count" ? new EvidenceValue(Point(text), evidence.Unit) : new EvidenceValue(text);

    /// <summary>A comma that can only be a decimal one becomes a point; "1,234" may be a thousand and stays, to be refused.</summary>
    private static string Point(string number)
    {
        var comma = number.IndexOf(',', StringComparison.Ordinal);
        return comma > 0 && comma == number.LastIndexOf(',') && !number.Contains('.', StringComparison.Ordinal) && number.Length - comma - 1 != 3 ? number.Replace(',', '.') : number;
    }

    private static string? Given(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
