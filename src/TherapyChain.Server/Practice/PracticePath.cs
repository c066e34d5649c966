using System.Collections.Immutable;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Pages.Orders;

namespace TherapyChain.Server.Practice;

/// <summary>What somebody in a role has to do on the straight way of a therapy, from its beginning to its good end.</summary>
/// <param name="Site">The practice site at which the role takes its first step. Steps of the same role elsewhere belong to colleagues.</param>
/// <param name="Steps">The steps of the role there, in order.</param>
internal sealed record PracticePath(string Role, string Site, ImmutableArray<string> Steps)
{
    /// <summary>Every role that can be practised in a therapy, by name; none where it has no good end.</summary>
    public static IReadOnlyList<PracticePath> AllOf(Workflow workflow)
    {
        var way = PathToCome.Of(workflow, new Order(default) { State = workflow.Initial }).Select(name => workflow.FindStep(name)!).ToList();
        return
        [
            .. way.SelectMany(step => step.By.Roles).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(role =>
            {
                var site = PracticeNetwork.SiteOf(way.First(step => step.By.Roles.Contains(role)).By.At);
                return new PracticePath(role, site, [.. way.Where(step => IsOf(step, role, site)).Select(step => step.Name).Distinct(StringComparer.Ordinal)]);
            }),
        ];
    }

    public static PracticePath? Of(Workflow workflow, string role) => AllOf(workflow).FirstOrDefault(path => path.Role == role);

    /// <summary>Whether a step is the one's own who practises.</summary>
    public bool IsOwn(Step step) => IsOf(step, Role, Site);

    private static bool IsOf(Step step, string role, string site) => step.By.Roles.Contains(role) && PracticeNetwork.SiteOf(step.By.At) == site;
}
