namespace TherapyChain.Documents.Pdf;

/// <summary>
/// A node of the document's logical structure (tagged PDF, ISO 32000-1, 14.7 and 14.8), in reading order. What is drawn under a tag
/// becomes its content; a tag under which nothing was drawn leaves no trace in the file.
/// </summary>
public sealed class Tag
{
    readonly List<Tag> children = [];
    readonly List<(int Page, int Mark)> marks = [];

    /// <param name="kind">A standard structure type: <c>H1</c>, <c>P</c>, <c>Table</c>, <c>TR</c>, <c>TH</c>, <c>TD</c>, <c>Figure</c>, ...</param>
    /// <param name="parent">The enclosing element; null for the root.</param>
    public Tag(string kind, Tag? parent)
    {
        Kind = kind;
        Parent = parent;
        parent?.children.Add(this);
    }

    public string Kind { get; }
    public Tag? Parent { get; }

    /// <summary>What to say in place of a picture.</summary>
    public string? Alternative { get; init; }

    public int ColumnSpan { get; init; } = 1;

    internal int Id { get; set; }
    internal IReadOnlyList<Tag> Children => children;
    internal IReadOnlyList<(int Page, int Mark)> Marks => marks;
    internal bool HasContent { get; private set; }

    internal void Mark(int page, int mark)
    {
        marks.Add((page, mark));
        for (var tag = this; tag is { HasContent: false }; tag = tag.Parent) tag.HasContent = true;
    }
}
