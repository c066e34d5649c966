using TherapyChain.Documents.Barcodes;
using TherapyChain.Documents.Layout;

namespace TherapyChain.Tests.Documents;

public sealed class DataMatrixTests
{
    [Theory]
    [InlineData("=A99992600041700")]
    [InlineData("=+04000=/A9997XYZ100T0479=A99991712345600=,000012=>019031")]
    [InlineData("&/CHA999926000001")]
    [InlineData("ABCdef !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~")]
    [InlineData("1")]
    public void A_reader_finds_the_text_of_a_matrix(string text)
    {
        using var file = new PdfFile(new Paper(SamplePaper.Info, new(), new Matrix(text)).ToPdf());
        Assert.Equal(text, file.ScanMatrix());
    }

    [Fact]
    public void A_GS1_matrix_begins_with_FNC1_and_separates_with_it()
    {
        const string text = "\u001d010401234511111817270630101234\u001d21A-9";
        using var file = new PdfFile(new Paper(SamplePaper.Info, new(), new Matrix(text)).ToPdf());
        Assert.Equal(text, file.ScanMatrix());
        Assert.Equal(232, DataMatrix.Symbols(text)[0]);
    }

    [Fact]
    public void The_codewords_are_those_of_the_example_in_the_standard() =>
        Assert.Equal<byte>([142, 164, 186, 114, 25, 5, 88, 102], DataMatrix.Symbols("123456"));

    public static TheoryData<int> Capacities => [3, 5, 8, 12, 18, 22, 30, 36, 44, 62, 86, 114, 144, 174, 204, 280, 368, 456, 576, 696, 816, 1050, 1304, 1558];

    [Theory, MemberData(nameof(Capacities))]
    public void Every_square_is_read(int codewords)
    {
        // Two codewords fewer than it holds still take this square, and padding is read with them.
        var length = codewords - (codewords > 12 ? 2 : 0);
        var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('A' + (i * 7 + i / 26) % 26)));
        using var file = new PdfFile(new Paper(SamplePaper.Info, new(), new Matrix(text) { Size = Length.Mm(length > 400 ? 120 : 60) }).ToPdf());
        Assert.Equal(text, file.ScanMatrix(length > 400 ? 300 : 200));
        Assert.True(DataMatrix.Symbols(text).Length > codewords);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Å")]
    public void What_a_matrix_cannot_hold_is_refused(string text) => Assert.Throws<ArgumentException>(() => DataMatrix.Encode(text));

    [Fact]
    public void A_text_longer_than_the_largest_square_is_refused() => Assert.Throws<ArgumentException>(() => DataMatrix.Encode(new string('x', 1559)));
}
