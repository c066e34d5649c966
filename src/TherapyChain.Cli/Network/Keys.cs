using System.CommandLine;
using System.Text.Json.Nodes;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Network;

/// <summary><c>keys issue</c>, <c>keys list</c> and <c>keys revoke</c>: an administrator's.</summary>
internal static class Keys
{
    public static Command Issue()
    {
        var person = Person();
        var keysTo = new Option<string?>("--keys-to")
        {
            Description = "A folder for the file with the key, instead of printing it.",
            HelpName = "folder",
        };
        var scope = new Option<string?>("--scope")
        {
            Description = "What it may do, separated by commas: read, write, sign. read,write when left out. One that may sign does so only with its holder's id and password, each time.",
            HelpName = "read,write",
        };
        var expires = new Option<string?>("--expires") { Description = "The last day it is good.", HelpName = "2027-12-31" };
        var label = new Option<string?>("--label") { Description = "What it is for.", HelpName = "words" };
        return ServerVerb.Create("issue", "Make a further key for a person; it is told this once.", [person, keysTo, scope, expires, label],
            async (parsed, server, cancel) =>
        {
            var wish = new JsonObject();
            if (parsed.GetValue(scope) is { } words) wish["scope"] = new JsonArray([.. words.Split(',').Select(word => JsonValue.Create(word.Trim()))]);
            if (parsed.GetValue(expires) is { } day) wish["expires"] = day;
            if (parsed.GetValue(label) is { } what) wish["label"] = what;
            var reply = await server.PostAsync(Path(parsed.GetRequiredValue(person)), wish, cancel);
            if (!reply.IsGood || parsed.GetValue(keysTo) is not { } folder)
                return reply.Or(issued => page => page.Line($"{issued.Text("person")}: {issued.Text("key")}"));
            KeyFile.Write(folder, reply.Json);
            return new Answer(ExitCode.Good, new { person = reply.Json.Text("person"), folder },
                page => page.Line($"The key of {reply.Json.Text("person")} is in a file in {folder}."));
        });
    }

    public static Command List()
    {
        var person = Person();
        return ServerVerb.Create("list", "The keys a person holds: what each may do, until when, and when it was last used.", [person],
            async (parsed, server, cancel) => (await server.GetAsync(Path(parsed.GetRequiredValue(person)), cancel)).Or(keys => page =>
            {
                page.Table(["sha256", "may", "until", "last used", "label"], keys.EnumerateArray()
                    .Select(key => new[] { key.Text("sha256")!, key.List("scope"), key.Text("expires") ?? "", key.Text("lastUsed") ?? "", key.Text("label") ?? "" }));
            }));
    }

    public static Command Revoke()
    {
        var person = Person();
        var hash = new Argument<string?>("sha256")
        {
            Description = "One key; every key of the person when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return ServerVerb.Create("revoke", "Revoke a person's keys for good.", [person, hash], async (parsed, server, cancel) =>
        {
            var (who, one) = (parsed.GetRequiredValue(person), parsed.GetValue(hash));
            var reply = await server.DeleteAsync(Path(who) + (one is null ? "" : $"/{ServerLink.Part(one)}"), cancel);
            return reply.IsGood
                ? new Answer(ExitCode.Good, new { person = who, revoked = one ?? "all" },
                    page => page.Line(one is null ? $"Every key of {who} is revoked." : $"One key of {who} is revoked."))
                : reply.Problem();
        });
    }

    private static Argument<string> Person() => new("person") { Description = "The person's id in the network file." };

    private static string Path(string person) => $"/api/network/people/{ServerLink.Part(person)}/keys";
}
