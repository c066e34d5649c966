using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Workflows;

public sealed class StepMachineTests
{
    private static readonly Workflow W = Toy.Read();
    private static readonly StepMachine M = StepMachine.For(W);

    [Fact]
    public void A_step_whose_guards_are_all_met_leads_to_its_state() =>
        Assert.Equal(new StepMachine.Outcome.Moved("collected"), M.Fire("ordered", W.FindStep("collect")!, _ => true));

    [Fact]
    public void A_step_that_stays_answers_the_same_state() =>
        Assert.Equal(new StepMachine.Outcome.Moved("on-the-way"), M.Fire("on-the-way", W.FindStep("report-delay")!, _ => true));

    [Fact]
    public void All_unmet_guards_come_back_at_once_and_in_order()
    {
        var step = W.FindStep("infuse")!;
        var asked = new List<Guard>();

        var outcome = Assert.IsType<StepMachine.Outcome.Unmet>(M.Fire("received", step, g => { asked.Add(g); return g is Guard.DoneBy; }));

        Assert.Equal(step.Guards.Where(g => g is not Guard.DoneBy), outcome.Guards);
        Assert.Equal(step.Guards, asked);
    }

    [Fact]
    public void A_step_of_another_state_an_unknown_state_and_a_foreign_step_are_never_accepted()
    {
        var collect = W.FindStep("collect")!;
        Assert.IsType<StepMachine.Outcome.NotFromHere>(M.Fire("received", collect, _ => true));
        Assert.IsType<StepMachine.Outcome.NotFromHere>(M.Fire("nowhere", collect, _ => true));
        Assert.IsType<StepMachine.Outcome.NotFromHere>(M.Fire("ordered", collect with { To = "closed" }, _ => true));
        Assert.IsType<StepMachine.Outcome.NotFromHere>(M.Fire("closed", collect, _ => true));
    }

    [Fact]
    public void What_a_guard_throws_comes_out_and_leaves_no_trace()
    {
        var collect = W.FindStep("collect")!;
        Assert.Throws<InvalidOperationException>(() => M.Fire("ordered", collect, _ => throw new InvalidOperationException()));
        Assert.Equal(new StepMachine.Outcome.Moved("collected"), M.Fire("ordered", collect, _ => true));
    }

    [Property(MaxTest = 60)]
    public bool Every_random_walk_equals_the_plain_table(byte[] picks, NonNegativeInt which)
    {
        var w = Shipped.Workflow(Shipped.WorkflowIds[which.Get % Shipped.WorkflowIds.Count]);
        var (machine, state) = (StepMachine.For(w), w.Initial);
        for (var i = 0; i + 1 < picks.Length; i += 2)
        {
            var step = w.Steps[picks[i] % w.Steps.Length];
            // Mostly met, so that walks go far; the second number says which one is not.
            bool Met(Guard g) => picks[i + 1] < 160 || step.Guards.IndexOf(g) != picks[i + 1] % step.Guards.Length;
            var unmet = step.Guards.Where(g => !Met(g)).ToList();
            var same = machine.Fire(state, step, Met) switch
            {
                StepMachine.Outcome.NotFromHere => !step.From.Contains(state),
                StepMachine.Outcome.Unmet no => step.From.Contains(state) && unmet.Count > 0 && no.Guards.SequenceEqual(unmet),
                StepMachine.Outcome.Moved moved => step.From.Contains(state) && unmet.Count == 0 && moved.State == (step.To ?? state),
                _ => false,
            };
            if (!same) return false;
            var open = w.Steps.Where(s => s.From.Contains(state)).ToList();
            if (open.Count > 0 && machine.Fire(state, open[picks[i] % open.Count], _ => true) is StepMachine.Outcome.Moved on) state = on.State;
        }
        return true;
    }

    [Fact]
    public async Task Many_threads_share_a_machine_without_seeing_each_other()
    {
        var receive = W.FindStep("receive")!;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                var missing = receive.Guards[(i + n) % receive.Guards.Length];
                var outcome = Assert.IsType<StepMachine.Outcome.Unmet>(M.Fire("on-the-way", receive, g => g != missing));
                Assert.Equal(missing, Assert.Single(outcome.Guards));
            }
        })));
    }
}
