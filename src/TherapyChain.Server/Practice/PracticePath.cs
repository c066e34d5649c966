using System.Collections.Concurrent;
using System.Collections.Immutable;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Shipping;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Pages.Orders;
using TherapyChain.Server.Pages.Quality;

namespace TherapyChain.Server.Practice;

/// <summary>What somebody in a role can practise of a therapy.</summary>
/// <param name="Task">One of <see cref="PracticeTask"/>.</param>
/// <param name="Site">The practice site at which they stand: where the role takes its first step. Steps of the same role elsewhere belong to colleagues.</param>
/// <param name="Steps">The steps that are theirs to take, in order; none where the task is no step.</param>
internal sealed record PracticePath(string Task, string Role, string Site, ImmutableArray<string> Steps)
{
    private static readonly ConcurrentDictionary<string, ImmutableArray<PracticePath>> Known = new(StringComparer.Ordinal);

    /// <summary>Whether they only carry.</summary>
    public bool Carries => Role == Courier;

    /// <summary>Whether their step stands beside the straight way: a report, no part of the order's path.</summary>
    public bool IsBeside { get; private init; }

    // Neither takes a step of any therapy.
    private const string Courier = "courier", Teacher = "training-manager";

    /// <summary>Everything that can be practised in a therapy, by role; nothing where it has no good end.</summary>
    public static ImmutableArray<PracticePath> AllOf(Workflow workflow) => Known.GetOrAdd(workflow.Sha256, static (_, workflow) =>
    {
        var way = PathToCome.Of(workflow, new Order(default) { State = workflow.Initial }).Select(name => workflow.FindStep(name)!).ToList();
        return way.Count == 0 ? [] : [.. Vocabulary.Roles.Order(StringComparer.Ordinal).Where(role => PermissionTable.Shipped[Acts.Practise].Granted.Values.Any(roles => roles.Contains(role))).SelectMany(role => Of(workflow, way, role))];
    }, workflow);

    public static PracticePath? Of(Workflow workflow, string role, string task) => AllOf(workflow).FirstOrDefault(path => path.Role == role && path.Task == task);

    /// <summary>Whether a step is the one's own who practises.</summary>
    public bool IsOwn(Step step) => IsOf(step, Role, Site) && (Task == PracticeTask.Walk || Steps.Contains(step.Name));

    private static IEnumerable<PracticePath> Of(Workflow workflow, List<Step> way, string role)
    {
        var site = way.Where(step => step.By.Roles.Contains(role)).Select(step => PracticeNetwork.SiteOf(step.By.At)).FirstOrDefault();
        ImmutableArray<string> walked = site is null ? [] : [.. Names(way.Where(step => IsOf(step, role, site)))];
        if (site is not null) yield return new PracticePath(PracticeTask.Walk, role, site, walked);

        if (PermissionTable.Shipped.Allows(Acts.JudgeIdentity, [role], Relation.Party) && workflow.Anywhere.GetValueOrDefault("resume", []).Contains(role))
            yield return new PracticePath(PracticeTask.Holds, role, site ?? PracticeNetwork.Hospital, []);

        ImmutableArray<string> judged = [.. Names(way.Where(step => site is not null && IsOf(step, role, site) && Judgement.Is(step, workflow)))];
        if (judged.Length > 0) yield return new PracticePath(PracticeTask.Release, role, site!, judged);

        ImmutableArray<string> handed = [.. Names(way.Where(step => site is not null && IsOf(step, role, site) && step.Custody.Any(move => move.ToCarrier || move.FromCarrier)))];
        if (handed.Length > 0) yield return new PracticePath(PracticeTask.Shipment, role, site!, handed);
        else if (role == Courier && Shipments.StatesOnTheWay(workflow).Length > 0) yield return new PracticePath(PracticeTask.Shipment, role, PracticeNetwork.Carrier, []);
        else if (site is null && Beside(workflow, role) is { } late) yield return new PracticePath(PracticeTask.Shipment, role, PracticeNetwork.SiteOf(late.By.At), [late.Name]) { IsBeside = true };

        // Those who stand beside a label when it is scanned, quality, and who teaches them.
        var scans = way.Any(step => step.By.Roles.Contains(role) && step.Identity is not null);
        var judges = PermissionTable.Shipped.Allows(Acts.MissLabels, [role], Relation.Party);
        if (PermissionTable.Shipped.Allows(Acts.AccountLabels, [role], Relation.Party) && (scans || judges || role == Teacher))
            yield return new PracticePath(PracticeTask.Labels, role, site ?? PracticeNetwork.Hospital, []);
    }

    // A step that leads nowhere else and can be taken while something is on the way: the report of a delay.
    private static Step? Beside(Workflow workflow, string role)
    {
        var moving = Shipments.StatesOnTheWay(workflow).Where(state => workflow.FindState(state)!.Phase is "inbound" or "outbound").ToHashSet(StringComparer.Ordinal);
        return workflow.Steps.FirstOrDefault(step => step.To is null && step.By.Roles.Contains(role) && step.From.Length < workflow.States.Length / 3 && step.From.Any(moving.Contains));
    }

    private static IEnumerable<string> Names(IEnumerable<Step> steps) => steps.Select(step => step.Name).Distinct(StringComparer.Ordinal);

    private static bool IsOf(Step step, string role, string site) => step.By.Roles.Contains(role) && PracticeNetwork.SiteOf(step.By.At) == site;
}
