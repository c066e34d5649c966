using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary><c>orders labels</c> and <c>orders label-fate</c>: which labels were printed, and what became of them.</summary>
internal static class LabelsOfOrder
{
    public static Command Show()
    {
        var order = ShowOrder.OrderArgument();
        return ServerVerb.Create("labels", "Every label printed for an order, and what became of it.", [order],
            async (parsed, server, cancel) => (await server.GetAsync($"{ShowOrder.Path(parsed.GetRequiredValue(order))}/labels", cancel)).Or(Lines));
    }

    public static Command Tell()
    {
        var order = ShowOrder.OrderArgument();
        var fate = new Argument<string>("fate") { Description = "applied, destroyed or missing." };
        var labels = new Argument<string[]>("label")
        {
            Description = "Their numbers, such as 007, or their own codes as scanned.",
            Arity = ArgumentArity.OneOrMore,
        };
        var to = new Option<string?>("--to")
        {
            Description = "For applied ones: the code of the container that carries them, as scanned; or in words what they were put on.",
            HelpName = "code",
        };
        var reason = new Option<string?>("--reason") { Description = "Why they were destroyed, are missing, or have another end than before.", HelpName = "text" };
        return ServerVerb.Create("label-fate", "Say what became of printed labels.", [order, fate, labels, to, reason], async (parsed, server, cancel) =>
        {
            var told = parsed.GetRequiredValue(labels).Select(label => new JsonObject
            {
                ["serial"] = label,
                ["fate"] = parsed.GetRequiredValue(fate),
                ["to"] = parsed.GetValue(to),
                ["reason"] = parsed.GetValue(reason),
            });
            var body = new JsonObject { ["labels"] = new JsonArray([.. told]) };
            return (await server.PostAsync($"{ShowOrder.Path(parsed.GetRequiredValue(order))}/labels/fates", body, cancel)).Or(OrderPage.Stands);
        });
    }

    private static Action<Page> Lines(JsonElement printed) => page =>
    {
        var labels = printed.EnumerateArray().ToList();
        var open = labels.Where(label => label.Text("fate") is null).Select(Number).ToList();
        page.Line($"{labels.Count} printed, {labels.Count - open.Count} accounted for{(open.Count == 0 ? "" : $"; nobody has said yet what became of {string.Join(", ", open)}")}.");
        foreach (var label in labels)
            page.Item($"{Number(label)}, for {label.Text("container") ?? "the order"}{Said(" ", label.Text("code"))}, printed by entry {label.Text("printed")}: "
                + $"{label.Text("fate") ?? "not told yet"}{Said(" to ", label.Text("to"))}{Said(", ", label.Text("reason"))}");
    };

    private static string Number(JsonElement label) => label.Text("symbol")!.Split('#')[^1];

    private static string Said(string lead, string? text) => text is null ? "" : lead + text;
}
