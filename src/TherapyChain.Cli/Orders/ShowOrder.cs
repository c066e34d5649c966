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
        var asOf = new Option<string?>("--as-of")
        {
            Description = "As it was at that time: with an offset, or the clock of your site.",
            HelpName = "time",
        };
        var language = new Option<string?>("--language") { Description = "en, de, sv or fr.", HelpName = "language" };
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
        page.Line($"Order {history.Text("order")}, {history.Text("seq")} entries");
        page.Line($"head {history.Text("head")}");
        // No wider than a page: where it happened is told by the zone, and by --json.
        page.Table(["entry>", "happened, by the clock there", "", "by", "what"], history.Items("entries").Select(entry => new[]
        {
            entry.Text("seq")!, Short(entry.Local("at")), entry.Is("late") ? "late" : "", entry.Text("actor")!,
            (entry.Text("type"), entry.GetProperty("data").Text("step")) switch
            {
                ("step.completed", { } step) => step,
                (var type, { } step) => $"{type} at {step}",
                (var type, null) => type!,
            },
        }));
    };

    // "2026-03-02 09:08:00 (Europe/Stockholm +01)" without the zone's name.
    private static string Short(string local) =>
        local.Split(" (") is [var clock, var zone] ? $"{clock} {zone.TrimEnd(')').Split(' ')[^1]}" : local;
}
