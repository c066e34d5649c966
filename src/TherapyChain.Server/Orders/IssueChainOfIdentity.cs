using NodaTime;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Orders;

/// <summary>A new chain of identity identifier that nobody has yet; it becomes the order's when the step records it.</summary>
/// <param name="Name">What the workflow calls it: the name of the scan.</param>
/// <param name="Step">The step that gives it.</param>
/// <param name="Value">The fifteen characters.</param>
/// <param name="Printed">As it stands in print, in groups.</param>
/// <param name="Symbol">What a symbol of it carries: data structure 040 with its identifier.</param>
public sealed record OfferedIdentifierView(string Order, string Step, string Name, string Value, string Printed, string Symbol);

/// <summary>
/// Offers the identifier that the order's next step may give it. The offer is a pure function of the order, so nothing has to be kept until
/// the step; guards, roles and the uniqueness among orders are the step's, in the append that records it.
/// </summary>
internal static class IssueChainOfIdentity
{
    public static IResult Handle(string order, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Keyring keys, IClock clock) => Offer(order, who, desk, shelf, keys.Now, clock);

    public static IResult Offer(string order, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Roll network, IClock clock)
    {
        if (desk.Refusal(order, who, Acts.IssueChainOfIdentity, out var opened) is { } no) return no;
        var workflow = shelf.For(opened!.Order).Workflow;
        var context = new Context(Moment.Whole(clock.GetCurrentInstant()), who.Person);
        // As the list of open steps does: a clock that ran out a moment ago counts.
        var today = WatchClocks.Decide(workflow, opened.Order, context).After;

        var names = workflow.Identifiers.Where(i => i.Value.Kind == "isbt-128-coi").Select(i => i.Key).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0) return Problems.Refused(new Reason("coi.none", $"This therapy has no chain of identity identifier."));
        if (names.FirstOrDefault(today.Identifiers.ContainsKey) is { } had)
            return Problems.Refused(new Reason("coi.given", $"This order has its chain of identity: {today.Identifiers[had]}. It keeps it to the end."));

        var reasons = new List<Reason>();
        var facility = network.Sites.GetValueOrDefault(who.Person.Site)?.Fin is { Length: > 0 } fin ? fin : null;
        if (facility is null)
            reasons.Add(new("coi.no-fin", $"Your site has no facility identification number here. Scan the identifier that another institution issued, or ask the administrator of your site."));
        var giving = OpenSteps.Of(workflow, today, context).Where(s => s.Step.Assigns.Any(names.Contains)).ToList();
        if (giving.Count == 0) reasons.Add(new("coi.not-now", $"No step that is possible now gives the chain of identity."));
        var step = giving.FirstOrDefault(s => s.Blocked.IsEmpty);
        if (step is null) reasons.AddRange(giving.SelectMany(s => s.Blocked).Distinct());
        if (facility is null || step is null) return Problems.Refused([.. reasons]);

        var year = context.Now.InZone(DateTimeZoneProviders.Tzdb[who.Person.Zone]).Year;
        var attempt = 0;
        var offer = ChainOfIdentity.Offer(facility, year, today.Id, attempt);
        while (desk.IsElsewhere(today.Id, offer.Text)) offer = ChainOfIdentity.Offer(facility, year, today.Id, ++attempt);
        return Results.Json(
            new OfferedIdentifierView(today.Id.ToString(), step.Step.Name, step.Step.Assigns.First(names.Contains), offer.Text, offer.Printed, "&/" + offer.Text),
            ViewJson.Options);
    }
}
