using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TherapyChain.Cli;

/// <summary>How a verb ends. Scripts rely on the numbers.</summary>
public enum ExitCode
{
    Good = 0,
    Finding = 1,
    WrongUse = 2,
}

/// <summary>What a verb answers: printed as a page, or with <c>--json</c> as one object.</summary>
/// <param name="Exit">The exit code.</param>
/// <param name="Data">The JSON object: the same facts as the page.</param>
/// <param name="Write">Writes the page.</param>
/// <param name="Error">Words for standard error, in both forms; null when there is nothing to complain of.</param>
internal sealed record Answer(ExitCode Exit, object Data, Action<Page> Write, string? Error = null)
{
    public static Answer Wrong(string why) => new(ExitCode.WrongUse, new { error = why }, _ => { }, why);
}

/// <summary>Makes a command of a function, and gives every verb its <c>--json</c>.</summary>
internal static class Verb
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // For terminals and files, not for web pages: "°" stays readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static Command Create(string name, string description, IEnumerable<Symbol> takes, Func<ParseResult, CancellationToken, Task<Answer>> run)
    {
        var command = new Command(name, description);
        foreach (var symbol in takes)
        {
            if (symbol is Argument argument) command.Add(argument);
            else if (symbol is Option option) command.Add(option);
            else throw new ArgumentException($"{symbol.Name} is neither an argument nor an option.", nameof(takes));
        }
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a page." };
        command.Add(json);
        command.SetAction(async (parsed, cancel) =>
        {
            var answer = await run(parsed, cancel);
            var console = parsed.InvocationConfiguration;
            if (parsed.GetValue(json)) await console.Output.WriteLineAsync(JsonSerializer.Serialize(answer.Data, Format));
            else answer.Write(new Page(console.Output));
            if (answer.Error is not null) await console.Error.WriteLineAsync(answer.Error);
            return (int)answer.Exit;
        });
        return command;
    }
}
