namespace TherapyChain.Exchange.Loggers;

/// <summary>
/// The indented <c>key: value</c> tree of a Berlinger export. A leaf is found by its path (<c>Conf/Alarm/0/T AL</c>); lines that begin
/// with a tab are rows of the section they stand in.
/// </summary>
internal sealed class BerlingerTree
{
    private readonly Dictionary<string, (string Value, int Line)> leaves = new(StringComparer.Ordinal);

    /// <summary>Rows by section, without the leading tab.</summary>
    public Dictionary<string, List<(string Text, int Line)>> Rows { get; } = new(StringComparer.Ordinal);

    public string? this[string path] => leaves.TryGetValue(path, out var leaf) && leaf.Value.Length > 0 ? leaf.Value : null;

    public bool Has(string path) => leaves.ContainsKey(path);

    public int? LineOf(string path) => leaves.TryGetValue(path, out var leaf) ? leaf.Line : null;

    public static LoggerOutcome.Refused? TryRead(LoggerText text, out BerlingerTree tree)
    {
        tree = new BerlingerTree();
        var sections = new List<string>();
        for (var number = 1; number <= text.Count; number++)
        {
            var line = text.Lines[number - 1];
            if (line.StartsWith('\t'))
            {
                if (sections.Count == 0) return new(LoggerFault.Malformed, number, $"A row stands outside any section.");
                if (!tree.Rows.TryGetValue(sections[0], out var rows)) tree.Rows[sections[0]] = rows = [];
                rows.Add((line[1..], number));
                continue;
            }
            var depth = line.Length - line.TrimStart(' ').Length;
            if (depth > sections.Count) return new(LoggerFault.Malformed, number, $"The indentation jumps by more than one step.");
            sections.RemoveRange(depth, sections.Count - depth);
            if (tree.Add(sections, line[depth..], number) is { } fault) return fault;
        }
        return null;
    }

    /// <summary>One line: a section (<c>Alarm:</c>), a leaf, or several leaves (<c>T AL: -0.5, t AL: 60</c>).</summary>
    private LoggerOutcome.Refused? Add(List<string> sections, string line, int number)
    {
        string? path = null;
        var opens = "";
        foreach (var piece in line.Split(", "))
        {
            var colon = piece.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                // A comma inside a value, as a user's own remark may have.
                if (path is null) return new(LoggerFault.Malformed, number, $"The line is no \"key: value\".");
                leaves[path] = (leaves[path].Value + ", " + piece, number);
                continue;
            }
            var key = piece[..colon];
            path = string.Join('/', sections.Append(key));
            if (opens.Length == 0) opens = key;
            if (!leaves.TryAdd(path, (piece[(colon + 1)..].Trim(), number)))
                return new(LoggerFault.Malformed, number, $"\"{path}\" is given twice (before, in line {leaves[path].Line}).");
        }
        sections.Add(opens);
        return null;
    }
}
