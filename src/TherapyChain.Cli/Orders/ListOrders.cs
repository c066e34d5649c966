using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary><c>orders list</c>: the orders one may see, newest first.</summary>
internal static class ListOrders
{
    public static Command Verb()
    {
        var state = new Option<string?>("--state") { Description = "Only orders in this state.", HelpName = "state" };
        var workflow = new Option<string?>("--workflow") { Description = "Only orders of this workflow.", HelpName = "id" };
        var site = new Option<string?>("--site") { Description = "Only orders that this site is a party to.", HelpName = "site" };
        var held = new Option<bool>("--held") { Description = "Only orders on hold." };
        var open = new Option<bool>("--open") { Description = "Only orders that have not ended." };
        var text = new Option<string?>("--text")
        {
            Description = "Words in the reference, the order's name or its identifiers.",
            HelpName = "words",
        };
        var identifier = new Option<string?>("--identifier") { Description = "A code exactly as it is scanned.", HelpName = "code" };
        var limit = new Option<int>("--limit") { Description = "How many, 1 to 200.", DefaultValueFactory = _ => 50 };
        var cursor = new Option<string?>("--cursor") { Description = "Where the page before ended.", HelpName = "cursor" };
        return ServerVerb.Create("list", "The orders you may see, newest first.",
            [state, workflow, site, held, open, text, identifier, limit, cursor],
            async (parsed, server, cancel) => (await server.GetAsync("/api/orders" + ServerLink.Query(
                ("state", parsed.GetValue(state)), ("workflow", parsed.GetValue(workflow)), ("site", parsed.GetValue(site)),
                ("held", parsed.GetValue(held) ? "true" : null), ("final", parsed.GetValue(open) ? "false" : null),
                ("text", parsed.GetValue(text)), ("identifier", parsed.GetValue(identifier)),
                ("limit", parsed.GetValue(limit).ToString(CultureInfo.InvariantCulture)), ("cursor", parsed.GetValue(cursor))), cancel)).Or(Lines));
    }

    private static Action<Page> Lines(JsonElement list) => page =>
    {
        var orders = list.Items("orders").ToList();
        if (orders.Count == 0)
        {
            page.Line("No orders.");
            return;
        }
        page.Table(["order", "reference", "workflow", "state", "", "next limit"], orders.Select(order => new[]
        {
            order.Text("order")!, Cut(order.Text("reference")!, 14), Cut(order.Text("workflow")!, 16), order.Text("state")!,
            order.Is("held") ? "HOLD" : "",
            Next(order),
        }));
        if (list.Text("next") is { } next) page.Line($"There are more: --cursor {next}");
    };

    // Shorter than on the order's own page: "12 min", "over 2 h".
    private static string Next(JsonElement order) => order.Items("clocks").Select(clock => OrderPage.Left(clock.Text("left"))
        .Replace(" left", "", StringComparison.Ordinal).Replace("EXCEEDED by", "over", StringComparison.Ordinal)).FirstOrDefault() ?? "";

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";
}
