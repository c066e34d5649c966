using System.CommandLine;
using System.Text.Json.Nodes;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary><c>orders issue-coi</c>: a new chain of identity identifier, to be sent with the step that gives it.</summary>
internal static class IssueIdentifier
{
    public static Command Verb()
    {
        var order = ShowOrder.OrderArgument();
        return ServerVerb.Create("issue-coi", "Be offered a new chain of identity identifier in your site's name; the step that gives it records it.", [order],
            async (parsed, server, cancel) =>
                (await server.PostAsync($"{ShowOrder.Path(parsed.GetRequiredValue(order))}/chain-of-identity", new JsonObject(), cancel)).Or(offered => page =>
                {
                    page.Line($"{offered.Text("printed")} is free for order {offered.Text("order")}.");
                    page.Item("nothing is recorded yet; the step does that:");
                    page.Line($"    therapychain orders advance {offered.Text("order")} {offered.Text("step")}");
                    page.Line($"      --scan {offered.Text("name")}={offered.Text("value")}");
                }));
    }
}
