using System.Collections.Immutable;
using System.Diagnostics;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Server.Orders;

/// <summary>The steps that leave the order's state, each with its form and with what stands against it for the caller.</summary>
public sealed record OpenStepsView(string Order, int Seq, string Head, string State, IReadOnlyList<StepView> Steps);

/// <summary>What a step demands.</summary>
/// <param name="To">The state it leads to; null when the order stays.</param>
/// <param name="Blocked">What no form can mend now; empty when the caller can do the step.</param>
public sealed record StepView(
    string Step, string Words, string? To, DoerView By, ImmutableArray<string> Requires, IReadOnlyList<ScanView> Scans, int People, ImmutableArray<string> SecondRoles, string? Place,
    IReadOnlyList<EvidenceView> Evidence, IReadOnlyList<HandoverView> Handovers, ImmutableArray<string> Within, ImmutableArray<string> After, string? Sign, string? SignWords,
    IReadOnlyList<Reason> Blocked)
{
    internal static StepView Of(OpenStep open, Order order, Workflow workflow, string language)
    {
        var step = open.Step;
        return new StepView(
            step.Name, workflow.Say(step.Name, language), step.To, new DoerView(step.By.Roles, step.By.At, step.By.Qualified), step.Requires,
            [
                .. step.Assigns.Select(name => new ScanView(name, workflow.Say(name, language), LabelOf(workflow, name), New: true, 1)),
                .. (step.Identity?.Scan ?? []).Select(name => new ScanView(name, workflow.Say(name, language), LabelOf(workflow, name), New: false, Math.Max(1, order.Expected(name).Length))),
            ],
            step.Identity?.People ?? 1, step.Identity?.SecondRoles ?? [], step.Identity?.Place,
            [.. step.Evidence.Select(e => EvidenceView.Of(e, workflow, order, language))],
            [.. step.Custody.Select(m => new HandoverView(m.Container, workflow.Say(m.Container, language), m.Gives, m.Takes, m.Seal, m.Condition, Condition.All))],
            step.Within, step.After, step.Sign, step.Sign is null ? null : workflow.Say(step.Sign, language), open.Blocked);
    }

    private static string LabelOf(Workflow workflow, string name) =>
        workflow.Identifiers.TryGetValue(name, out var label) ? label.Kind : workflow.Containers.TryGetValue(name, out var kind) ? kind.Label.Kind : "text";
}

public sealed record DoerView(ImmutableArray<string> Roles, string At, ImmutableArray<string> Qualified);

/// <param name="Label">The kind of the label, which is the grammar of the code: isbt-128-din, isbt-128-coi, sec, gs1-... or text.</param>
/// <param name="New">Whether the code is given here for the first time; otherwise it is compared.</param>
/// <param name="Count">How many codes are scanned.</param>
public sealed record ScanView(string Name, string Words, string Label, bool New, int Count);

/// <param name="Kind">quantity, count, choice, text, items, among, date, confirm or document.</param>
/// <param name="Table">Rows of a count: up to this value of <paramref name="By"/>, this count.</param>
public sealed record EvidenceView(
    string Name, string Words, string Kind, bool Required, string? Unit = null, decimal? Min = null, decimal? Max = null, IReadOnlyList<ChoiceView>? Choices = null,
    int? MaxLength = null, string? By = null, IReadOnlyList<RowView>? Table = null)
{
    internal static EvidenceView Of(Evidence evidence, Workflow workflow, Order order, string language)
    {
        var view = new EvidenceView(evidence.Name, workflow.Say(evidence.Name, language), "", evidence.Required);
        return evidence.Kind switch
        {
            EvidenceKind.Quantity q => view with { Kind = "quantity", Unit = q.Unit, Min = q.Min, Max = q.Max },
            EvidenceKind.TableCount t => view with { Kind = "count", Unit = t.Unit, By = t.By, Table = [.. t.Rows.Select(r => new RowView(r.UpTo, r.Count))] },
            EvidenceKind.Choice c => view with { Kind = "choice", Choices = [.. c.Choices.Select(name => new ChoiceView(name, workflow.Say(name, language), c.Only.IsEmpty || c.Only.Contains(name)))] },
            EvidenceKind.Text t => view with { Kind = "text", MaxLength = t.MaxLength },
            EvidenceKind.Items i => view with { Kind = "items", Max = i.Max },
            EvidenceKind.Among a => view with { Kind = "among", By = a.ItemsOf, Choices = [.. ItemsOf(order, a).Select(item => new ChoiceView(item, item, Accepted: true))] },
            EvidenceKind.Date => view with { Kind = "date" },
            EvidenceKind.Confirmation => view with { Kind = "confirm" },
            EvidenceKind.Document => view with { Kind = "document", Choices = [.. order.Documents.Values.Select(d => new ChoiceView(d.Sha256, d.Name, Accepted: true))] },
            _ => throw new UnreachableException($"No view of {evidence.Kind.GetType().Name}."),
        };
    }

    private static string[] ItemsOf(Order order, EvidenceKind.Among among) =>
        order.Evidence.TryGetValue(among.ItemsOf, out var given) ? given.Value.Value.Split([' ', ',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries) : [];
}

/// <param name="Accepted">Whether this step goes on with it; the others are known words that it refuses.</param>
public sealed record ChoiceView(string Value, string Words, bool Accepted);

public sealed record RowView(decimal UpTo, int Count);

public sealed record HandoverView(string Container, string Words, string Gives, string Takes, bool Seal, bool Condition, ImmutableArray<string> Conditions);
