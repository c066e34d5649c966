using System.CommandLine;
using System.Text.Json.Nodes;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary><c>orders create</c>: an order begins, pinned to one version of a workflow.</summary>
internal static class CreateOrder
{
    public static Command Verb()
    {
        var workflow = new Argument<string>("workflow") { Description = "The id of a workflow, such as car-t-autologous-cryo." };
        var reference = new Option<string>("--reference")
        {
            Description = "The hospital's own order number. Never a patient's name or number.",
            HelpName = "text",
            Required = true,
        };
        var party = Naming.Option("--party", "The site that plays a party, once for each party of the workflow.", "party=site");
        var version = new Option<int?>("--version-of-workflow")
        {
            Description = "The version to follow; the newest when left out.",
            HelpName = "number",
        };
        return ServerVerb.Create("create", "Begin an order.", [workflow, reference, party, version], async (parsed, server, cancel) =>
        {
            var parties = new JsonObject();
            foreach (var (name, site) in parsed.GetValue(party) ?? []) parties[name] = site;
            var body = new JsonObject
            {
                ["workflow"] = parsed.GetRequiredValue(workflow),
                ["reference"] = parsed.GetRequiredValue(reference),
                ["parties"] = parties,
            };
            if (parsed.GetValue(version) is { } number) body["version"] = number;
            return (await server.PostAsync("/api/orders", body, cancel)).Or(OrderPage.Stands);
        });
    }
}
