using System.Collections;
using TherapyChain.Documents.Barcodes;
using TherapyChain.Documents.Pdf;

namespace TherapyChain.Documents.Layout;

/// <summary>A Code 128 bar code with its text below.</summary>
/// <exception cref="ArgumentException">When set: the text is empty or not ASCII.</exception>
public sealed class Barcode(string text) : Block
{
    /// <summary>Width of the narrowest bar in points, 0.33 mm unless set. It shrinks where the column is narrower than the code.</summary>
    public double Module { get; init; } = Length.Mm(0.33);
    public double Height { get; init; } = Length.Mm(11);
    public bool ShowsText { get; init; } = true;

    /// <summary>What stands below instead of the text: of a GS1 element string the printed form.</summary>
    public string? Caption { get; init; }

    internal override void Lay(Setting setting, double width, List<Piece> flow)
    {
        var widths = Code128.Encode(text);
        var modules = Modules(widths);
        var module = Math.Min(Module, width / modules);
        var bars = new List<(double, double, double, double)>();
        double x = Code128.QuietZone * module;
        for (var i = 0; i < widths.Length; i++)
        {
            if (i % 2 == 0) bars.Add((x, 0, widths[i] * module, Height));
            x += widths[i] * module;
        }

        var own = modules * module;
        var pieces = new List<Piece> { new BarsPiece(bars, own, Height, own, Align.Left, setting.Element("Figure", $"Code 128: {Shown}")) };
        var centred = new Setting(setting.Style with { Align = Align.Centre }, setting.Parent);
        if (ShowsText) new Paragraph(Shown) { Style = s => s.Mono }.Place(centred, own, 1, pieces);
        var left = setting.Style.Align switch { Align.Centre => (width - own) / 2, Align.Right => width - own, _ => 0 };
        flow.Add(new CellsPiece([new(left, own, default, pieces)], new()));
    }

    internal override (double Least, double Natural) Widths(TextStyle style)
    {
        var natural = Modules(Code128.Encode(text)) * Module;
        return (natural, natural);
    }

    string Shown => Caption ?? text.Replace("\u001d", " ", StringComparison.Ordinal).Trim();

    static int Modules(byte[] widths) => 2 * Code128.QuietZone + widths.Sum(w => w);
}

/// <summary>A QR code.</summary>
public sealed class Qr(string text) : SquareCode
{
    internal override string Says => $"QR: {text}";

    internal override IReadOnlyList<BitArray> Rows => QrCode.Encode(text);
}

/// <summary>A Data Matrix; a text that begins with ASCII 29 is a GS1 element string.</summary>
/// <exception cref="ArgumentException">When set: the text is empty, not ASCII or too long.</exception>
public sealed class Matrix(string text) : SquareCode
{
    internal override string Says => $"Data Matrix: {text.Replace("\u001d", " ", StringComparison.Ordinal).Trim()}";

    internal override IReadOnlyList<BitArray> Rows => DataMatrix.Encode(text);
}

/// <summary>A square of dark and light modules.</summary>
public abstract class SquareCode : Block
{
    private protected SquareCode() { }

    /// <summary>Side in points, quiet zone included.</summary>
    public double Size { get; init; } = Length.Mm(28);

    /// <summary>What a reading program says in its place.</summary>
    public string? Alternative { get; init; }

    internal abstract string Says { get; }

    internal abstract IReadOnlyList<BitArray> Rows { get; }

    internal override void Lay(Setting setting, double width, List<Piece> flow)
    {
        var rows = Rows;
        var size = Math.Min(Size, width);
        var module = size / rows.Count;
        var bars = new List<(double, double, double, double)>();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count;)
            {
                var start = x;
                while (x < rows.Count && rows[y][x]) x++;
                // Dark neighbours are one rectangle: half the file, and no seams.
                if (x > start) bars.Add((start * module, y * module, (x - start) * module, module));
                else x++;
            }
        }

        var element = setting.Element("Figure", Alternative ?? Says);
        flow.Add(new BarsPiece(bars, size, size, width, setting.Style.Align, element));
    }

    internal override (double Least, double Natural) Widths(TextStyle style) => (Size, Size);
}

sealed class BarsPiece : Piece
{
    readonly (double X, double Y, double Width, double Height)[] bars;
    readonly double left;
    readonly Tag? element;

    public BarsPiece(List<(double, double, double, double)> bars, double ownWidth, double height, double width, Align align, Tag? element)
    {
        (this.bars, Height, this.element) = ([.. bars], height, element);
        left = align switch { Align.Centre => (width - ownWidth) / 2, Align.Right => width - ownWidth, _ => 0 };
    }

    public override void Paint(Canvas canvas, double x, double y, bool first, bool repeated)
    {
        var moved = new (double, double, double, double)[bars.Length];
        for (var i = 0; i < bars.Length; i++) moved[i] = (x + left + bars[i].X, y + bars[i].Y, bars[i].Width, bars[i].Height);
        canvas.Under(repeated ? null : element);
        canvas.Bars(moved);
    }
}
