using System.CommandLine;
using TherapyChain.Domain.Identity;

namespace TherapyChain.Cli.Identifiers;

/// <summary><c>ids check</c>: what a text is by the standards of identifiers, its parts in words, or which character is wrong and why.</summary>
internal static class CheckIdentifier
{
    /// <summary>Longer lines are no identifiers; they are cut before anything is made of them.</summary>
    private const int LongestLine = 4096;

    public static Command Verb()
    {
        var text = new Argument<string>("text") { Description = "What stands on the label or was scanned; - reads lines from standard input." };
        var tables = new Option<string[]>("--table")
        {
            Description = "A table of codes to name in words (code,description), such as product descriptions from ICCBBA. May be given again.",
            HelpName = "file",
        };
        return Cli.Verb.Create("check", "Recognise an identifier and tell its parts, or what is wrong with it.", [text, tables],
            (parsed, cancel) => RunAsync(parsed.GetRequiredValue(text), parsed.GetValue(tables) ?? [], cancel));
    }

    private static async Task<Answer> RunAsync(string text, string[] files, CancellationToken cancel)
    {
        var table = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (!File.Exists(file)) return Answer.Wrong($"There is no file {file}.");
            if (ReferenceTable.Read(await File.ReadAllLinesAsync(file, cancel), table) is { } problem) return Answer.Wrong($"{file}: {problem}");
        }
        var given = text == "-" ? await LinesAsync(cancel) : [text];
        if (given.Count == 0) return Answer.Wrong("There was nothing to read on standard input.");
        return IdentifierPage.Answer([.. given.Select(Recognition.Of)], table);
    }

    private static async Task<List<string>> LinesAsync(CancellationToken cancel)
    {
        var lines = new List<string>();
        while (await Console.In.ReadLineAsync(cancel) is { } line)
            if (!string.IsNullOrWhiteSpace(line)) lines.Add(line[..Math.Min(line.Length, LongestLine)]);
        return lines;
    }
}
