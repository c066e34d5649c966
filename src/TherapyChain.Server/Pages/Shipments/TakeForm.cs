using System.Collections.Immutable;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Pages.Forms;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Pages.Shipments;

/// <summary>The short form of a handover: which steps fit it, and what its fields say as the body of a step.</summary>
internal static class TakeForm
{
    /// <summary>The field that takes the file of a logger just read out.</summary>
    public const string File = "logger-upload";

    /// <summary>The field that says where the clock of that logger stood, when its file does not.</summary>
    public const string Zone = "logger-zone";

    /// <summary>Whether a step is a handover that asks for no more than this form has; any other is taken on the full form.</summary>
    public static bool Fits(Step step) =>
        step.Custody.Any(move => move.ToCarrier || move.FromCarrier) && step.Assigns.IsEmpty && step.Labels is null
        && step.Evidence.All(e => e.Kind is EvidenceKind.Text or EvidenceKind.Document);

    /// <summary>The fields of the form, by the names that reasons give them.</summary>
    public static IReadOnlySet<string> FieldsOf(Step step) => new HashSet<string>(StringComparer.Ordinal)
    {
        "scans", Zone, "at", "lateReason", "second", "credentials.person", "credentials.password", "signature",
        { step.Custody.SelectMany(move => new[] { $"handovers.{move.Container}.seal", $"handovers.{move.Container}.condition" }) },
        { step.Evidence.Select(e => $"evidence.{e.Name}") },
    };

    private static void Add(this HashSet<string> set, IEnumerable<string> names) => set.UnionWith(names);

    public static StepBody BodyOf(Fields typed, Workflow workflow, Order order, Step step, string zone) => new(
        LocalHours.At(typed, zone),
        [.. SortedScans.Of(workflow, order, step, typed.Lines("scans")).Select(scan => new ScanBody(scan.Name, scan.Value))],
        step.Evidence.Where(e => Given(typed[$"evidence.{e.Name}"]) is not null).ToDictionary(e => e.Name, e => new ValueBody(typed[$"evidence.{e.Name}"].Trim()), StringComparer.Ordinal),
        step.Custody.ToDictionary(move => move.Container, move => new HandoverBody(
            Given(string.Join(' ', typed.Lines($"handovers.{move.Container}.seal"))), Given(typed[$"handovers.{move.Container}.condition"])), StringComparer.Ordinal),
        step.Identity is { People: > 1 } ? new SecondBody(Person: typed["second.person"], Password: typed["second.password"]) : null,
        step.Sign, Given(typed["lateReason"]),
        step.Sign is null ? null : new CredentialsBody(Given(typed["credentials.person"]), typed["credentials.password"]));

    /// <summary>Adds the logger's file to the order before the step that names it, and chooses it in the form.</summary>
    public static async Task<(Fields Typed, IReadOnlyList<Reason> Reasons)> AddLoggerAsync(
        HttpContext http, Fields typed, Step step, string order, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Settings settings)
    {
        if (http.Request.Form.Files[File] is not { Length: > 0 } sent || step.Evidence.FirstOrDefault(e => e.Kind is EvidenceKind.Document) is not { } asked) return (typed, []);
        var field = $"evidence.{asked.Name}";
        if (sent.Length > settings.UploadLimit) return (typed, [new Reason("file.too-large", $"The file is longer than {settings.UploadLimit} bytes.", field)]);
        using var bytes = new MemoryStream();
        await sent.CopyToAsync(bytes, http.RequestAborted);
        var hash = Hash.Of(bytes.ToArray()).ToString();
        if (desk.See(order, who) is { } opened && !opened.Order.Documents.ContainsKey(hash))
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["container"] = step.Custody[0].Container };
            if (Given(typed[Zone]) is { } zone) fields["zone"] = zone;
            var file = new Upload(Path.GetFileName(sent.FileName.Replace('\\', '/')).Trim(), "text/plain", bytes.ToArray(), fields);
            if (await AddDocument.TraceAsync(http, order, who, desk, shelf, settings, file) is Problem no)
                return (typed, [.. ReasonsOf(no).Select(reason => reason with { Field = reason.Field == "zone" ? Zone : field })]);
        }
        return (typed.With(field, hash), []);
    }

    public static ImmutableArray<Reason> ReasonsOf(Problem problem) => problem.Reasons.IsDefaultOrEmpty ? [new Reason(problem.Kind, problem.Detail)] : problem.Reasons;

    private static string? Given(string typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
