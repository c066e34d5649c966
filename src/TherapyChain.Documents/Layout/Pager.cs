namespace TherapyChain.Documents.Layout;

/// <summary>A piece on a page.</summary>
/// <param name="Y">Distance from the top of the page's body.</param>
/// <param name="Repeated">A header row shown again.</param>
readonly record struct Placed(Piece Piece, double Y, bool Repeated);

/// <summary>Fills pages from a flow of pieces. Pure: what it decides depends on heights alone.</summary>
sealed class Pager
{
    // A cut row leaves at least this much of itself at the foot of a page.
    const double LeastHead = 60;

    readonly List<Piece> flow;
    readonly Func<int, double> heightOf;
    readonly List<List<Placed>> pages = [];
    List<Placed> page = [];
    double filled;
    bool hasContent;

    Pager(List<Piece> flow, Func<int, double> heightOf) => (this.flow, this.heightOf) = (flow, heightOf);

    double Room => heightOf(pages.Count) - filled;

    /// <param name="heightOf">Height of the body of a page, by its index.</param>
    /// <exception cref="InvalidOperationException">A piece that cannot be cut is taller than a page.</exception>
    public static List<List<Placed>> Fill(List<Piece> flow, Func<int, double> heightOf) => new Pager(flow, heightOf).Fill();

    List<List<Placed>> Fill()
    {
        var i = 0;
        while (i < flow.Count)
        {
            if (flow[i].OnNewPage && hasContent) EndPage();
            var end = i;
            while (end + 1 < flow.Count && flow[end].KeepWithNext && !flow[end + 1].OnNewPage) end++;
            BeginWith(flow[i]);
            var needed = Needed(i, end);
            if (needed <= Room)
            {
                for (; i <= end; i++) Put(flow[i]);
                continue;
            }

            if (hasContent && needed <= FreshRoom(flow[i]))
            {
                EndPage();
                continue;
            }

            // Together they fill more than a page: keep what can be kept.
            if (PutFirst(i)) i++;
        }

        pages.Add(page);
        return pages;
    }

    bool PutFirst(int i)
    {
        if (Needed(i, i) <= Room)
        {
            Put(flow[i]);
            return true;
        }

        var room = Room - (hasContent ? flow[i].Before : 0);
        if ((!hasContent || room >= LeastHead && flow[i].Height > FreshRoom(flow[i])) && flow[i].Split(room) is var (head, tail))
        {
            head.Before = flow[i].Before;
            Put(head);
            flow[i] = tail;
            EndPage();
            return false;
        }

        if (!hasContent)
            throw new InvalidOperationException($"A part of the document is {Length.InMm(flow[i].Height):0} mm high and fits on no page.");
        EndPage();
        return false;
    }

    double FreshRoom(Piece piece)
    {
        var height = heightOf(pages.Count + 1);
        return RepeatsHeader(piece, height) ? height - Piece.HeightOf(piece.Repeats!) : height;
    }

    // A header that takes half the page would leave no room for what it heads.
    static bool RepeatsHeader(Piece piece, double pageHeight) => piece.Repeats is { } header && Piece.HeightOf(header) < pageHeight / 2;

    double Needed(int first, int last)
    {
        double height = 0;
        for (var i = first; i <= last; i++) height += flow[i].Height + (i == first && !hasContent ? 0 : flow[i].Before);
        return height;
    }

    void BeginWith(Piece piece)
    {
        if (pages.Count == 0 || filled > 0 || !RepeatsHeader(piece, heightOf(pages.Count))) return;
        foreach (var row in piece.Repeats!)
        {
            page.Add(new(row, filled, true));
            filled += row.Height;
        }
    }

    void Put(Piece piece)
    {
        if (hasContent) filled += piece.Before;
        page.Add(new(piece, filled, false));
        filled += piece.Height;
        hasContent = true;
    }

    void EndPage()
    {
        pages.Add(page);
        page = [];
        filled = 0;
        hasContent = false;
    }
}
