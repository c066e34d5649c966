using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary><c>orders advance</c>: takes a step, or tells everything that stands against it.</summary>
internal static partial class AdvanceOrder
{
    public static Command Verb()
    {
        var order = ShowOrder.OrderArgument();
        var step = new Argument<string>("step") { Description = "The step; orders steps tells which there are and what each demands." };
        var scan = Naming.Option("--scan", "A code as it was scanned, and what it was scanned as.", "name=code");
        var evidence = Naming.Option("--evidence",
            "A value; a quantity with its unit (volume=\"210 mL\"); for a document @file, which must have been added before.", "name=value");
        var seal = Naming.Option("--seal", "The seal number of a container that changes hands.", "container=number");
        var condition = Naming.Option("--condition", "Its condition on sight, such as intact.", "container=condition");
        var sign = new Option<string?>("--sign") { Description = "The meaning you sign with, such as performed-by. A key does not sign by itself: it takes your person id and password.", HelpName = "meaning" };
        var person = new Option<string?>("--person") { Description = "Your person id, to sign with. Asked for at the terminal when left out.", HelpName = "id" };
        var passwordFile = OwnPassword.FileOption("--password-file", "A file that holds your password and that you alone may read.");
        var second = new Option<string?>("--second") { Description = "The person id of whoever checks with you. They give their own password.", HelpName = "id" };
        var secondFile = OwnPassword.FileOption("--second-password-file", "A file that holds the password of the second person and that its owner alone may read.");
        var at = new Option<string?>("--at")
        {
            Description = "When it happened: 2026-11-22T10:15+01:00, or 2026-11-22T10:15 by the clock of your site. Now when left out.",
            HelpName = "time",
        };
        var late = new Option<string?>("--late-reason") { Description = "Why it is entered late, when it is.", HelpName = "text" };
        return ServerVerb.Create("advance", "Take a step, or be told everything that stands against it.",
            [order, step, scan, evidence, seal, condition, sign, person, passwordFile, second, secondFile, at, late], async (parsed, server, cancel) =>
        {
            var path = ShowOrder.Path(parsed.GetRequiredValue(order));
            var name = parsed.GetRequiredValue(step);
            var given = parsed.GetValue(evidence) ?? [];
            var form = new JsonObject
            {
                ["scans"] = new JsonArray([.. (parsed.GetValue(scan) ?? [])
                    .Select(s => new JsonObject { ["name"] = s.Name, ["value"] = s.Value })]),
                ["evidence"] = Evidence(given, given.Any(e => Quantity().IsMatch(e.Value)) ? await KindsAsync(server, path, name, cancel) : []),
                ["handovers"] = Handovers(parsed.GetValue(seal) ?? [], parsed.GetValue(condition) ?? []),
                ["signature"] = parsed.GetValue(sign),
                ["at"] = parsed.GetValue(at),
                ["lateReason"] = parsed.GetValue(late),
            };
            foreach (var (member, asked, id, file, who, options) in new[]
            {
                ("credentials", parsed.GetValue(sign) is not null, parsed.GetValue(person), parsed.GetValue(passwordFile), "Your", "--person and --password-file"),
                ("second", parsed.GetValue(second) is not null, parsed.GetValue(second), parsed.GetValue(secondFile), "The second person's", "--second and --second-password-file"),
            })
            {
                if (!asked && id is null && file is null) continue;
                var (named, password, no) = OwnPassword.Of(id, file, who, options);
                if (no is not null) return no;
                form[member] = new JsonObject { ["person"] = named, ["password"] = password };
            }
            return (await server.PostAsync($"{path}/steps/{ServerLink.Part(name)}", form, cancel)).Or(OrderPage.Stands);
        });
    }

    private static JsonObject Evidence((string Name, string Value)[] given, Dictionary<string, string> kinds)
    {
        var evidence = new JsonObject();
        foreach (var (name, text) in given)
        {
            var value = text is ['@', .. var file] ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) : text;
            // "12 bags" of a text stays a text: only what the step asks for as a quantity is taken apart.
            var match = kinds.GetValueOrDefault(name, "quantity") is "quantity" or "count" ? Quantity().Match(value) : Match.Empty;
            evidence[name] = match.Success
                ? new JsonObject { ["value"] = match.Groups[1].Value, ["unit"] = match.Groups[2].Value }
                : new JsonObject { ["value"] = value };
        }
        return evidence;
    }

    private static JsonObject Handovers((string Name, string Value)[] seals, (string Name, string Value)[] conditions)
    {
        var handovers = new JsonObject();
        foreach (var name in seals.Concat(conditions).Select(h => h.Name).Distinct())
            handovers[name] = new JsonObject
            {
                ["seal"] = seals.LastOrDefault(s => s.Name == name).Value,
                ["condition"] = conditions.LastOrDefault(c => c.Name == name).Value,
            };
        return handovers;
    }

    /// <summary>What kind each evidence of the step is; empty when the step is not open, and the server will say so.</summary>
    private static async Task<Dictionary<string, string>> KindsAsync(ServerLink server, string path, string step, CancellationToken cancel)
    {
        var reply = await server.GetAsync($"{path}/steps", cancel);
        IEnumerable<JsonElement> steps = reply.IsGood ? reply.Json.Items("steps") : [];
        return steps.Where(s => s.Text("step") == step).SelectMany(s => s.Items("evidence"))
            .ToDictionary(e => e.Text("name")!, e => e.Text("kind")!, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^\s*(-?[0-9]+(?:\.[0-9]+)?)\s+(\S+)\s*$")]
    private static partial Regex Quantity();
}
