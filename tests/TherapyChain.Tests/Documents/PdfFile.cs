using System.Globalization;
using System.Text.RegularExpressions;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Documents;

/// <summary>A PDF on disk for the length of a test, with the tools that judge it.</summary>
sealed partial class PdfFile : IDisposable
{
    readonly string folder = TempFolder.New().FullName;

    public PdfFile(byte[] bytes)
    {
        foreach (var tool in (string[])["qpdf", "pdftotext", "pdffonts", "pdfinfo", "pdftoppm", "pdfsig", "openssl", "zbarimg", "dmtxread"])
        {
            if (ExternalTool.IsThere(tool)) continue;
            Assert.False(ExternalTool.MustBeThere, $"{tool} is not installed.");
            Assert.Skip($"{tool} is not installed.");
        }

        Location = Path.Combine(folder, "paper.pdf");
        File.WriteAllBytes(Location, bytes);
    }

    public string Location { get; }

    public int Pages => int.Parse(PageCount().Match(Run("pdfinfo", Location)).Groups[1].Value, CultureInfo.InvariantCulture);

    public string Text(int? page = null) => page is { } p
        ? Run("pdftotext", "-layout", "-f", $"{p}", "-l", $"{p}", Location, "-")
        : Run("pdftotext", "-layout", Location, "-");

    /// <summary>The text in the order it is written, without regard to columns.</summary>
    public string RawText() => Run("pdftotext", "-raw", Location, "-");

    /// <summary>What a bar code reader sees on a page printed at 200 dots an inch.</summary>
    public string[] Scan(int page = 1)
    {
        var picture = Path.Combine(folder, $"page{page}");
        Run("pdftoppm", "-r", "200", "-png", "-singlefile", "-f", $"{page}", "-l", $"{page}", Location, picture);
        return Run("zbarimg", "-q", picture + ".png").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What a Data Matrix reader sees on the first page printed at 200 dots an inch; FNC1 comes as ASCII 29.</summary>
    public string ScanMatrix(int resolution = 200)
    {
        var picture = Path.Combine(folder, "matrix");
        Run("pdftoppm", "-r", $"{resolution}", "-png", "-singlefile", "-l", "1", Location, picture);
        return Run("dmtxread", "-n", "-N", "1", "-G", "29", picture + ".png").TrimEnd('\n');
    }

    /// <summary>So many Data Matrix codes of the first page, in no order. For small pages: the reader searches all of the paper.</summary>
    public string[] ScanMatrices(int count)
    {
        var picture = Path.Combine(folder, "matrices");
        Run("pdftoppm", "-r", "200", "-png", "-singlefile", "-l", "1", Location, picture);
        return Run("dmtxread", "-n", "-N", $"{count}", "-G", "29", picture + ".png").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Dark pixels on the first page at 72 dots an inch.</summary>
    public int Ink()
    {
        var picture = Path.Combine(folder, "ink");
        Run("pdftoppm", "-r", "72", "-gray", "-singlefile", "-l", "1", Location, picture);
        return File.ReadAllBytes(picture + ".pgm").Skip(20).Count(b => b < 0x80);
    }

    /// <summary>Every word with its box in points from the top left corner of its page.</summary>
    public IReadOnlyList<Word> Words()
    {
        var words = new List<Word>();
        var page = 0;
        foreach (var line in Run("pdftotext", "-bbox", Location, "-").Split('\n'))
        {
            if (line.Contains("<page ", StringComparison.Ordinal)) page++;
            if (WordBox().Match(line) is not { Success: true } match) continue;
            double At(int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
            words.Add(new(page, At(1), At(2), At(3), At(4), System.Net.WebUtility.HtmlDecode(match.Groups[5].Value)));
        }

        return words;
    }

    public static string Run(string tool, params string[] arguments)
    {
        var (code, output, errors) = ExternalTool.Run(tool, arguments);
        Assert.True(code == 0, $"{tool} ended with {code}: {errors[..Math.Min(errors.Length, 2000)]}");
        return output;
    }

    /// <summary>The file with all streams and objects in the open.</summary>
    public string Unpacked()
    {
        var path = Path.Combine(folder, "open.pdf");
        Run("qpdf", "--qdf", "--object-streams=disable", Location, path);
        return path;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [GeneratedRegex(@"Pages:\s+(\d+)")]
    private static partial Regex PageCount();

    [GeneratedRegex("""<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>""")]
    private static partial Regex WordBox();
}

readonly record struct Word(int Page, double Left, double Top, double Right, double Bottom, string Text);
