using System.Text;

namespace TherapyChain.Documents.Pdf;

/// <summary>Writes the tags of a document: the elements, and for each page the way back from its marks to them (ISO 32000-1, 14.7.4.4).</summary>
static class StructureTree
{
    /// <param name="pages">For each page its object and the tag of each mark on it.</param>
    /// <returns>The number of the structure tree root.</returns>
    public static int Write(PdfWriter writer, Tag root, IReadOnlyList<(int Id, IReadOnlyList<Tag> Marks)> pages)
    {
        var rootId = writer.Allocate();
        Number(writer, root);
        var b = new PdfBuffer();
        WriteElement(writer, root, rootId, pages, b);

        b.Clear();
        b.Write("<</Nums["u8);
        for (var page = 0; page < pages.Count; page++)
        {
            b.Write(page).Write((byte)'[');
            foreach (var tag in pages[page].Marks) b.WriteReference(tag.Id);
            b.Write((byte)']');
        }

        var parents = writer.Allocate();
        writer.Write(parents, b.Write("]>>"u8).Written);
        b.Clear();
        b.Write("<</Type/StructTreeRoot/K "u8).WriteReference(root.Id).Write("/ParentTree "u8).WriteReference(parents)
            .Write("/ParentTreeNextKey "u8).Write(pages.Count).Write(">>"u8);
        writer.Write(rootId, b.Written);
        return rootId;
    }

    static void Number(PdfWriter writer, Tag tag)
    {
        tag.Id = writer.Allocate();
        foreach (var child in tag.Children)
            if (child.HasContent)
                Number(writer, child);
    }

    static void WriteElement(PdfWriter writer, Tag tag, int parent, IReadOnlyList<(int Id, IReadOnlyList<Tag> Marks)> pages, PdfBuffer b)
    {
        b.Clear();
        Span<byte> kind = stackalloc byte[tag.Kind.Length];
        Encoding.ASCII.GetBytes(tag.Kind, kind);
        b.Write("<</S/"u8).Write(kind).Write("/P "u8).WriteReference(parent);
        if (tag.Alternative is not null) b.Write("/Alt"u8).WriteText(tag.Alternative);
        if (tag.Kind is "TH") b.Write("/A<</O/Table/Scope/Column/ColSpan "u8).Write(tag.ColumnSpan).Write(">>"u8);
        else if (tag.ColumnSpan > 1) b.Write("/A<</O/Table/ColSpan "u8).Write(tag.ColumnSpan).Write(">>"u8);
        if (tag.Marks.Count > 0) b.Write("/Pg "u8).WriteReference(pages[tag.Marks[0].Page].Id);
        b.Write("/K["u8);
        foreach (var (page, mark) in tag.Marks)
        {
            if (page == tag.Marks[0].Page) b.Write(mark).Write((byte)' ');
            else b.Write("<</Type/MCR/Pg "u8).WriteReference(pages[page].Id).Write("/MCID "u8).Write(mark).Write(">>"u8);
        }

        foreach (var child in tag.Children)
            if (child.HasContent)
                b.WriteReference(child.Id);
        writer.Write(tag.Id, b.Write("]>>"u8).Written);
        foreach (var child in tag.Children)
            if (child.HasContent)
                WriteElement(writer, child, tag.Id, pages, b);
    }
}
