using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Orders;

/// <summary>Reading one order: as it stands or stood, its record, and the steps open now.</summary>
internal static class ViewOrder
{
    public static IResult One(HttpContext http, string order, string? asOf, string? language, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Keyring keys, IClock clock)
    {
        if (desk.See(order, who) is not { } opened) return Problems.NotFound($"order");
        var now = Moment.Whole(clock.GetCurrentInstant());
        if (asOf is not null)
        {
            switch (Moment.Read(asOf, who.Person.Zone))
            {
                case Moment.Reading.Unreadable no: return Problems.Unreadable(no.Why, field: "asOf");
                case Moment.Reading.NotOne no: return Problems.Refused(no.Reason with { Field = "asOf" });
                case Moment.Reading.Read { At: var at } when at < now:
                    if (desk.AsOf(opened.Order.Id, at) is not { } past) return Problems.NotFound($"order at that time");
                    (opened, now) = (past, at);
                    break;
            }
        }
        if (asOf is null) http.Response.Headers.ETag = opened.ETag;
        return Results.Json(OrderView.Of(opened, shelf.For(opened.Order), keys.Now, who.Person.Zone, Language(language), now), ViewJson.Options);
    }

    public static IResult History(HttpContext http, string order, CurrentPerson who, OrderDesk desk, Keyring keys)
    {
        if (desk.See(order, who) is not { } opened) return Problems.NotFound($"order");
        var entries = desk.EntriesOf(opened.Order.Id);
        http.Response.Headers.ETag = OpenOrder.Tag(entries[^1].Envelope.Seq, entries[^1].Hash);
        return Results.Json(
            new HistoryView(opened.Order.Id.ToString(), entries[^1].Envelope.Seq, entries[^1].Hash.ToString(), [.. entries.Select(e => EntryView.Of(e, keys.Now))]), ViewJson.Options);
    }

    public static IResult Steps(HttpContext http, string order, string? language, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, IClock clock)
    {
        if (desk.See(order, who) is not { } opened) return Problems.NotFound($"order");
        var workflow = shelf.For(opened.Order).Workflow;
        var context = new Context(Moment.Whole(clock.GetCurrentInstant()), who.Person);
        // A clock that ran out a moment ago counts, whether the watch has recorded it yet or not.
        var today = WatchClocks.Decide(workflow, opened.Order, context).After;
        http.Response.Headers.ETag = opened.ETag;
        return Results.Json(new OpenStepsView(
            opened.Order.Id.ToString(), opened.Order.Seq, opened.Head.ToString(), opened.Order.State,
            [.. OpenSteps.Of(workflow, today, context).Select(step => StepView.Of(step, today, workflow, Language(language)))]), ViewJson.Options);
    }

    private static string Language(string? asked) => asked is "de" or "sv" or "fr" ? asked : "en";
}
