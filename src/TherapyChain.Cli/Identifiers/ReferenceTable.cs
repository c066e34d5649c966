namespace TherapyChain.Cli.Identifiers;

/// <summary>A table the user brings: one code a line, a comma, and what it means. Quotes around either are taken off.</summary>
internal static class ReferenceTable
{
    /// <summary>Adds the lines to the table; the problem with the first bad one, or null.</summary>
    public static string? Read(IReadOnlyList<string> lines, Dictionary<string, string> table)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            var (code, rest) = Split(lines[i].TrimStart('\uFEFF'));
            if (rest is null) return $"line {i + 1} has no comma; a line reads code,description";
            if (code.Length == 0) return $"line {i + 1} has no code";
            if (i == 0 && code.Equals("code", StringComparison.OrdinalIgnoreCase)) continue;
            if (table.TryGetValue(code, out var before) && before != rest) return $"line {i + 1} gives {code} a second meaning";
            table[code] = rest;
        }
        return null;
    }

    private static (string Code, string? Description) Split(string line)
    {
        var comma = line.StartsWith('"') ? line.IndexOf("\",", StringComparison.Ordinal) + 1 : line.IndexOf(',', StringComparison.Ordinal);
        return comma <= 0 ? (line.Trim(), null) : (Plain(line[..comma]), Plain(line[(comma + 1)..]));
    }

    private static string Plain(string field)
    {
        var text = field.Trim();
        return text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }
}
