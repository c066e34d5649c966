using System.Collections.Frozen;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Accounts;

/// <summary>Who needs a second factor: everybody with a role whose steps carry a signature in any workflow here, and administrators, who let others in.</summary>
public sealed class SecondFactorRule(WorkflowShelf shelf, Settings settings)
{
    private readonly FrozenSet<string> _roles = shelf.All.SelectMany(w => w.Workflow.Steps).Where(step => step.Sign is not null)
        .SelectMany(step => step.By.Roles).Append("administrator").ToFrozenSet(StringComparer.Ordinal);

    /// <summary>In the demonstration nobody needs one: its passwords are no secrets.</summary>
    public bool Demands(Person person) => !settings.Demo && IsTrusted(person);

    /// <summary>Whether somebody signs or lets others in: before they may, somebody has seen who they are (21 CFR 11.100(b)).</summary>
    public bool IsTrusted(Person person) => person.Roles.Any(_roles.Contains);
}
