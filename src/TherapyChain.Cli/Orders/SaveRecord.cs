using System.CommandLine;
using System.Security.Cryptography;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary><c>orders print</c> and <c>orders bundle</c>: an order's papers, and the custody record as a file that anyone can verify.</summary>
internal static class SaveRecord
{
    public static Command Bundle()
    {
        var (order, to) = (ShowOrder.OrderArgument(), Out("<order>.tcbundle"));
        return ServerVerb.Create("bundle", "Save the custody record as one file; ledger verify checks it without a server.", [order, to],
            async (parsed, server, cancel) =>
        {
            var name = parsed.GetRequiredValue(order);
            return await KeepAsync(await server.GetAsync($"{ShowOrder.Path(name)}/bundle", cancel),
                parsed.GetValue(to) ?? $"{name.ToUpperInvariant()}.tcbundle", cancel);
        });
    }

    public static Command Print()
    {
        var (order, to) = (ShowOrder.OrderArgument(), Out("<order>-<paper>.<form>"));
        var paper = new Option<string>("--paper") { Description = "custody-record, identity, release, signatures or audit; the custody record when left out.", HelpName = "paper", DefaultValueFactory = _ => "custody-record" };
        paper.AcceptOnlyFromAmong("custody-record", "identity", "release", "signatures", "audit");
        var form = new Option<string>("--as") { Description = "pdf, csv or json; pdf when left out.", HelpName = "form", DefaultValueFactory = _ => "pdf" };
        form.AcceptOnlyFromAmong("pdf", "csv", "json");
        var language = new Option<string?>("--language") { Description = "en, de, sv or fr.", HelpName = "language" };
        return ServerVerb.Create("print", "Print a paper of the order. The print is recorded, and stands in it as its last entry.",
            [order, paper, form, to, language], async (parsed, server, cancel) =>
        {
            var (name, asked) = (parsed.GetRequiredValue(order), parsed.GetRequiredValue(paper));
            var file = parsed.GetValue(to) ?? $"{name.ToUpperInvariant()}-{asked}.{parsed.GetValue(form)}";
            // Asked before, not after: a print that cannot be saved would stand in the record for nothing.
            if (File.Exists(file)) return Answer.Wrong($"{file} is there already and is not replaced.");
            var query = ServerLink.Query(("format", parsed.GetValue(form)), ("language", parsed.GetValue(language)));
            return await KeepAsync(await server.PostAsync($"{ShowOrder.Path(name)}/documents/{asked}{query}", body: null, cancel), file, cancel);
        });
    }

    internal static async Task<Answer> KeepAsync(Reply reply, string file, CancellationToken cancel)
    {
        if (!reply.IsGood) return reply.Problem();
        if (File.Exists(file)) return Answer.Wrong($"{file} is there already and is not replaced.");
        await File.WriteAllBytesAsync(file, reply.Body, cancel);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(reply.Body));
        return new Answer(ExitCode.Good, new { file, bytes = reply.Body.Length, sha256 }, page => page.Line($"{file}, SHA-256 {sha256}"));
    }

    internal static Option<string?> Out(string otherwise) =>
        new("--out") { Description = $"The file to write; {otherwise} when left out. Never replaces a file.", HelpName = "file" };
}
