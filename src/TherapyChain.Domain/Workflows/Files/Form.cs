using System.Collections.Immutable;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>
/// What a place in a file may hold. One declaration of a file's form serves twice: <see cref="FormCheck"/> compares a file with it, and
/// <see cref="FormSchema"/> publishes it as JSON Schema, so that the two cannot drift apart.
/// </summary>
internal abstract record Form
{
    private Form() { }

    /// <summary>What the keys are for that must stand in it: words that a finding repeats where one is missing.</summary>
    public IEnumerable<string> Demands => this switch
    {
        List list => list.Item.Demands,
        Row row => row.Items.SelectMany(item => item.Demands),
        Names names => names.Value.Demands,
        Map map => map.Fields.SelectMany(f => f.Form.Demands.Concat(f.Required ? [f.About] : [])),
        Either either => either.More.Demands,
        Kinds kinds => kinds.Choices.SelectMany(choice => choice.Demands),
        _ => [],
    };

    /// <summary>A name in kebab-case.</summary>
    public sealed record Name : Form;

    /// <summary>Words for people, not empty.</summary>
    public sealed record Text(int MaxLength) : Form;

    /// <summary>One word of a closed set; <paramref name="What"/> is what such a word is called, "a role".</summary>
    public sealed record OneOf(Sentence What, IReadOnlyCollection<string> Words) : Form;

    public sealed record Whole(int Min, int Max) : Form;

    public sealed record Number : Form;

    public sealed record Flag : Form;

    /// <summary>The flag true and no other: a key whose presence is the statement.</summary>
    public sealed record Yes : Form;

    /// <summary>A number, a space, °C.</summary>
    public sealed record Celsius : Form;

    /// <summary>An ISO 8601 period longer than nothing.</summary>
    public sealed record Period : Form;

    /// <param name="OrSingle">Whether an only item may stand without brackets.</param>
    public sealed record List(Form Item, bool OrSingle = false, bool MayBeEmpty = false) : Form;

    /// <summary>Exactly these items in this order.</summary>
    public sealed record Row(ImmutableArray<Form> Items) : Form;

    /// <summary>A mapping whose keys are free names (<paramref name="Key"/>).</summary>
    public sealed record Names(Form Key, Form Value) : Form;

    /// <summary>A mapping with these keys and no others.</summary>
    public sealed record Map(params ImmutableArray<Field> Fields) : Form
    {
        /// <summary>Among <see cref="Kinds"/>: this kind is not meant when that key, which tells another kind, stands too.</summary>
        public string? Unless { get; init; }
    }

    /// <summary>A single word, or a mapping or list that says more.</summary>
    public sealed record Either(OneOf Word, Form More) : Form;

    /// <summary>Exactly one of several mappings, told apart by the first field of each.</summary>
    public sealed record Kinds(Sentence What, params ImmutableArray<Map> Choices) : Form;
}

/// <summary>One key of a mapping.</summary>
internal sealed record Field(string Key, Form Form, bool Required, string About);
