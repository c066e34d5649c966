namespace TherapyChain.Documents.Pdf;

readonly record struct Bookmark(int Level, string Title, int Page, double Top);

/// <summary>Writes the outline that viewers show beside the pages (ISO 32000-1, 12.3.3).</summary>
static class Outline
{
    /// <param name="bookmarks">In reading order. A level that skips one is taken as the next deeper one.</param>
    public static int Write(PdfWriter writer, IReadOnlyList<Bookmark> bookmarks, IReadOnlyList<int> pageIds)
    {
        var root = new Node(writer.Allocate(), null, 0, default);
        var last = root;
        foreach (var bookmark in bookmarks)
        {
            var parent = last;
            while (parent.Parent is not null && parent.Level >= bookmark.Level) parent = parent.Parent;
            last = new Node(writer.Allocate(), parent, bookmark.Level, bookmark);
            parent.Children.Add(last);
        }

        WriteNode(writer, root, 0, pageIds);
        return root.Id;
    }

    static void WriteNode(PdfWriter writer, Node node, int place, IReadOnlyList<int> pageIds)
    {
        var b = new PdfBuffer(256);
        b.Write("<<"u8);
        if (node.Parent is { } parent)
        {
            b.Write("/Title"u8).WriteText(node.Target.Title).Write("/Parent "u8).WriteReference(parent.Id)
                .Write("/Dest["u8).WriteReference(pageIds[node.Target.Page]).Write("/XYZ null "u8).Write(node.Target.Top).Write(" null]"u8);
            if (place > 0) b.Write("/Prev "u8).WriteReference(parent.Children[place - 1].Id);
            if (place < parent.Children.Count - 1) b.Write("/Next "u8).WriteReference(parent.Children[place + 1].Id);
        }
        else
        {
            b.Write("/Type/Outlines"u8);
        }

        if (node.Children is [var first, ..])
            b.Write("/First "u8).WriteReference(first.Id)
                .Write("/Last "u8).WriteReference(node.Children[^1].Id).Write("/Count "u8).Write(node.Descendants);
        writer.Write(node.Id, b.Write(">>"u8).Written);
        for (var i = 0; i < node.Children.Count; i++) WriteNode(writer, node.Children[i], i, pageIds);
    }

    sealed class Node(int id, Node? parent, int level, Bookmark target)
    {
        public int Id => id;
        public Node? Parent => parent;
        public int Level => level;
        public Bookmark Target => target;
        public List<Node> Children { get; } = [];
        public int Descendants => Children.Count + Children.Sum(c => c.Descendants);
    }
}
