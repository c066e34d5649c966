using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace TherapyChain.Documents.Pdf;

/// <summary>Finds objects again in a file that <see cref="PdfWriter"/> made, to add to it. It reads no other program's files.</summary>
sealed partial class PdfReader
{
    readonly ReadOnlyMemory<byte> file;
    readonly byte[] table;

    /// <exception cref="InvalidDataException">The file is not complete, was made by another program, or was added to before.</exception>
    public PdfReader(ReadOnlyMemory<byte> file)
    {
        this.file = file;
        var end = Encoding.Latin1.GetString(file.Span[^Math.Min(64, file.Length)..]);
        if (End().Match(end) is not { Success: true } found) throw new InvalidDataException("The file is not complete.");
        Start = int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture);
        var (dictionary, rows) = Stream(Start);
        if (!dictionary.StartsWith("/Type/XRef/W[1 4 2]/Size ", StringComparison.Ordinal) || dictionary.Contains("/Prev", StringComparison.Ordinal))
            throw new InvalidDataException("The file was made by another program or was added to before.");
        table = rows;
        Trailer = Kept().Match(dictionary) is { Success: true } kept ? kept.Value : throw new InvalidDataException("The trailer has no root.");
        Root = Reference(Trailer, "Root");
    }

    /// <summary>Where the cross references begin.</summary>
    public int Start { get; }

    /// <summary>Root, info and id, as the trailer has them.</summary>
    public string Trailer { get; }

    public int Root { get; }

    public int Objects => table.Length / 7;

    /// <summary>The body of an object that was packed with others.</summary>
    public string Body(int id)
    {
        var row = table.AsSpan(7 * id, 7);
        if (row[0] != 2) throw new InvalidDataException($"Object {id} is not among the packed ones.");
        var packed = table.AsSpan(7 * BinaryPrimitives.ReadInt32BigEndian(row[1..]), 7);
        var (dictionary, content) = Stream(BinaryPrimitives.ReadInt32BigEndian(packed[1..]));
        var first = int.Parse(First().Match(dictionary).Groups[1].Value, CultureInfo.InvariantCulture);
        var text = Encoding.Latin1.GetString(content);
        var index = text[..first].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var i = BinaryPrimitives.ReadUInt16BigEndian(row[5..]);
        var from = first + int.Parse(index[2 * i + 1], CultureInfo.InvariantCulture);
        var to = 2 * i + 3 < index.Length ? first + int.Parse(index[2 * i + 3], CultureInfo.InvariantCulture) : text.Length;
        return text[from..to].TrimEnd('\n');
    }

    public static int Reference(string body, string name) =>
        Regex.Match(body, $@"/{name}\s?\[?(\d+) 0 R") is { Success: true } found
            ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
            : throw new InvalidDataException($"There is no /{name}.");

    (string Dictionary, byte[] Content) Stream(int offset)
    {
        if (offset < 0 || offset >= file.Length) throw new InvalidDataException("A cross reference leads out of the file.");
        var head = Encoding.Latin1.GetString(file.Span[offset..Math.Min(file.Length, offset + 800)]);
        if (Head().Match(head) is not { Success: true } found) throw new InvalidDataException("There is no stream where there should be one.");
        var length = int.Parse(found.Groups[2].Value, CultureInfo.InvariantCulture);
        using var inflated = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(file.Slice(offset + found.Length, length).ToArray()), CompressionMode.Decompress)) zlib.CopyTo(inflated);
        return (found.Groups[1].Value, inflated.ToArray());
    }

    [GeneratedRegex(@"startxref\n(\d+)\n%%EOF\n$")]
    private static partial Regex End();

    [GeneratedRegex(@"^\d+ 0 obj\n<<(.*?)/Filter/FlateDecode/Length (\d+)>>stream\n", RegexOptions.Singleline)]
    private static partial Regex Head();

    [GeneratedRegex(@"/Root .*\]$", RegexOptions.Singleline)]
    private static partial Regex Kept();

    [GeneratedRegex(@"/First (\d+)")]
    private static partial Regex First();
}
