using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Stateless;

namespace TherapyChain.Domain.Workflows;

/// <summary>
/// Takes steps on Stateless, configured from a workflow: each step is a trigger, each of its guards a described condition, and there are
/// no entry or exit actions. The order's state stays outside; a machine only answers where a step leads, or everything that is unmet.
/// Machines are kept and rented, because building one costs a hundred times what a step does. Safe for use by many threads.
/// </summary>
public sealed class StepMachine
{
    /// <summary>What became of a step.</summary>
    public abstract record Outcome
    {
        private Outcome() { }

        /// <summary>It may be taken, and leads there.</summary>
        public sealed record Moved(string State) : Outcome;

        /// <summary>It does not leave this state, or is no step of this workflow, or the state is none.</summary>
        public sealed record NotFromHere : Outcome;

        /// <summary>It leaves this state, but these guards, all that there are, are not met. In the order of <see cref="Step.Guards"/>.</summary>
        public sealed record Unmet(ImmutableArray<Guard> Guards) : Outcome;
    }

    private static readonly ConditionalWeakTable<Workflow, StepMachine> Kept = [];

    private readonly Workflow _workflow;
    private readonly ConcurrentBag<Machine> _free = [];

    private StepMachine(Workflow workflow) => _workflow = workflow;

    /// <summary>The machine of a workflow: always the same one, kept as long as the workflow is.</summary>
    public static StepMachine For(Workflow workflow) => Kept.GetValue(workflow, static w => new StepMachine(w));

    /// <param name="met">Judges one guard; asked once for each guard of the step. What it throws comes out, and leaves no trace here.</param>
    public Outcome Fire(string state, Step step, Func<Guard, bool> met)
    {
        // Stateless accepts unknown states and would write them into its tables, so it is asked only what the workflow declares.
        if (_workflow.FindState(state) is null || !ReferenceEquals(_workflow.FindStep(step.Name), step) || !step.From.Contains(state))
            return new Outcome.NotFromHere();
        var machine = _free.TryTake(out var free) ? free : new Machine(_workflow);
        try
        {
            return machine.Fire(state, step, met);
        }
        finally
        {
            machine.Forget();
            _free.Add(machine);
        }
    }

    /// <summary>One Stateless machine, used by one caller at a time.</summary>
    private sealed class Machine
    {
        private readonly StateMachine<string, string> _machine;
        private readonly bool?[] _answers;
        private string _state;
        private Func<Guard, bool>? _met;
        private ICollection<string>? _unmet;

        public Machine(Workflow workflow)
        {
            _state = workflow.Initial;
            _machine = new StateMachine<string, string>(() => _state, s => _state = s, FiringMode.Immediate);
            _machine.OnUnhandledTrigger((_, _, unmet) => _unmet = unmet);
            _answers = new bool?[workflow.Steps.Max(s => s.Guards.Length)];
            foreach (var step in workflow.Steps)
            {
                var guards = step.Guards.Select((guard, i) => Tuple.Create<Func<bool>, string>(() => IsMet(guard, i), Text(i))).ToArray();
                foreach (var from in step.From)
                {
                    // Stateless refuses a plain transition to the same state; without actions a re-entry is the same thing.
                    if (step.To is null || step.To == from) _machine.Configure(from).PermitReentryIf(step.Name, guards);
                    else _machine.Configure(from).PermitIf(step.Name, step.To, guards);
                }
            }
        }

        public Outcome Fire(string state, Step step, Func<Guard, bool> met)
        {
            _state = state;
            _met = met;
            _machine.Fire(step.Name);
            return _unmet is null ? new Outcome.Moved(_state) : new Outcome.Unmet([.. _unmet.Select(Number).Order().Select(n => step.Guards[n])]);
        }

        public void Forget()
        {
            _met = null;
            _unmet = null;
            Array.Clear(_answers);
        }

        /// <summary>Stateless asks more than once while it fires; the order is asked once.</summary>
        private bool IsMet(Guard guard, int number) => _answers[number] ??= _met!(guard);

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

        private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
