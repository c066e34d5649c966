using System.CommandLine;
using System.Text.Json;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary><c>orders steps</c>: what can be done next, what each step demands, and what stands against it for the caller.</summary>
internal static class ShowSteps
{
    public static Command Verb()
    {
        var order = ShowOrder.OrderArgument();
        var step = new Argument<string?>("step") { Description = "Only this step.", Arity = ArgumentArity.ZeroOrOne };
        var language = new Option<string?>("--language") { Description = "en, de, sv or fr.", HelpName = "language" };
        return ServerVerb.Create("steps", "The steps that leave the order's state: what each demands and what blocks it for you.",
            [order, step, language],
            async (parsed, server, cancel) =>
            {
                var only = parsed.GetValue(step);
                var asked = ServerLink.Query(("language", parsed.GetValue(language)));
                var reply = await server.GetAsync($"{ShowOrder.Path(parsed.GetRequiredValue(order))}/steps{asked}", cancel);
                if (!reply.IsGood) return reply.Problem();
                var steps = reply.Json.Items("steps").Where(s => only is null || s.Text("step") == only).ToList();
                if (only is not null && steps.Count == 0)
                    return new Answer(ExitCode.Finding, reply.Json, _ => { },
                        $"\"{only}\" is no step from \"{reply.Json.Text("state")}\". "
                        + $"There are: {string.Join(", ", reply.Json.Items("steps").Select(s => s.Text("step")))}.");
                return new Answer(ExitCode.Good, only is null ? reply.Json : steps[0], Write(reply.Json, steps));
            });
    }

    private static Action<Page> Write(JsonElement order, List<JsonElement> steps) => page =>
    {
        page.Line($"Order {order.Text("order")} is at \"{order.Text("state")}\", entry {order.Text("seq")}.");
        foreach (var step in steps)
        {
            page.Heading($"{step.Text("step")}{(step.Text("to") is { } to ? $" -> {to}" : " (the order stays where it is)")}");
            page.Fields([.. Demands(step).Select(line => ($"  {line.Name}", line.Value))]);
        }
    };

    private static IEnumerable<(string Name, string Value)> Demands(JsonElement step)
    {
        yield return ("means", step.Text("words")!);
        var by = step.GetProperty("by");
        yield return ("by", $"{by.List("roles", " or ")} at the {by.Text("at")}{(by.Items("qualified").Any() ? $", qualified: {by.List("qualified")}" : "")}");
        if (step.Items("requires").Any()) yield return ("needs first", step.List("requires"));
        foreach (var scan in step.Items("scans"))
            yield return ("scan",
                $"{scan.Text("name")} ({scan.Text("label")}{(scan.Is("new") ? ", given here" : $", {scan.Text("count")} compared")})");
        if (step.GetProperty("people").GetInt32() > 1) yield return ("second", step.List("secondRoles", " or "));
        foreach (var evidence in step.Items("evidence")) yield return ("evidence", Evidence(evidence));
        foreach (var handover in step.Items("handovers"))
            yield return ("handover", $"{handover.Text("container")} from {handover.Text("gives")} to {handover.Text("takes")}"
                + $"{(handover.Is("seal") ? ", seal" : "")}{(handover.Is("condition") ? ", condition" : "")}");
        if (step.Items("within").Any()) yield return ("while left on", step.List("within"));
        if (step.Items("after").Any()) yield return ("not before", step.List("after"));
        if (step.Text("sign") is { } sign) yield return ("sign", sign);
        foreach (var reason in step.Items("blocked")) yield return ("BLOCKED", $"{reason.Text("message")} [{reason.Text("code")}]");
    }

    private static string Evidence(JsonElement e)
    {
        var words = $"{e.Text("name")}: {e.Text("kind")}";
        if (e.Text("unit") is { } unit) words += $" in {unit}";
        if (e.Text("min") is { } min) words += $", at least {min}";
        if (e.Text("max") is { } max) words += $", at most {max}";
        var choices = e.Items("choices").ToList();
        if (choices.Count > 0)
            words += $": {string.Join(", ", choices.Where(c => c.Is("accepted")).Select(c => c.Text("value")))}"
                + (choices.All(c => c.Is("accepted"))
                    ? ""
                    : $" (known and refused: {string.Join(", ", choices.Where(c => !c.Is("accepted")).Select(c => c.Text("value")))})");
        return e.Is("required") ? words : words + ", may be left out";
    }
}
