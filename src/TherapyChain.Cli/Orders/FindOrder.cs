using System.CommandLine;
using System.Text.Json;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary><c>orders find</c>: from any code on a label to its order and container.</summary>
internal static class FindOrder
{
    public static Command Verb()
    {
        var code = new Argument<string>("identifier") { Description = "A donation number, a chain of identity, a batch, a bag: as scanned or as typed." };
        return ServerVerb.Create("find", "The orders and the container that a code belongs to, with who gave it and when.", [code],
            async (parsed, server, cancel) => (await server.GetAsync($"/api/identifiers/{ServerLink.Part(parsed.GetRequiredValue(code))}", cancel)).Or(Links));
    }

    private static Action<Page> Links(JsonElement found) => page =>
    {
        foreach (var link in found.Items("links"))
        {
            page.Line($"{link.Text("value")} is the {link.Text("kind")} of order {link.Text("order")} ({link.Text("reference")}), which is \"{link.Text("state")}\"");
            page.Item(Where(link));
            page.Item($"given {link.Local("linkedAt")} by {link.Text("linkedByName") ?? link.Text("linkedBy")}, {link.Text("role")} at {link.Text("site")} (entry {link.Text("seq")})");
        }
    };

    private static string Where(JsonElement link) =>
        !link.TryGetProperty("container", out var container)
            ? link.Is("shared") ? "other orders may carry it too" : link.Text("issuer") is { } issuer ? $"a number of {issuer}; another site may count the same" : "an identifier of the order"
            : container.Is("lives") ? $"held by the {container.Text("heldBy")}, {container.Text("site")}" : "this container is no more";
}
