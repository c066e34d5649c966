using System.Collections.Immutable;
using System.Globalization;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>A node of a YAML file with the place where it stands. Lines and columns count from 1.</summary>
internal abstract record Yaml(int Line, int Column)
{
    /// <param name="Plain">Written without quotes: only such a scalar can be a number or a flag.</param>
    public sealed record Scalar(int Line, int Column, string Text, bool Plain) : Yaml(Line, Column);

    public sealed record Map(int Line, int Column, ImmutableArray<(Scalar Key, Yaml Value)> Entries) : Yaml(Line, Column)
    {
        public Yaml? this[string key] => Entries.FirstOrDefault(e => e.Key.Text == key).Value;
    }

    public sealed record Seq(int Line, int Column, ImmutableArray<Yaml> Items) : Yaml(Line, Column);

    /// <summary>
    /// The place of a path like <c>steps/thaw/requires/consent</c>: keys of mappings, then items of lists by their text. A path that ends
    /// early (a key left out) gives the last place that exists.
    /// </summary>
    public (int Line, int Column) Find(string path)
    {
        var (node, line, column) = (this, Line, Column);
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (node is Map map && map.Entries.FirstOrDefault(e => e.Key.Text == part) is { Key: { } key } entry)
                (node, line, column) = (entry.Value, key.Line, key.Column);
            else if (Value.Each(node).FirstOrDefault(i => Value.Text(i) == part) is { } item)
                (node, line, column) = (item, item.Line, item.Column);
            else break;
        }
        return (line, column);
    }
}

/// <summary>What a node that was found right says, as a value.</summary>
internal static class Value
{
    /// <summary>Nothing, a single value and a list are all lists.</summary>
    public static ImmutableArray<Yaml> Each(Yaml? node) => node switch { null => [], Yaml.Seq list => list.Items, _ => [node] };

    public static ImmutableArray<string> Texts(Yaml? node) => [.. Each(node).OfType<Yaml.Scalar>().Select(s => s.Text)];

    public static string? Text(Yaml? node) => (node as Yaml.Scalar)?.Text;

    public static decimal? Number(Yaml? node) =>
        Text(node) is { } text ? decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : null;

    public static int Whole(Yaml? node, int otherwise) => Text(node) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public static bool Flag(Yaml? node, bool otherwise) => Text(node) is { } text ? text == "true" : otherwise;

    /// <summary>The entries of a mapping, none when there is no mapping.</summary>
    public static IEnumerable<(string Key, Yaml Value)> Entries(Yaml? node) =>
        node is Yaml.Map map ? map.Entries.Select(e => (e.Key.Text, e.Value)) : [];
}
