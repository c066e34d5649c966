namespace TherapyChain.Documents.Layout;

/// <summary>The width of a column: fixed, as wide as its content, or a share of what the others leave.</summary>
public readonly record struct Column
{
    enum Kind { Share, Fixed, Auto }

    readonly Kind kind;
    readonly double value;

    Column(Kind kind, double value) => (this.kind, this.value) = (kind, value);

    /// <summary>Changes the style that the cells inherit.</summary>
    public Func<TextStyle, TextStyle>? Style { get; init; }
    public Align? Align { get; init; }
    public VerticalAlign? VerticalAlign { get; init; }

    public bool IsAuto => kind == Kind.Auto;

    /// <summary>As wide as the widest cell without a line break; narrower, down to its longest word, where space is short.</summary>
    public static Column Auto => new(Kind.Auto, 0);

    public static Column Fixed(double points) => new(Kind.Fixed, points);

    public static Column Mm(double millimetres) => new(Kind.Fixed, Length.Mm(millimetres));

    public static Column Share(double parts = 1) => new(Kind.Share, parts);

    internal TextStyle Resolve(TextStyle style)
    {
        var own = Style is null ? style : Style(style);
        return Align is { } align && align != own.Align ? own with { Align = align } : own;
    }

    /// <param name="wants">Least and natural width of the content of each column; looked at for <see cref="Auto"/> and shares only.</param>
    internal static double[] Distribute(IReadOnlyList<Column> columns, IReadOnlyList<(double Least, double Natural)> wants, double width)
    {
        var widths = new double[columns.Count];
        double given = 0, shares = 0, least = 0, natural = 0, shareLeast = 0;
        for (var i = 0; i < widths.Length; i++)
        {
            switch (columns[i].kind)
            {
                case Kind.Fixed: given += widths[i] = columns[i].value; break;
                case Kind.Share: (shares, shareLeast) = (shares + columns[i].value, shareLeast + wants[i].Least); break;
                case Kind.Auto: (least, natural) = (least + wants[i].Least, natural + wants[i].Natural); break;
            }
        }

        if (given > width + 0.5)
            throw new InvalidOperationException($"Fixed columns take {Length.InMm(given):0} mm where there are {Length.InMm(width):0} mm.");

        // Content columns get what they want as long as the shares keep their longest words; then they give way, at last below their own.
        var room = Math.Max(0, width - given);
        var forAuto = Math.Min(natural, Math.Max(Math.Min(least, room), room - shareLeast));
        for (var i = 0; i < widths.Length; i++)
        {
            if (columns[i].kind == Kind.Auto)
                widths[i] = forAuto >= least && natural > least
                    ? wants[i].Least + (wants[i].Natural - wants[i].Least) * (forAuto - least) / (natural - least)
                    : least > 0 ? wants[i].Least * forAuto / least : 0;
            else if (columns[i].kind == Kind.Share)
                widths[i] = (room - forAuto) * columns[i].value / shares;
        }

        return widths;
    }
}
