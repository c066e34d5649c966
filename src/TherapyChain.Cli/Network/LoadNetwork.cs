using System.CommandLine;
using System.Text.Json;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Network;

/// <summary><c>network load</c> and <c>network show</c>.</summary>
internal static class LoadNetwork
{
    public static Command Verb()
    {
        var file = new Argument<string>("file") { Description = "Sites and people as YAML or JSON." };
        var keysTo = new Option<string?>("--keys-to")
        {
            Description = "A folder for the keys that are made, one file for each person, instead of printing them.",
            HelpName = "folder",
        };
        var reason = new Option<string?>("--reason") { Description = "Why it changes what was said before; it stands in the access log with old and new values.", HelpName = "words" };
        return ServerVerb.Create("load", "Take up sites and people from a file. People without a key get one, told this once.",
            [file, keysTo, reason], async (parsed, server, cancel) =>
        {
            var path = parsed.GetRequiredValue(file);
            if (!File.Exists(path)) return Answer.Wrong($"There is no file {path}.");
            var reply = await server.PostFileAsync("/api/network" + ServerLink.Query(("reason", parsed.GetValue(reason))), await File.ReadAllBytesAsync(path, cancel), "application/yaml", cancel);
            if (!reply.IsGood || parsed.GetValue(keysTo) is not { } folder) return reply.Or(Loaded);
            var keys = reply.Json.Items("keys").ToList();
            foreach (var key in keys) KeyFile.Write(folder, key);
            return new Answer(ExitCode.Good,
                new
                {
                    network = reply.Json.Text("network"), sites = reply.Json.GetProperty("sites").GetInt32(),
                    people = reply.Json.GetProperty("people").GetInt32(), keys = keys.Count, folder,
                },
                page => page.Line($"{Counted(reply.Json)}, {keys.Count} keys made, each in a file of its own in {folder}."));
        });
    }

    public static Command Show() => ServerVerb.Create("show", "The sites, and the people you may see.", [],
        async (_, server, cancel) => (await server.GetAsync("/api/network", cancel)).Or(network => page =>
        {
            page.Table(["site", "kind", "zone", "name"], network.Items("sites")
                .Select(site => new[] { site.Text("id")!, site.Text("kind")!, site.Text("zone")!, site.Text("name")! }));
            page.Blank();
            page.Table(["person", "site", "roles", "name"], network.Items("people")
                .Select(person => new[] { person.Text("id")!, person.Text("site")!, person.List("roles"), person.Text("name")! }));
        }));

    private static Action<Page> Loaded(JsonElement loaded) => page =>
    {
        page.Line($"{Counted(loaded)}.");
        var keys = loaded.Items("keys").ToList();
        if (keys.Count == 0) return;
        page.Heading("Keys that were made, told this once:");
        page.Table(["person", "key"], keys.Select(key => new[] { key.Text("person")!, key.Text("key")! }));
    };

    private static string Counted(JsonElement loaded) => $"{loaded.Text("network")}: {loaded.Text("sites")} sites and {loaded.Text("people")} people taken up";
}
