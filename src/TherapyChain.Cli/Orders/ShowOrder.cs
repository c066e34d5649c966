using System.CommandLine;
using System.Text.Json;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary><c>orders show</c> and <c>orders history</c>.</summary>
internal static class ShowOrder
{
    public static Command Verb()
    {
        var order = OrderArgument();
        var asOf = new Option<string?>("--as-of") { Description = "As it was at that time: with an offset, or the clock of your site.", HelpName = "time" };
        var language = new Option<string?>("--language") { Description = "en, de or sv.", HelpName = "language" };
        return ServerVerb.Create("show", "One order: state, holds, clocks, containers, documents, now or as it was.", [order, asOf, language],
            async (parsed, server, cancel) => (await server.GetAsync(Path(parsed.GetRequiredValue(order))
                + ServerLink.Query(("asOf", parsed.GetValue(asOf)), ("language", parsed.GetValue(language))), cancel)).Or(OrderPage.Whole));
    }

    public static Command History()
    {
        var order = OrderArgument();
        return ServerVerb.Create("history", "Every entry of an order, oldest first.", [order],
            async (parsed, server, cancel) => (await server.GetAsync($"{Path(parsed.GetRequiredValue(order))}/entries", cancel)).Or(Entries));
    }

    public static Argument<string> OrderArgument() => new("order") { Description = "The order's name, like 7KQ4-M9TD-22XH." };

    public static string Path(string order) => $"/api/orders/{ServerLink.Part(order)}";

    private static Action<Page> Entries(JsonElement history) => page =>
    {
        page.Line($"Order {history.Text("order")}, {history.Text("seq")} entries, head {history.Text("head")}");
        page.Table(["entry>", "happened", "by", "at", "what"], history.Items("entries").Select(entry => new[]
        {
            entry.Text("seq")!, entry.Local("at") + (entry.Is("late") ? " (entered later)" : ""), entry.Text("actor")!, entry.Text("site")!,
            entry.GetProperty("data").Text("step") is { } step ? $"{entry.Text("type")}: {step}" : entry.Text("type")!,
        }));
    };
}
