using System.Collections.Immutable;

namespace TherapyChain.Domain.Workflows;

public sealed class StepMachine
{
    public abstract record Outcome
    {
        private Outcome() { }
        public sealed record Moved(string State) : Outcome;
        public sealed record NotFromHere : Outcome;
        public sealed record Unmet(ImmutableArray<Guard> Guards) : Outcome;
    }

    private readonly Workflow _workflow;

    private StepMachine(Workflow workflow) => _workflow = workflow;

    public static StepMachine For(Workflow workflow) => new(workflow);

    public Outcome Fire(string state, Step step, Func<Guard, bool> met)
    {
        if (_workflow.FindState(state) is null || !step.From.Contains(state)) return new Outcome.NotFromHere();
        var unmet = step.Guards.Where(g => !met(g)).ToImmutableArray();
        return unmet.IsEmpty ? new Outcome.Moved(step.To ?? state) : new Outcome.Unmet(unmet);
    }
}
