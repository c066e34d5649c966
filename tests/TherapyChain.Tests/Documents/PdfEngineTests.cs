using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TherapyChain.Documents.Fonts;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Pdf;

namespace TherapyChain.Tests.Documents;

public sealed partial class PdfEngineTests
{
    static readonly string[] sources = ["SourceSans3-Regular", "SourceSans3-SemiBold", "SourceCodePro-Regular"];

    static byte[] Set(params Block[] body) => new Paper(SamplePaper.Info, new(), body).ToPdf();

    [Fact]
    public void A_file_has_no_syntax_or_stream_errors()
    {
        using var file = new PdfFile(SamplePaper.Custody(60).ToPdf());
        Assert.Contains("No syntax or stream encoding errors", PdfFile.Run("qpdf", "--check", file.Location), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_font_is_embedded_and_really_cut_down()
    {
        using var file = new PdfFile(SamplePaper.Custody(8).ToPdf());
        var lines = PdfFile.Run("pdffonts", file.Location).Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];
        Assert.Equal(sources.Order(), lines.Select(l => l.Split(' ')[0].Split('+')[1]).Order());
        Assert.All(lines, l => Assert.Matches(@"yes yes yes\s+\d+\s+0$", l));

        var open = file.Unpacked();
        var programs = FontFile().Matches(File.ReadAllText(open, Encoding.Latin1));
        Assert.Equal(3, programs.Count);
        foreach (Match program in programs)
        {
            var length = PdfFile.Run("qpdf", $"--show-object={program.Groups[1].Value}", "--filtered-stream-data", open).Length;
            Assert.InRange(length, 1000, Faces.Font(Face.Mono).FileLength / 2);
        }
    }

    [Fact]
    public void Text_in_three_scripts_can_be_copied_out()
    {
        using var file = new PdfFile(SamplePaper.Custody(8).ToPdf());
        var text = file.Text();
        Assert.Contains("Zdeněk Říha", text, StringComparison.Ordinal);
        Assert.Contains("Ελένη Παπαδοπούλου", text, StringComparison.Ordinal);
        Assert.Contains("Олена Шевченко", text, StringComparison.Ordinal);
        Assert.Contains("−190 °C; limit ≤ −150 °C; 10⁹ cells, µ = 4.2 × 10⁸ ± 3 %", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_characters_that_share_a_glyph_copy_out_as_written()
    {
        // Micro sign and Greek mu, Ohm sign and Omega (joined by NFC), plain and no-break hyphen, increment and Delta.
        using var file = new PdfFile(Set("µμ", "-\u2011", "∆Δ", "х Кx K", "µμ again"));
        var text = file.RawText();
        Assert.Contains("µμ\n", text, StringComparison.Ordinal);
        Assert.Contains("-\u2011", text, StringComparison.Ordinal);
        Assert.Contains("∆Δ", text, StringComparison.Ordinal);
        Assert.Contains("х Кx K", text, StringComparison.Ordinal);
        Assert.Contains("µμ again", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Decomposed_text_is_composed_before_it_is_set()
    {
        using var file = new PdfFile(Set("A\u030Asa Zde\u0301"));
        Assert.Contains("Åsa Zdé", file.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Face.Mono, 0x2717, Face.Regular)] // A ballot cross is in the text face only.
    [InlineData(Face.Regular, 'x', Face.Regular)]
    public void A_character_missing_in_one_face_comes_from_another(Face wanted, int character, Face expected)
    {
        var (face, glyph) = Faces.Resolve(wanted, character);
        Assert.Equal(expected, face);
        Assert.NotEqual(0, glyph);
    }

    [Theory]
    [InlineData(0x6F22)] // Chinese
    [InlineData(0x1FA78)] // a drop of blood
    [InlineData(0x0000)]
    [InlineData(0x0007)]
    [InlineData(0x202E)] // turns the direction of writing
    [InlineData(0xD800)] // half a character
    public void What_no_face_has_shows_as_a_crossed_box(int odd)
    {
        var text = odd >= 0x10000 ? char.ConvertFromUtf32(odd) : ((char)odd).ToString();
        foreach (var face in Enum.GetValues<Face>())
        {
            var runs = new List<GlyphRun>();
            Shaper.Shape(text, face, runs);
            var glyph = Assert.Single(Assert.Single(runs).Glyphs.ToArray());
            Assert.Equal(TrueTypeFont.MissingGlyph, glyph.Id);
            Assert.True(glyph.Advance > 100);
        }

        using var file = new PdfFile(Set($"|{text}|"));
        Assert.Matches(@"^\|.{1,2}\|", file.RawText());
        using var without = new PdfFile(Set("||"));
        Assert.True(file.Ink() > without.Ink());
    }

    [Fact]
    public void The_same_paper_gives_the_same_bytes_in_any_thread_and_culture()
    {
        var expected = SamplePaper.Custody(30).ToPdf();
        var others = new byte[6][];
        Parallel.For(0, others.Length, i =>
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(i % 2 == 0 ? "de-DE" : "ar-SA");
            others[i] = SamplePaper.Custody(30).ToPdf();
        });
        Assert.All(others, other => Assert.Equal(expected, other));
    }

    [Fact]
    public void Another_text_gives_another_file_id()
    {
        static string Id(byte[] pdf) => FileId().Match(Encoding.Latin1.GetString(pdf)).Groups[1].Value;
        var one = Id(Set("one"));
        Assert.Equal(32, one.Length);
        Assert.NotEqual(one, Id(Set("two")));
    }

    [Fact]
    public void The_file_says_who_made_it_when_and_in_which_language_and_claims_no_profile()
    {
        using var file = new PdfFile(new Paper(SamplePaper.Info with { Title = "Übergabe (α)", Language = "de" }, new(), "x").ToPdf());
        var about = PdfFile.Run("pdfinfo", "-isodates", file.Location);
        Assert.Matches(@"Title:\s+Übergabe \(α\)", about);
        Assert.Matches(@"CreationDate:\s+2026-03-14T09:26:53", about);
        Assert.Matches(@"Tagged:\s+yes", about);
        Assert.Contains("/Lang (de)", File.ReadAllText(file.Unpacked(), Encoding.Latin1), StringComparison.Ordinal);
        var metadata = PdfFile.Run("pdfinfo", "-meta", file.Location);
        Assert.Contains("<xmp:CreateDate>2026-03-14T09:26:53Z</xmp:CreateDate>", metadata, StringComparison.Ordinal);
        Assert.Contains("Übergabe (α)", metadata, StringComparison.Ordinal);
        Assert.DoesNotContain("pdfaid", metadata, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reading_program_gets_headings_tables_and_words_in_order_and_no_running_headers()
    {
        using var file = new PdfFile(SamplePaper.Custody(40).ToPdf());
        var structure = PdfFile.Run("pdfinfo", "-struct-text", file.Location);
        Assert.Single(Regex.Matches(structure, @"\bH1\b"));
        Assert.Equal(3, Regex.Count(structure, @"\bH2\b"));
        // Two tables; a header that is repeated on a later page is read once.
        Assert.Equal(3 + 4, Regex.Count(structure, @"\bTH\b"));
        Assert.Equal(2 + 4 + 40, Regex.Count(structure, @"\bTR\b"));
        Assert.Equal(4 * 3 + 40 * 4, Regex.Count(structure, @"\bTD\b"));
        Assert.DoesNotContain("page 1 of", structure, StringComparison.Ordinal);
        Assert.Contains("that was corrected is ", structure, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_stand_in_the_outline_and_links_lead_out()
    {
        using var file = new PdfFile(SamplePaper.Custody(4).ToPdf());
        var open = File.ReadAllText(file.Unpacked(), Encoding.Latin1);
        Assert.Contains("/Type /Outlines", open, StringComparison.Ordinal);
        Assert.Contains("/Title (Parties)", open, StringComparison.Ordinal);
        Assert.Contains("/URI (https://example.org/verify)", open, StringComparison.Ordinal);
    }

    [Fact]
    public void Kerning_narrows_pairs_that_stand_too_far_apart()
    {
        static double Width(string text)
        {
            var runs = new List<GlyphRun>();
            Shaper.Shape(text, Face.Regular, runs);
            return runs.Sum(r => r.Width(10));
        }

        Assert.True(Width("AV") < Width("A") + Width("V") - 0.1);
        Assert.True(Width("Ту") < Width("Т") + Width("у"));
        Assert.Equal(Width("0") * 4, Width("2026"), 3);
    }

    [Fact]
    public void A_damaged_font_is_refused()
    {
        using var stream = typeof(Faces).Assembly.GetManifestResourceStream("Fonts/SourceCodePro-Regular.ttf")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        for (var length = 0; length < 400; length += 7)
            Assert.Throws<InvalidDataException>(() => new TrueTypeFont(bytes[..length]));
        Assert.Throws<InvalidDataException>(() => new TrueTypeFont([.. "OTTO"u8, .. bytes[4..]]));
    }

    [GeneratedRegex(@"/FontFile2 (\d+) 0 R")]
    private static partial Regex FontFile();

    [GeneratedRegex(@"/ID\[<([0-9A-F]+)>")]
    private static partial Regex FileId();
}
