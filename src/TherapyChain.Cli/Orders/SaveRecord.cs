using System.CommandLine;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary><c>orders bundle</c>: the custody record as a file that anyone can verify.</summary>
internal static class SaveRecord
{
    public static Command Bundle()
    {
        var (order, to) = (ShowOrder.OrderArgument(), Out("<order>.tcbundle"));
        return ServerVerb.Create("bundle", "Save the custody record as one file; ledger verify checks it without a server.", [order, to], async (parsed, server, cancel) =>
        {
            var name = parsed.GetRequiredValue(order);
            return await KeepAsync(await server.GetAsync($"{ShowOrder.Path(name)}/bundle", cancel), parsed.GetValue(to) ?? $"{name.ToUpperInvariant()}.tcbundle", cancel);
        });
    }

    private static async Task<Answer> KeepAsync(Reply reply, string file, CancellationToken cancel)
    {
        if (!reply.IsGood) return reply.Problem();
        if (File.Exists(file)) return Answer.Wrong($"{file} is there already and is not replaced.");
        await File.WriteAllBytesAsync(file, reply.Body, cancel);
        return new Answer(ExitCode.Good, new { file, bytes = reply.Body.Length }, page => page.Line($"{file}, {reply.Body.Length} bytes"));
    }

    private static Option<string?> Out(string otherwise) => new("--out") { Description = $"The file to write; {otherwise} when left out. Never replaces a file.", HelpName = "file" };
}
