using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;

namespace TherapyChain.Server.Pages.Forms;

/// <summary>
/// What somebody typed into a form, by the names of its fields: those that refusals name, <c>evidence.volume</c>. It is kept until the form has done its work.
/// Passwords are read and never given back to a page.
/// </summary>
public sealed record Fields(ImmutableDictionary<string, ImmutableArray<string>> Typed)
{
    public static readonly Fields None = new(ImmutableDictionary<string, ImmutableArray<string>>.Empty);

    /// <summary>The first value of a field; empty when there is none.</summary>
    public string this[string field] => Typed.TryGetValue(field, out var values) && values.Length > 0 ? values[0] : "";

    /// <summary>The lines of a field that takes several codes: what a scanner ends with Enter, a hand with a new line.</summary>
    public ImmutableArray<string> Lines(string field) =>
        Typed.TryGetValue(field, out var values) ? [.. values.SelectMany(value => value.Split('\n')).Select(line => line.Trim()).Where(line => line.Length > 0)] : [];

    public Fields With(string field, string value) => new(Typed.SetItem(field, [value]));

    public static Fields Of(IEnumerable<KeyValuePair<string, StringValues>> form) =>
        new(form.ToImmutableDictionary(field => field.Key, field => field.Value.OfType<string>().Select(value => value.ReplaceLineEndings("\n")).ToImmutableArray(), StringComparer.Ordinal));

    /// <summary>Without what must not be kept or shown again.</summary>
    public Fields WithoutSecrets() => new(Typed.RemoveRange(Typed.Keys.Where(name => name.EndsWith("assword", StringComparison.Ordinal) || name.EndsWith(".key", StringComparison.Ordinal) || name.StartsWith('_'))));

    /// <summary>The id of a field on the page.</summary>
    public static string Id(string field) => field.Replace('.', '-');
}
