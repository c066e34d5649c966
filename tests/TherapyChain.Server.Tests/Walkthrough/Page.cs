using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace TherapyChain.Server.Tests.Walkthrough;

/// <summary>One command of the page, with what the page says it prints.</summary>
/// <param name="Line">The line it begins in, from 1.</param>
/// <param name="Text">What is given to the shell.</param>
/// <param name="Printed">The lines under it; "…" stands for any number of lines.</param>
/// <param name="Exit">How it ends.</param>
/// <param name="Clock">What the server's clock is set to before it, where the page says so.</param>
internal sealed record PageCommand(int Line, string Text, IReadOnlyList<string> Printed, int Exit, Instant? Clock);

/// <summary>
/// <c>docs/walkthrough.md</c>, read for its <c>console</c> blocks. A comment <c>clock …</c> sets the server's clock; a comment <c>exit 1</c>
/// says how the last command of the next block ends.
/// </summary>
internal sealed partial class Page
{
    private readonly List<PageCommand> _commands = [];
    private readonly string[] _lines;

    private Page(string[] lines) => _lines = lines;

    public IReadOnlyList<PageCommand> Commands => _commands;

    public static Page Read(string path)
    {
        var page = new Page(File.ReadAllLines(path));
        var (exit, clock) = (0, (Instant?)null);
        for (var i = 0; i < page._lines.Length; i++)
        {
            if (ClockComment().Match(page._lines[i]) is { Success: true } set)
                clock = InstantPattern.ExtendedIso.Parse(set.Groups[1].Value).Value;
            else if (ExitComment().Match(page._lines[i]) is { Success: true } ends)
                exit = int.Parse(ends.Groups[1].Value, CultureInfo.InvariantCulture);
            else if (page._lines[i] == "```console")
            {
                i = page.Block(i + 1, exit, clock);
                (exit, clock) = (0, null);
            }
        }
        return page;
    }

    /// <summary>The page with other lines printed under each command.</summary>
    public IEnumerable<string> With(IReadOnlyList<(string Text, IReadOnlyList<string> Printed)> commands)
    {
        var next = 0;
        for (var i = 0; i < _lines.Length; i++)
        {
            var command = next < _commands.Count ? _commands[next] : null;
            if (command is null || i + 1 != command.Line)
            {
                yield return _lines[i];
                continue;
            }
            foreach (var line in commands[next].Text.Split('\n').Select((line, n) => n == 0 ? $"$ {line}" : line)) yield return line;
            foreach (var line in commands[next].Printed) yield return line;
            i += command.Text.Split('\n').Length + command.Printed.Count - 1;
            next++;
        }
    }

    private int Block(int from, int exit, Instant? clock)
    {
        var end = Array.IndexOf(_lines, "```", from);
        if (end < 0) throw new InvalidOperationException($"The block at line {from} does not end.");
        var i = from;
        while (i < end)
        {
            var start = i;
            if (!_lines[i].StartsWith("$ ", StringComparison.Ordinal)) throw new InvalidOperationException($"Line {i + 1} is no command.");
            while (_lines[i].EndsWith('\\')) i++;
            var text = string.Join('\n', _lines[start..(i + 1)])[2..];
            var printed = _lines[++i..end].TakeWhile(line => !line.StartsWith("$ ", StringComparison.Ordinal)).ToList();
            i += printed.Count;
            _commands.Add(new PageCommand(start + 1, text, printed, i >= end ? exit : 0, start == from ? clock : null));
        }
        return end;
    }

    [GeneratedRegex("^<!-- clock (.*) -->$")]
    private static partial Regex ClockComment();

    [GeneratedRegex("^<!-- exit ([0-9]+) -->$")]
    private static partial Regex ExitComment();
}
