using System.CommandLine;
using TherapyChain.Cli.Orders;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Network;

/// <summary><c>people audit</c>: the audit report of one person, or of one day, as a file.</summary>
internal static class Audit
{
    public static Command Verb()
    {
        var person = new Argument<string?>("person") { Description = "The person's id in the network file; everybody when left out, and then --day is given.", Arity = ArgumentArity.ZeroOrOne };
        var (day, from, to) = (Day("--day", "The one day of the report."), Day("--from", "Its first day."), Day("--to", "Its last day."));
        var zone = new Option<string?>("--zone") { Description = "By whose clock a day begins and ends; your site's when left out.", HelpName = "Europe/Berlin" };
        var form = new Option<string>("--as") { Description = "pdf, csv or json; pdf when left out.", HelpName = "form", DefaultValueFactory = _ => "pdf" };
        form.AcceptOnlyFromAmong("pdf", "csv", "json");
        var language = new Option<string?>("--language") { Description = "en, de, sv or fr.", HelpName = "language" };
        var file = SaveRecord.Out("audit-<person>-<days>.<form>");
        return ServerVerb.Create("audit", "Save the audit report of a person or a day: entries, sign-ins and looks, as far as you may see them. That you made it is noted.",
            [person, day, from, to, zone, form, language, file], async (parsed, server, cancel) =>
        {
            var (who, one, first, last) = (parsed.GetValue(person), parsed.GetValue(day), parsed.GetValue(from), parsed.GetValue(to));
            if (one is not null ? (first ?? last) is not null : who is null || first is null || last is null)
                return Answer.Wrong("Give --day; or, for a person, --from and --to.");
            var asked = new[] { ("format", parsed.GetValue(form)), ("language", parsed.GetValue(language)), ("zone", parsed.GetValue(zone)) };
            var path = who is null ? $"/api/audit/days/{ServerLink.Part(one!)}{ServerLink.Query(asked)}"
                : $"/api/audit/people/{ServerLink.Part(who)}{ServerLink.Query([.. asked, ("from", one ?? first), ("to", one ?? last)])}";
            var name = string.Join('-', new[] { "audit", who, one ?? first, last == first ? null : last }.OfType<string>());
            return await SaveRecord.KeepAsync(await server.GetAsync(path, cancel), parsed.GetValue(file) ?? $"{name}.{parsed.GetValue(form)}", cancel);
        });
    }

    private static Option<string?> Day(string name, string what) => new(name) { Description = $"{what} Written year-month-day.", HelpName = "2026-03-14" };
}
