using System.CommandLine;
using System.Text.Json.Nodes;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Network;

/// <summary><c>people show</c>, <c>people invite</c>, <c>people lost-factor</c> and <c>people deactivate</c>: the accounts of an administrator's own site.</summary>
internal static class People
{
    public static Command Show()
    {
        var person = Person();
        return ServerVerb.Create("show", "Whether a person can sign in, and how.", [person],
            async (parsed, server, cancel) => (await server.GetAsync(Path(parsed.GetRequiredValue(person)), cancel)).Or(account => page =>
            {
                page.Line($"{account.Text("person")}: {(account.Is("hasPassword") ? "has a password" : "has no password yet")}, "
                    + $"{(account.Is("hasSecondFactor") ? $"second factor enrolled, {account.Text("recoveryCodes")} recovery codes left" : account.Is("needsSecondFactor") ? "must enrol a second factor" : "no second factor")}.");
                if (account.Text("lockedUntil") is { } until) page.Line($"Locked until {until} after too many failures.");
            }));
    }

    public static Command Invite()
    {
        var person = Person();
        var identity = new Option<string?>("--identity") { Description = "What document was seen, by whom and when, without its number; needed for who signs or administers.", HelpName = "words" };
        return ServerVerb.Create("invite", "Make a one-time code with which a person sets their own password; it is told this once.", [person, identity],
            async (parsed, server, cancel) => (await server.PostAsync($"{Path(parsed.GetRequiredValue(person))}/invitations", new JsonObject { ["identity"] = parsed.GetValue(identity) }, cancel)).Or(made => page =>
            {
                page.Line($"{made.Text("person")} sets a password at {new Uri(server.Server, made.Text("link"))}");
                page.Line($"The code, {made.Text("code")}, works once, until {made.Text("expires")}. Give it to them in person.");
            }));
    }

    public static Command LostFactor()
    {
        var (person, reason) = (Person(), Reason());
        var yourself = new Option<string?>("--person") { Description = "Your own person id: a key alone does not speak for you. Asked for at the terminal when left out.", HelpName = "id" };
        var file = OwnPassword.FileOption("--password-file", "A file that holds your password and that you alone may read.");
        return ServerVerb.Create("lost-factor", "Say that a person's second factor is lost. A second administrator's word, within 24 hours, takes it away.", [person, reason, yourself, file],
            async (parsed, server, cancel) =>
        {
            var (you, password, no) = OwnPassword.Of(parsed.GetValue(yourself), parsed.GetValue(file), "Your", "--person and --password-file");
            if (no is not null) return no;
            var body = Body(parsed.GetRequiredValue(reason));
            body["credentials"] = new JsonObject { ["person"] = you, ["password"] = password };
            return (await server.PostAsync($"{Path(parsed.GetRequiredValue(person))}/factor-loss", body, cancel)).Or(said => page =>
                page.Line(said.Is("gone") ? $"The second factor of {said.Text("person")} is taken away: they enrol a new one when they sign in next." : "Written down. Another administrator must say it too, within 24 hours."));
        });
    }

    public static Command Deactivate()
    {
        var (person, reason) = (Person(), Reason());
        return ServerVerb.Create("deactivate", "End a person's access for good: sessions, keys and password. Their id is never given again.", [person, reason],
            async (parsed, server, cancel) =>
        {
            var who = parsed.GetRequiredValue(person);
            var reply = await server.PostAsync($"{Path(who)}/deactivation", Body(parsed.GetRequiredValue(reason)), cancel);
            return reply.IsGood ? new Answer(ExitCode.Good, new { person = who, deactivated = true }, page => page.Line($"{who} has no access any more.")) : reply.Problem();
        });
    }

    private static Argument<string> Person() => new("person") { Description = "The person's id in the network file." };

    private static Option<string> Reason() => new("--reason") { Description = "Why; it stands in the access log.", HelpName = "words", Required = true };

    private static JsonObject Body(string reason) => new() { ["reason"] = reason };

    private static string Path(string person) => $"/api/accounts/{ServerLink.Part(person)}";
}
