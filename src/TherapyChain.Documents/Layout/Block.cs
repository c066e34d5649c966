using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Layout;

/// <summary>
/// A part of a document that stands on its own: a paragraph, a table, a code. Blocks describe; they know neither page nor position, so
/// another layout engine could set the same description. Plain text converts to a paragraph by itself.
/// </summary>
public abstract class Block
{
    /// <summary>Space above in points, in place of what the enclosing block gives. It vanishes at the top of a page or cell.</summary>
    public double? Before { get; init; }

    /// <summary>What inherited style becomes here.</summary>
    public Func<TextStyle, TextStyle>? Style { get; init; }

    /// <summary>Do not leave this at the foot of a page without what follows.</summary>
    public bool KeepWithNext { get; init; }

    /// <summary>Move to the next page rather than break, unless longer than a page.</summary>
    public bool KeepTogether { get; init; }

    public bool OnNewPage { get; init; }

    public static implicit operator Block(string text) => new Paragraph(text);

    public static Block FromString(string text) => new Paragraph(text);

    /// <summary>Adds the pieces of this block to a flow of the given width.</summary>
    internal void Place(Setting setting, double width, double before, List<Piece> flow)
    {
        var first = flow.Count;
        Lay(Style is null ? setting : setting with { Style = Style(setting.Style) }, width, flow);
        if (flow.Count == first) return;
        flow[first].Before = Before ?? before;
        flow[first].OnNewPage |= OnNewPage;
        if (KeepTogether)
            for (var i = first; i < flow.Count - 1; i++)
                flow[i].KeepWithNext = true;
        if (KeepWithNext) flow[^1].KeepWithNext = true;
    }

    internal abstract void Lay(Setting setting, double width, List<Piece> flow);

    /// <summary>The least width that breaks nothing by force, and the width that needs no line break.</summary>
    internal abstract (double Least, double Natural) Widths(TextStyle style);

    private protected TextStyle Resolve(TextStyle style) => Style is null ? style : Style(style);
}

/// <summary>What a block inherits.</summary>
/// <param name="Parent">Element of the reading order to hang the block under; null for running headers and footers, which are not read.</param>
/// <param name="IsOnly">The block is the only one of <paramref name="Parent"/> and may use it as its own.</param>
readonly record struct Setting(TextStyle Style, Tag? Parent, bool IsOnly = false)
{
    public Tag? Element(string kind, string? alternative = null) => Parent is null ? null : new(kind, Parent) { Alternative = alternative };
}
