using FsCheck;
using FsCheck.Xunit;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Pdf;

namespace TherapyChain.Tests.Documents;

public sealed class LayoutTests
{
    const double Tolerance = 0.05;

    static readonly PageTemplate plain = new() { Left = 50, Right = 50, Top = 50, Bottom = 50 };
    static readonly string sentence = "Material handed over intact with seal and condition recorded by both parties at the door of the clean room. ";

    static PdfFile Set(params Block[] body) => new(new Paper(SamplePaper.Info, plain, body).ToPdf());

    [Fact]
    public void Every_page_shows_its_number_the_count_and_the_identifier()
    {
        using var file = new PdfFile(SamplePaper.Custody(70).ToPdf());
        var pages = file.Pages;
        Assert.InRange(pages, 4, 9);
        for (var page = 1; page <= pages; page++)
        {
            Assert.Contains($"page {page} of {pages}", file.Text(page), StringComparison.Ordinal);
            Assert.Contains(SamplePaper.Identity, file.Text(page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_table_that_goes_on_repeats_its_header_on_each_page_and_loses_no_row()
    {
        using var file = Set(new Table(Column.Mm(20), Column.Share())
        {
            Header = [["Number", "Heading of the column"]],
            Rows = [.. Enumerable.Range(1, 200).Select(Row (int i) => [$"r{i}", sentence])],
        });
        Assert.True(file.Pages > 4);
        for (var page = 1; page <= file.Pages; page++) Assert.Contains("Heading of the column", file.Text(page), StringComparison.Ordinal);
        var rows = file.Words().Where(w => w.Text.Length > 1 && w.Text[0] == 'r' && char.IsAsciiDigit(w.Text[1])).Select(w => w.Text);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"r{i}"), rows);
    }

    [Fact]
    public void A_row_does_not_split_unless_it_is_taller_than_a_page()
    {
        using var file = Set(
            new Blank(700),
            new Table(Column.Share())
            {
                Rows = [[new Stack(0, "first", "second", "third", "fourth")], [new Stack(0, Enumerable.Range(1, 90).Select(i => (Block)$"line{i}"))]],
            });
        var words = file.Words();
        Assert.Equal([2, 2, 2, 2], words.Where(w => w.Text is "first" or "second" or "third" or "fourth").Select(w => w.Page));
        Assert.Equal(Enumerable.Range(1, 90).Select(i => $"line{i}"), words.Select(w => w.Text).Where(t => t.StartsWith("line", StringComparison.Ordinal)));
        Assert.Equal(3, file.Pages);
        Assert.All(words, w => Assert.InRange(w.Bottom, 50, Length.A4Height - 50 + 3));
    }

    [Fact]
    public void Nothing_runs_out_of_its_cell_however_long_the_words_are()
    {
        var identifier = string.Concat(Enumerable.Repeat("DONAUDAMPFSCHIFFAHRT", 12));
        (double Left, double Right)[] cells = [(50, 150), (150, 210), (210, Length.A4Width - 50)];
        using var file = Set(new Table(Column.Fixed(100), Column.Fixed(60), Column.Share())
        {
            Rules = Rules.Grid, CellPadding = new(4, 2),
            Rows =
            [
                [SamplePaper.Head, "2026-03-14T09:26:53Z", sentence],
                [new Paragraph(Inline.Mono(SamplePaper.Head)), identifier, new Paragraph(Inline.Bold(identifier))],
                ["https://verify.example/ledger/orders/7c1b2f0e-52a4-4d7c-9a53-0d9f6f9a1e44?seq=12&head=1", "Αυτόλογηθεραπεία", "Швидкалоґістика-та-зберігання/транспорт"],
            ],
        });
        foreach (var word in file.Words())
            Assert.Contains(cells, c => word.Left >= c.Left + 4 - Tolerance && word.Right <= c.Right - 4 + Tolerance);
    }

    [Fact]
    public void A_long_identifier_is_broken_but_whole()
    {
        using var file = Set(new Columns(10, (Column.Fixed(90), new Paragraph(Inline.Mono(SamplePaper.Head))), (Column.Share(), "")));
        var words = file.Words();
        Assert.True(words.Count >= 4);
        Assert.Equal(SamplePaper.Head, string.Concat(words.Select(w => w.Text)));
        Assert.All(words, w => Assert.True(w.Right <= 50 + 90 + Tolerance));
    }

    [Fact]
    public void Lines_break_at_spaces_and_after_hyphens_between_letters_but_not_before_a_number()
    {
        using var sign = Set(new Columns(0, (Column.Fixed(30), "limit -150"), (Column.Share(), "")));
        Assert.Equal("limit\n-150", sign.RawText().Trim('\f', '\n'));
        using var narrow = Set(new Columns(0, (Column.Fixed(40), "vein-to-vein"), (Column.Share(), "")));
        Assert.Equal("vein-to-\nvein", narrow.RawText().Trim('\f', '\n'));
    }

    [Fact]
    public void A_heading_is_not_left_at_the_foot_of_a_page()
    {
        using var file = Set(new Blank(700), new Heading(2, "Signatures"), new Paragraph(sentence + sentence));
        Assert.All(file.Words(), w => Assert.Equal(2, w.Page));
    }

    [Fact]
    public void No_single_line_of_a_paragraph_stands_alone_on_a_page()
    {
        var text = string.Join('\n', Enumerable.Range(1, 5).Select(i => $"line{i}"));
        for (var blank = 660.0; blank < 742; blank += 6)
        {
            using var file = Set(new Blank(blank), new Paragraph(text));
            var pages = file.Words().Where(w => w.Text.StartsWith("line", StringComparison.Ordinal)).GroupBy(w => w.Page);
            Assert.All(pages, p => Assert.True(p.Count() >= 2));
        }
    }

    [Fact]
    public void What_is_kept_together_moves_as_a_whole()
    {
        using var file = Set(new Blank(690), new Stack(0, "one", "two", "three", "four", "five", "six") { KeepTogether = true });
        Assert.All(file.Words(), w => Assert.Equal(2, w.Page));
    }

    [Fact]
    public void Columns_as_wide_as_their_content_break_no_line_while_there_is_room()
    {
        using var file = Set(new Table(Column.Auto, Column.Share(), Column.Auto with { Align = Align.Right })
        {
            Rows = [["Order 7c1b2f0e", sentence, "8.4 × 10⁹"], ["x", sentence, "12"]],
        });
        var words = file.Words();
        var first = words.Where(w => w.Text is "Order" or "7c1b2f0e").ToList();
        Assert.Equal(first[0].Top, first[1].Top, 3);
        var right = words.Where(w => w.Text is "10⁹" or "12").Select(w => w.Right).ToList();
        Assert.Equal(right[0], right[1], 1);
    }

    [Fact]
    public void Cells_may_hold_tables_and_codes_and_span_columns()
    {
        using var file = Set(new Table(Column.Share(), Column.Share(), Column.Share())
        {
            Rules = Rules.Grid,
            Header = [[new Cell("over two") { Span = 2 }, "third"]],
            Rows =
            [
                [
                    new Barcode("A99992600041700"),
                    new Table(Column.Auto, Column.Auto) { Rows = [["in", "ner"]] },
                    new Cell(new Qr("text")) { Align = VerticalAlign.Middle },
                ],
                [new Cell("all of it") { Span = 3 }],
            ],
        });
        Assert.Equal(["CODE-128:A99992600041700", "QR-Code:text"], file.Scan().Order(StringComparer.Ordinal));
        Assert.Contains(file.Words(), w => w.Text == "ner");
    }

    [Fact]
    public void A_row_with_too_many_cells_is_refused() =>
        Assert.Throws<InvalidOperationException>(new Paper(SamplePaper.Info, plain, new Table(Column.Share()) { Rows = [["a", "b"]] }).ToPdf);

    [Fact]
    public void Columns_wider_than_the_page_are_refused() =>
        Assert.Throws<InvalidOperationException>(new Paper(SamplePaper.Info, plain, new Table(Column.Mm(120), Column.Mm(90)) { Rows = [["a", "b"]] }).ToPdf);

    [Fact]
    public void What_fits_on_no_page_is_refused_rather_than_cut() =>
        Assert.Throws<InvalidOperationException>(() => new Paper(SamplePaper.Info, plain, new Blank(2000)).ToPdf());

    [Fact]
    public void An_empty_paper_is_one_blank_page()
    {
        using var file = Set();
        Assert.Equal(1, file.Pages);
    }

    [Fact]
    public void A_box_longer_than_a_page_goes_on_with_its_frame()
    {
        using var file = Set(new Box(new Stack(0, Enumerable.Range(1, 100).Select(i => (Block)$"line{i}"))) { Border = Colour.Black });
        Assert.Equal(2, file.Pages);
        Assert.Equal(100, file.Words().Count);
    }

    [Property(MaxTest = 25)]
    public void Any_mixture_of_blocks_keeps_every_word_in_order_and_on_the_page(PositiveInt[] kinds)
    {
        var number = 0;
        string Word() => $"w{number++}";
        Block Of(int kind) => (kind % 7) switch
        {
            0 => new Heading(2, Word()),
            1 => new Paragraph(string.Join(' ', Enumerable.Range(0, 40 + kind % 300).Select(_ => Word()))),
            2 => new Table(Column.Auto, Column.Share())
            {
                Header = [["", "*"]],
                Rows = [.. Enumerable.Range(0, 1 + kind % 60).Select(Row (int i) => [Word(), new Stack(2, Enumerable.Range(0, 1 + i % 5).Select(_ => (Block)Word()))])],
            },
            3 => new Box(new Stack(4, Enumerable.Range(0, 1 + kind % 80).Select(_ => (Block)Word()))),
            4 => new Columns(9, (Column.Share(), Word()), (Column.Auto, new Stack(0, Enumerable.Range(0, 1 + kind % 9).Select(_ => (Block)Word())))),
            5 => new Stack(3, Enumerable.Range(0, 1 + kind % 30).Select(_ => (Block)Word())) { KeepTogether = true },
            _ => new Blank(kind % 600),
        };

        using var file = Set([.. kinds.Select(k => Of(97 * k.Get))]);
        var words = file.Words().Where(w => w.Text != "*").ToList();
        Assert.Equal(Enumerable.Range(0, number), words.Select(w => int.Parse(w.Text[1..], System.Globalization.CultureInfo.InvariantCulture)).Order());
        Assert.All(words, w => Assert.True(w.Left >= 50 - 0.05 && w.Right <= Length.A4Width - 50 + 0.05 && w.Top > 45 && w.Bottom < Length.A4Height - 45));
        // Pages follow one another: what comes later in the document never stands on an earlier page.
        var pages = words.OrderBy(w => int.Parse(w.Text[1..], System.Globalization.CultureInfo.InvariantCulture)).Select(w => w.Page).ToList();
        Assert.Equal(pages.Order(), pages);
    }
}
