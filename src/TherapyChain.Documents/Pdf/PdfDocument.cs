using NodaTime;
using NodaTime.Text;
using TherapyChain.Documents.Fonts;

namespace TherapyChain.Documents.Pdf;

/// <summary>What a file says about itself.</summary>
/// <param name="Created">The instant written as creation and modification time; the writer reads no clock.</param>
/// <param name="Language">BCP 47 tag of the language of the text.</param>
public sealed record PdfInfo(string Title, string Language, Instant Created)
{
    public string? Author { get; init; }
    public string? Subject { get; init; }
    public string Producer { get; init; } = "TherapyChain";
}

/// <summary>
/// A PDF 1.7 file in the making: tagged, fonts embedded as subsets, the same bytes for the same calls. It declares no conformance
/// to a PDF/A or PDF/UA profile. Not thread-safe; any number of documents may be made at the same time.
/// </summary>
public sealed class PdfDocument
{
    readonly PdfInfo info;
    readonly PdfWriter writer;
    readonly DocumentFont?[] fonts = new DocumentFont?[Faces.Count];
    readonly List<Canvas> pages = [];
    readonly List<Bookmark> bookmarks = [];

    public PdfDocument(PdfInfo info) : this(info, new PdfWriter()) { }

    internal PdfDocument(PdfInfo info, PdfWriter writer) => (this.info, this.writer) = (info, writer);

    /// <summary>The root of the logical structure, under which the tags of the content go.</summary>
    public Tag Root { get; } = new("Document", null);

    /// <param name="width">In points.</param>
    /// <param name="height">In points.</param>
    public Canvas AddPage(double width, double height)
    {
        var page = new Canvas(this, pages.Count, width, height);
        pages.Add(page);
        return page;
    }

    internal DocumentFont Use(Face face) => fonts[(int)face] ??= new(face, writer.Allocate());

    internal void AddBookmark(int level, string title, int page, double top) => bookmarks.Add(new(level, title, page, top));

    /// <summary>Completes the file. To be called once.</summary>
    /// <exception cref="InvalidOperationException">The document has no page.</exception>
    public byte[] Save()
    {
        if (pages.Count == 0) throw new InvalidOperationException("A PDF needs at least one page.");
        int catalog = writer.Allocate(), tree = writer.Allocate(), resources = writer.Allocate();
        var pageIds = pages.ConvertAll(_ => writer.Allocate());
        for (var i = 0; i < pages.Count; i++) WritePage(i, pageIds[i], tree, resources);
        WriteResources(resources);

        var b = new PdfBuffer();
        b.Write("<</Type/Pages/Count "u8).Write(pages.Count).Write("/Kids["u8);
        foreach (var id in pageIds) b.WriteReference(id);
        writer.Write(tree, b.Write("]>>"u8).Written);

        b.Clear();
        b.Write("<</Type/Catalog/Pages "u8).WriteReference(tree).Write("/Lang"u8).WriteText(info.Language)
            .Write("/ViewerPreferences<</DisplayDocTitle true>>/Metadata "u8).WriteReference(WriteMetadata());
        if (Root.HasContent)
        {
            var marked = pages.Select((page, i) => (pageIds[i], page.Marks)).ToList();
            b.Write("/MarkInfo<</Marked true>>/StructTreeRoot "u8).WriteReference(StructureTree.Write(writer, Root, marked));
        }

        if (bookmarks.Count > 0) b.Write("/Outlines "u8).WriteReference(Outline.Write(writer, bookmarks, pageIds)).Write("/PageMode/UseOutlines"u8);
        writer.Write(catalog, b.Write(">>"u8).Written);
        return writer.Finish(catalog, WriteInfo());
    }

    /// <summary>Writes what was drawn on a page as a picture with fonts of its own, to be shown by an annotation, instead of saving the document.</summary>
    internal int WriteForm(Canvas canvas)
    {
        int form = writer.Allocate(), resources = writer.Allocate();
        var content = canvas.Close();
        WriteResources(resources);
        var b = new PdfBuffer();
        b.Write("/Type/XObject/Subtype/Form/BBox[0 0 "u8).Write(canvas.Width).Write((byte)' ').Write(canvas.Height).Write("]/Resources "u8).WriteReference(resources);
        writer.WriteStream(form, b.Written, content);
        return form;
    }

    void WritePage(int index, int id, int tree, int resources)
    {
        var page = pages[index];
        var content = writer.Allocate();
        writer.WriteStream(content, [], page.Close());
        var b = new PdfBuffer();
        b.Write("<</Type/Page/Parent "u8).WriteReference(tree).Write("/MediaBox[0 0 "u8).Write(page.Width).Write((byte)' ').Write(page.Height)
            .Write("]/Resources "u8).WriteReference(resources).Write("/Contents "u8).WriteReference(content)
            .Write("/StructParents "u8).Write(index).Write("/Tabs/S"u8);
        if (page.Links.Count > 0)
        {
            b.Write("/Annots["u8);
            foreach (var (x, y, width, height, target) in page.Links)
                b.Write("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect["u8)
                    .Write(x).Write((byte)' ').Write(page.Height - y - height).Write((byte)' ')
                    .Write(x + width).Write((byte)' ').Write(page.Height - y).Write("]/Contents"u8).WriteText(target.AbsoluteUri)
                    .Write("/A<</S/URI/URI"u8).WriteText(target.AbsoluteUri).Write(">>>>"u8);
            b.Write("]"u8);
        }

        writer.Write(id, b.Write(">>"u8).Written);
    }

    void WriteResources(int id)
    {
        var b = new PdfBuffer();
        b.Write("<</Font<<"u8);
        for (var face = 0; face < fonts.Length; face++)
        {
            if (fonts[face] is not { } font) continue;
            b.Write("/F"u8).Write(face).Write((byte)' ').WriteReference(font.Id);
            font.Write(writer);
        }

        writer.Write(id, b.Write(">>>>"u8).Written);
    }

    int WriteMetadata()
    {
        var id = writer.Allocate();
        writer.WritePlainStream(id, "/Type/Metadata/Subtype/XML"u8, Metadata.Xmp(info));
        return id;
    }

    int WriteInfo()
    {
        var b = new PdfBuffer();
        var date = InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmmss").Format(info.Created);
        b.Write("<</Title"u8).WriteText(info.Title);
        if (info.Author is not null) b.Write("/Author"u8).WriteText(info.Author);
        if (info.Subject is not null) b.Write("/Subject"u8).WriteText(info.Subject);
        b.Write("/Producer"u8).WriteText(info.Producer)
            .Write("/CreationDate"u8).WriteText($"D:{date}Z").Write("/ModDate"u8).WriteText($"D:{date}Z").Write(">>"u8);
        var id = writer.Allocate();
        writer.Write(id, b.Written);
        return id;
    }
}
