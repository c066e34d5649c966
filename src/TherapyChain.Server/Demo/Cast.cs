using TherapyChain.Domain.Network;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Server.Demo;

/// <summary>Who does what in the demonstration: people of the network by site and role, taken in turn.</summary>
internal sealed class Cast(Roster roster)
{
    private readonly ILookup<string, Person> _bySite = roster.People.Select(m => m.Person).ToLookup(p => p.Site, StringComparer.Ordinal);

    public IReadOnlySet<string> Sites { get; } = roster.Sites.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);

    public Person Doer(Order order, Step step, int turn)
    {
        var site = order.Parties[step.By.At];
        var able = _bySite[site].Where(p => step.By.Roles.Any(p.Roles.Contains) && step.By.Qualified.All(p.Qualifications.ContainsKey)).ToList();
        return able.Count > 0 ? able[turn % able.Count] : throw new InvalidOperationException($"Nobody at {site} can do {step.Name}.");
    }

    public Person? Second(Step step, Person first) =>
        step.Identity is not { People: > 1 } check ? null
        : check.SecondRoles.SelectMany(role => _bySite[first.Site].Where(p => p.Id != first.Id && p.Roles.Contains(role) && (!step.By.Roles.Contains(role) || step.By.Qualified.All(p.Qualifications.ContainsKey)))).FirstOrDefault()
            ?? throw new InvalidOperationException($"Nobody at {first.Site} can check {step.Name} with {first.Name}.");

    /// <summary>Somebody in a role at one of the order's sites, the treatment site first.</summary>
    public Person Of(Order order, string role) =>
        order.Parties.OrderByDescending(p => p.Key, StringComparer.Ordinal).SelectMany(p => _bySite[p.Value]).First(p => p.Roles.Contains(role));
}
