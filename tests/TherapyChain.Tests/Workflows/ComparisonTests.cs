using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Workflows;

/// <summary>What somebody who approves a version is shown: every change of what orders follow, and nothing where there is none.</summary>
public sealed class ComparisonTests
{
    private const string Id = "til-autologous";

    private static readonly Workflow Before = Shipped.Workflow(Id);

    [Fact]
    public void A_version_with_itself_and_with_another_number_does_not_differ()
    {
        Assert.Empty(WorkflowComparison.Of(Before, Before, "en"));
        Assert.Empty(With(w => w with { Version = w.Version + 1 }).All);
    }

    [Fact]
    public void States_are_told_as_added_removed_and_changed()
    {
        var state = Before.States[2];
        var added = With(w => w with { States = w.States.Add(new State("waiting-for-funding", "ordering", IsFinal: false)) });

        Assert.Equal((WorkflowPart.State, "waiting-for-funding", DifferenceKind.Added), Only(added));
        Assert.Equal((WorkflowPart.State, "waiting-for-funding", DifferenceKind.Removed), Only(WorkflowComparison.Of(added.After, Before, "en")));
        var changed = Assert.Single(With(w => w with { States = w.States.Replace(state, state with { Phase = "release" }) }).All);
        Assert.Equal((WorkflowPart.State, state.Name, DifferenceKind.Changed), (changed.Part, changed.Name, changed.Kind));
        Assert.Equal([$"phase: {state.Phase}"], changed.Before);
        Assert.Equal(["phase: release"], changed.After);
    }

    [Fact]
    public void Steps_with_their_guards_and_evidence_are_told()
    {
        var step = Before.Steps.First(s => s.Evidence.Length > 1 && s.Requires.Length > 0);
        Assert.Equal((WorkflowPart.Step, "new-step", DifferenceKind.Added), Only(With(w => w with { Steps = w.Steps.Add(step with { Name = "new-step" }) })));
        Assert.Equal((WorkflowPart.Step, step.Name, DifferenceKind.Removed), Only(With(w => w with { Steps = w.Steps.Remove(step) })));

        Assert.Contains(step.Requires[0], string.Concat(Changed(step, s => s with { Requires = s.Requires.RemoveAt(0) }).Before), StringComparison.Ordinal);
        Assert.Contains("second person", string.Concat(Changed(Checked, s => s with { Identity = s.Identity! with { SecondRoles = [.. s.Identity.SecondRoles.Skip(1)] } }).Before), StringComparison.Ordinal);
        Assert.NotEmpty(Changed(Checked, s => s with { Identity = s.Identity! with { Scan = [.. s.Identity.Scan.Skip(1)] } }).Before);
        Assert.NotEmpty(Changed(Checked, s => s with { Identity = s.Identity! with { People = 1 } }).Before);
        Assert.Equal(["evidence: " + step.Evidence[0].Name], Changed(step, s => s with { Evidence = s.Evidence.RemoveAt(0) }).Before.Select(line => line.Split(',')[0]).Where(line => line.StartsWith("evidence", StringComparison.Ordinal)));
        Assert.Contains(Changed(step, s => s with { Evidence = s.Evidence.Replace(s.Evidence[0], s.Evidence[0] with { Required = !s.Evidence[0].Required }) }).All(), line => line.EndsWith(", optional", StringComparison.Ordinal));
        Assert.Contains("role: courier @ " + step.By.At, Changed(step, s => s with { By = s.By with { Roles = s.By.Roles.Add("courier") } }).After);
        Assert.NotEmpty(Changed(step, s => s with { Sign = s.Sign is null ? "performed-by" : null }).All());
        Assert.NotEmpty(Changed(step, s => s with { EvenOnHold = !s.EvenOnHold }).All());
        Assert.NotEmpty(Changed(step, s => s with { From = s.From.Add("opened") }).After);
    }

