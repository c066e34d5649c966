namespace TherapyChain.Cli;

/// <summary>Text for a terminal 100 columns wide: names before values, aligned tables, long sentences wrapped under their beginning.</summary>
internal sealed class Page(TextWriter output)
{
    public const int Width = 100;

    public void Blank() => output.WriteLine();

    public void Line(string text) => Wrapped("", text);

    /// <summary>Text that is not to be wrapped: it is meant for another program.</summary>
    public void Verbatim(string text) => output.Write(text);

    public void Heading(string text)
    {
        Blank();
        output.WriteLine(text);
    }

    public void Item(string text) => Wrapped("  - ", text);

    /// <summary>Names in one column, values beside; a value of several lines continues under its first.</summary>
    public void Fields(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var column = 0;
        foreach (var (name, _) in fields) column = Math.Max(column, name.Length + 2);
        foreach (var (name, value) in fields)
        {
            var lead = name.PadRight(column);
            foreach (var line in value.Split('\n'))
            {
                Wrapped(lead, line);
                lead = new string(' ', column);
            }
        }
    }

    /// <summary>A table, indented by two. A name that ends in <c>&gt;</c> aligns its column to the right, as numbers want.</summary>
    public void Table(IReadOnlyList<string> names, IEnumerable<IReadOnlyList<string>> rows)
    {
        var right = names.Select(name => name.EndsWith('>')).ToArray();
        var all = rows.Prepend([.. names.Select(name => name.TrimEnd('>'))]).ToList();
        var widths = names.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
        {
            var cells = row.Select((cell, column) => right[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            output.WriteLine(("  " + string.Join("  ", cells)).TrimEnd());
        }
    }

    private void Wrapped(string lead, string text)
    {
        var room = Width - lead.Length;
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > room)
            {
                output.WriteLine((lead + line).TrimEnd());
                (lead, line) = (new string(' ', lead.Length), "");
            }
            line = line.Length == 0 ? word : line + " " + word;
        }
        output.WriteLine((lead + line).TrimEnd());
    }
}
