using TherapyChain.Domain.Orders;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Accounts;

/// <summary>Who needs a second factor: everybody with a role whose steps carry a signature in any workflow here, and administrators, who let others in.</summary>
public sealed class SecondFactorRule(WorkflowShelf shelf, Settings settings)
{
    /// <summary>In the demonstration nobody needs one: its passwords are no secrets.</summary>
    public bool Demands(Person person) => !settings.Demo && IsTrusted(person);

    /// <summary>Whether somebody signs or lets others in: before they may, somebody has seen who they are (21 CFR 11.100(b)).</summary>
    public bool IsTrusted(Person person) => person.Roles.Any(role => role == "administrator" || Signs(role));

    // Asked anew each time: a workflow that is published brings its own.
    private bool Signs(string role) => shelf.All.Any(w => w.Workflow.Steps.Any(step => step.Sign is not null && step.By.Roles.Contains(role)));
}