    [Fact]
    public void The_limits_of_evidence_are_told()
    {
        var (step, measured) = Before.Steps.SelectMany(s => s.Evidence.Select(e => (Step: s, Evidence: e))).First(p => p.Evidence.Kind is EvidenceKind.Quantity { Max: not null });
        var quantity = (EvidenceKind.Quantity)measured.Kind;

        var changed = Changed(step, s => s with { Evidence = s.Evidence.Replace(measured, measured with { Kind = quantity with { Max = quantity.Max + 1 } }) });

        Assert.Contains(changed.Before, line => line.StartsWith($"evidence: {measured.Name}, quantity", StringComparison.Ordinal));
        Assert.Contains(changed.After, line => line.StartsWith($"evidence: {measured.Name}, quantity", StringComparison.Ordinal));
    }

    [Fact]
    public void Clocks_containers_identifiers_and_verbs_are_told()
    {
        var clock = Before.Clocks.Values.First(c => c.HoldsWhenExceeded);
        var held = Changed(w => w with { Clocks = w.Clocks.SetItem(clock.Name, clock with { HoldsWhenExceeded = false }) });
        Assert.Equal((WorkflowPart.Clock, clock.Name), (held.Part, held.Name));
        Assert.Equal(["when exceeded: recorded"], held.After);
        // Told at the clock and again at each step that has to be done within it.
        var shorter = With(w => w with { Clocks = w.Clocks.SetItem(clock.Name, clock with { Limit = NodaTime.Period.FromMinutes(7) }) }).All;
        Assert.Equal([$"limit: {clock.Limit}"], shorter.Single(d => d.Part == WorkflowPart.Clock).Before);
        Assert.Equal(Before.Steps.Count(s => s.Within.Contains(clock.Name)), shorter.Count(d => d.Part == WorkflowPart.Step));
        var more = With(w => w with { Clocks = w.Clocks.Add("of-its-own", clock with { Name = "of-its-own" }) });
        Assert.Equal((WorkflowPart.Clock, "of-its-own", DifferenceKind.Added), Only(more));
        Assert.Equal((WorkflowPart.Clock, "of-its-own", DifferenceKind.Removed), Only(WorkflowComparison.Of(more.After, Before, "en")));

        var container = Before.Containers.Values.First();
        Assert.Equal(WorkflowPart.Container, Changed(w => w with { Containers = w.Containers.SetItem(container.Name, container with { AutologousOnly = !container.AutologousOnly }) }).Part);
        Assert.Equal(WorkflowPart.Container, Changed(w => w with { Containers = w.Containers.SetItem(container.Name, container with { Storage = container.Storage with { MaxCelsius = 99 } }) }).Part);
        var (name, label) = Before.Identifiers.First();
        Assert.Equal(WorkflowPart.Identifier, Changed(w => w with { Identifiers = w.Identifiers.SetItem(name, label with { Shared = !label.Shared }) }).Part);
        Assert.Equal(["courier"], Changed(w => w with { Anywhere = w.Anywhere.SetItem("resume", w.Anywhere["resume"].Add("courier")) }).After);
        Assert.Equal(["late-after: PT7M"], Changed(w => w with { LateAfter = NodaTime.Duration.FromMinutes(7) }).After);
    }

    private static Step Checked => Before.Steps.First(s => s.Identity is { People: 2, SecondRoles.Length: > 1, Scan.Length: > 1 });

    private static (Workflow After, IReadOnlyList<WorkflowDifference> All) With(Func<Workflow, Workflow> change) => (change(Before), WorkflowComparison.Of(Before, change(Before), "en"));

    private static (WorkflowPart, string, DifferenceKind) Only((Workflow After, IReadOnlyList<WorkflowDifference> All) compared) => Only(compared.All);

    private static (WorkflowPart, string, DifferenceKind) Only(IReadOnlyList<WorkflowDifference> all) => Assert.Single(all) is var one ? (one.Part, one.Name, one.Kind) : default;

    private static WorkflowDifference Changed(Func<Workflow, Workflow> change)
    {
        var one = Assert.Single(With(change).All);
        Assert.Equal(DifferenceKind.Changed, one.Kind);
        return one;
    }

    private static WorkflowDifference Changed(Step step, Func<Step, Step> change)
    {
        var one = Changed(w => w with { Steps = w.Steps.Replace(step, change(step)) });
        Assert.Equal((WorkflowPart.Step, step.Name), (one.Part, one.Name));
        return one;
    }
}

internal static class Differing
{
    public static IEnumerable<string> All(this WorkflowDifference one) => one.Before.Concat(one.After);
}
