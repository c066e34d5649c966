using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Testing;

/// <summary>An order brought by real decisions to the state a test is about: <c>Scenario.Of("car-t-autologous-cryo").At("infusing")</c>.</summary>
public sealed class Scenario
{
    private readonly List<Entry> _entries = [];

    private Scenario(Workflow workflow) => Workflow = workflow;

    public Workflow Workflow { get; }

    public Order Order { get; private set; } = new(Some.OrderId);

    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>The hour on this scenario's clock: ten minutes after the last step, unless a test moves it.</summary>
    public Instant Now { get; set; } = Some.Start;

    public static Scenario Of(string workflow) => Of(Shipped.Workflow(workflow));

    public static Scenario Of(Workflow workflow)
    {
        var scenario = new Scenario(workflow);
        scenario.Accept(CreateOrder.Decide(workflow, Some.OrderId, "2026-0001", Some.Parties(workflow), Some.KnownSites, scenario.By("coordinator", workflow.Parties[0])));
        return scenario;
    }

    /// <summary>Walks the shortest way to a state.</summary>
    public Scenario At(string state)
    {
        foreach (var step in RehearsalPath.To(Workflow, Order, state) ?? throw new InvalidOperationException($"No path from {Order.State} to {state}."))
            Take(step.Name);
        return this;
    }

    public Scenario Take(params string[] steps)
    {
        foreach (var name in steps)
        {
            var step = Step(name);
            foreach (var clock in step.After)
                if (Order.Clocks[clock].Earliest is { } earliest && earliest > Now) Now = earliest;
            if (step.Evidence.Any(e => e is { Required: true, Kind: EvidenceKind.Document })) AddDocument(step);
            Accept(Try(Fill(name), name));
            Now += Duration.FromMinutes(5);
        }
        return this;
    }

    public Step Step(string name) => Workflow.FindStep(name) ?? throw new InvalidOperationException($"{Workflow.Id} has no step {name}.");

    public StepRequest Fill(string step) => Rehearsal.Fill(Workflow, Order, Step(step), Now, Doer(step).Zone);

    /// <summary>Asks for a step without recording the answer.</summary>
    public Decision Try(StepRequest request, string? step = null, Context? context = null) => Advance.Decide(Workflow, Order, request, context ?? For(step ?? request.Step));

    public Decision.Refused Refused(StepRequest request, Context? context = null) => Assert<Decision.Refused>(Try(request, context: context));

    /// <summary>Who does a step on a good day, with a second person when two are needed.</summary>
    public Context For(string step) => new(Now, Doer(step), Step(step).Identity is { People: > 1 } check ? Some.Person(check.SecondRoles[0], Step(step).By.At, "second.person") : null);

    public Context By(string role, string party) => new(Now, Some.Person(role, party));

    public Person Doer(string step) => Some.Person(Step(step).By.Roles[0], Step(step).By.At);

    /// <summary>Records what a decision says, a refusal's entries too.</summary>
    public Scenario Record(Decision decision)
    {
        _entries.AddRange(decision.Entries);
        Order = decision.After;
        return this;
    }

    public Scenario Accept(Decision decision) => Record(Assert<Decision.Accepted>(decision));

    public Scenario AddDocument(Step step)
    {
        var hash = Hash.Of(BitConverter.GetBytes(Order.Seq)).ToString();
        return Accept(Documents.Add(Order, new DocumentAdded(hash, "logger.txt", "text/plain", 4, "temperature-log", ImmutableSortedDictionary<string, string>.Empty), For(step.Name)));
    }

    private static T Assert<T>(Decision decision) where T : Decision => decision as T
        ?? throw new InvalidOperationException($"Expected {typeof(T).Name}, got {decision.GetType().Name}: {string.Join("; ", (decision as Decision.Refused)?.Reasons.Select(r => $"{r.Code} {r.Field}: {r.Message}") ?? [])}");
}
