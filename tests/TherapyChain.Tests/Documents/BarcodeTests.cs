using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using TherapyChain.Documents.Barcodes;
using TherapyChain.Documents.Layout;

namespace TherapyChain.Tests.Documents;

public sealed class BarcodeTests
{
    [Theory]
    [InlineData("COI-2026-KAR-000417")]
    [InlineData("=A99992600041700")]
    [InlineData("!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    [InlineData("abcdefghijklmnopqrstuvwxyz")]
    [InlineData("0001020304050607080910111213141516171819")]
    [InlineData("2021222324252627282930313233343536373839")]
    [InlineData("4041424344454647484950515253545556575859")]
    [InlineData("6061626364656667686970717273747576777879")]
    [InlineData("8081828384858687888990919293949596979899")]
    [InlineData("A1")]
    [InlineData("x12345y")]
    public void A_reader_finds_the_text_of_a_bar_code(string text)
    {
        using var file = new PdfFile(new Paper(SamplePaper.Info, new(), new Barcode(text)).ToPdf());
        Assert.Equal(["CODE-128:" + text], file.Scan());
        Assert.Contains(text, file.Text().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_GS1_element_string_begins_with_FNC1_and_separates_with_it()
    {
        const string scanned = "010401234511111810LOT-1\u001d21A-9";
        using var file = new PdfFile(new Paper(SamplePaper.Info, new(), new Barcode("\u001d" + scanned) { Caption = "(01)04012345111118(10)LOT-1(21)A-9" }).ToPdf());
        Assert.Equal(["CODE-128:" + scanned], file.Scan());
        Assert.Contains("(01)04012345111118(10)LOT-1(21)A-9", file.Text(), StringComparison.Ordinal);
        Assert.Equal(102, Code128.Symbols("\u001d" + scanned)[1]);
    }

    [Fact]
    public void A_page_with_both_codes_is_read_from_paper()
    {
        using var file = new PdfFile(SamplePaper.Grid(1).ToPdf());
        Assert.Equal(["CODE-128:" + SamplePaper.Identity, $"QR-Code:https://verify.example/{SamplePaper.Head}"], file.Scan().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("1234", new[] { 105, 12, 34, 82, 106 })]
    [InlineData("Ab", new[] { 104, 33, 66, 63, 106 })]
    [InlineData("\r\n", new[] { 103, 77, 74, 19, 106 })]
    public void Symbols_are_those_of_the_standard(string text, int[] expected) => Assert.Equal(expected, Code128.Symbols(text));

    [Theory]
    [InlineData("AB123456", 2 + 1 + 3)] // A change to C pays for six digits
    [InlineData("A12B", 4)] // and not for two in the middle.
    [InlineData("123456A", 3 + 1 + 1)]
    [InlineData("12345", 2 + 1 + 1)]
    public void The_shortest_mixture_of_code_sets_is_taken(string text, int symbols) => Assert.Equal(symbols + 3, Code128.Symbols(text).Length);

    [Theory]
    [InlineData("")]
    [InlineData("Å")]
    public void What_Code_128_cannot_hold_is_refused(string text) => Assert.Throws<ArgumentException>(() => Code128.Encode(text));

    [Property(MaxTest = 300)]
    public Property Decoding_the_symbols_by_the_rules_of_the_standard_gives_the_text_back() =>
        Prop.ForAll(Gen.Choose(0, 127).Select(i => (char)i).NonEmptyListOf().Select(c => string.Concat(c)).ToArbitrary(), text =>
        {
            var symbols = Code128.Symbols(text);
            var sum = symbols[0] + symbols[1..^2].Select((s, i) => s * (i + 1)).Sum();
            return symbols[^2] == sum % 103 && Decode(symbols[..^2]) == text && Code128.Encode(text).Sum(w => w) == 11 * (symbols.Length - 1) + 13;
        });

    static string Decode(int[] symbols)
    {
        var text = new System.Text.StringBuilder();
        var set = "ABC"[symbols[0] - 103];
        foreach (var symbol in symbols[1..])
        {
            if (symbol == 102) text.Append('\u001d');
            else if (set != 'A' && symbol == 101) set = 'A';
            else if (set != 'B' && symbol == 100) set = 'B';
            else if (set != 'C' && symbol == 99) set = 'C';
            else if (set == 'C') text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{symbol:00}");
            else text.Append((char)(set == 'A' && symbol >= 64 ? symbol - 64 : symbol + 32));
        }

        return text.ToString();
    }
}
