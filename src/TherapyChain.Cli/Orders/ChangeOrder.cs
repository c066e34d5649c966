using System.CommandLine;
using System.Text.Json.Nodes;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary>The short changes of an order: <c>hold</c>, <c>resolve</c>, <c>deviate</c>, <c>correct</c>, <c>move</c>.</summary>
internal static class ChangeOrder
{
    public static Command Hold()
    {
        var (order, reason) = (ShowOrder.OrderArgument(), Reason("Why it must stop."));
        return Create("hold", "Put the order on hold: no step is taken until the hold is resolved.", [order, reason], order,
            parsed => ("hold", new JsonObject { ["reason"] = parsed.GetRequiredValue(reason) }));
    }

    public static Command Resolve()
    {
        var (order, reason) = (ShowOrder.OrderArgument(), Reason("Why the order may go on."));
        var hold = new Argument<int>("hold") { Description = "The entry that placed the hold; orders show tells it." };
        return Create("resolve", "Resolve a hold.", [order, hold, reason], order,
            parsed => ($"holds/{parsed.GetRequiredValue(hold)}/resolve", new JsonObject { ["reason"] = parsed.GetRequiredValue(reason) }));
    }

    public static Command Deviate()
    {
        var order = ShowOrder.OrderArgument();
        var category = new Option<string>("--category")
        {
            Description = "What kind of deviation it is; a wrong one is answered with the list.",
            HelpName = "category",
            Required = true,
        };
        var description = new Option<string>("--description")
        {
            Description = "What departed from the plan. Never a patient's name or number.",
            HelpName = "text",
            Required = true,
        };
        return Create("deviate", "Record that something departed from the plan.", [order, category, description], order,
            parsed => ("deviations",
                new JsonObject { ["category"] = parsed.GetRequiredValue(category), ["description"] = parsed.GetRequiredValue(description) }));
    }

    public static Command Correct()
    {
        var (order, reason) = (ShowOrder.OrderArgument(), Reason("Why the value was wrong."));
        var entry = new Argument<int>("entry") { Description = "The entry that gave the value; orders history tells it." };
        var field = new Option<string>("--field") { Description = "The name of the evidence.", HelpName = "name", Required = true };
        var value = new Option<string>("--value") { Description = "The value that is right.", HelpName = "value", Required = true };
        var unit = new Option<string?>("--unit") { Description = "Its unit, when it has one.", HelpName = "unit" };
        return Create("correct", "Correct a value of an earlier entry; the old one stays in the record.",
            [order, entry, field, value, unit, reason], order,
            parsed => ("corrections", new JsonObject
            {
                ["corrects"] = parsed.GetRequiredValue(entry),
                ["field"] = parsed.GetRequiredValue(field),
                ["value"] = new JsonObject { ["value"] = parsed.GetRequiredValue(value), ["unit"] = parsed.GetValue(unit) },
                ["reason"] = parsed.GetRequiredValue(reason),
            }));
    }

    public static Command Move()
    {
        var (order, reason) = (ShowOrder.OrderArgument(), Reason("Why the order changes its workflow."));
        var version = new Argument<int>("version") { Description = "The version to move to." };
        return Create("move", "Move the order to a newer version of its workflow.", [order, version, reason], order,
            parsed => ("workflow",
                new JsonObject { ["version"] = parsed.GetRequiredValue(version), ["reason"] = parsed.GetRequiredValue(reason) }));
    }

    private static Command Create(
        string name, string description, Symbol[] takes, Argument<string> order, Func<ParseResult, (string Path, JsonObject Body)> of) =>
        ServerVerb.Create(name, description, takes, async (parsed, server, cancel) =>
        {
            var (path, body) = of(parsed);
            return (await server.PostAsync($"{ShowOrder.Path(parsed.GetRequiredValue(order))}/{path}", body, cancel)).Or(OrderPage.Stands);
        });

    private static Option<string> Reason(string description) =>
        new("--reason") { Description = description, HelpName = "text", Required = true };
}
