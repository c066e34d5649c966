using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Documents.Fonts;

namespace TherapyChain.Documents.Pdf;

/// <summary>
/// Signs a finished file of this engine for an institution (PAdES B-B, <c>/SubFilter /ETSI.CAdES.detached</c>). The signature is added behind the
/// file, whose own bytes stay as they are: what was made from the entries is still there, byte for byte, as the first revision.
/// </summary>
/// <param name="certificate">With its private key: RSA or ECDSA.</param>
/// <param name="chain">Certificates between it and its root, to be put into the file.</param>
public sealed partial class PdfSigner(X509Certificate2 certificate, X509Certificate2Collection chain)
{
    const double Edge = 56, LineHeight = 8.5, Size = 6.5;

    /// <summary>The name of the institution, as its certificate says it.</summary>
    public string Institution => certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    /// <param name="at">When it is signed, as the signature claims: nobody else vouches for it.</param>
    /// <param name="words">What stands in the lower margin of the first page: one or two lines.</param>
    /// <exception cref="InvalidDataException">The file is not complete, was made by another program, or is signed already.</exception>
    public byte[] Sign(byte[] pdf, Instant at, params IReadOnlyList<string> words)
    {
        var reader = new PdfReader(pdf);
        var catalog = reader.Body(reader.Root);
        var pageId = PdfReader.Reference(reader.Body(PdfReader.Reference(catalog, "Pages")), "Kids");
        var page = reader.Body(pageId);
        var writer = new PdfWriter(pdf, reader.Objects);
        int widget = writer.Allocate(), signature = writer.Allocate();

        var box = MediaBox().Match(page);
        var width = double.Parse(box.Groups[1].Value, CultureInfo.InvariantCulture);
        var drawn = new PdfDocument(new PdfInfo("", "", at), writer);
        var height = LineHeight * words.Count + 1;
        var canvas = drawn.AddPage(width - 2 * Edge, height);
        for (var i = 0; i < words.Count; i++) Set(words[i], canvas, LineHeight * (i + 1) - 2);

        var b = new PdfBuffer();
        b.Write("<</Type/Annot/Subtype/Widget/FT/Sig/F 132/T(Institution)/TU"u8).WriteText(string.Join(" ", words)).Write("/Rect["u8)
            .Write(Edge).Write(" 10 "u8).Write(width - Edge).Write((byte)' ').Write(10 + height).Write("]/P "u8).WriteReference(pageId)
            .Write("/V "u8).WriteReference(signature).Write("/AP<</N "u8).WriteReference(drawn.WriteForm(canvas)).Write(">>>>"u8);
        writer.Write(widget, b.Written);
        writer.Write(pageId, Encoding.Latin1.GetBytes(
            page.Contains("/Annots[", StringComparison.Ordinal) ? page.Replace("/Annots[", $"/Annots[{widget} 0 R ", StringComparison.Ordinal) : $"{page[..^2]}/Annots[{widget} 0 R]>>"));
        writer.Write(reader.Root, Encoding.Latin1.GetBytes($"{catalog[..^2]}/AcroForm<</Fields[{widget} 0 R]/SigFlags 3>>>>"));
        return Seal(writer, reader, signature, at);
    }

    byte[] Seal(PdfWriter writer, PdfReader reader, int signature, Instant at)
    {
        var room = 2 * CadesSignature.Room(certificate, chain);
        var b = new PdfBuffer();
        b.Write("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Name"u8).WriteText(Institution)
            .Write("/M"u8).WriteText($"D:{InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmmss").Format(at)}Z");
        var range = b.Write("/ByteRange"u8).Length;
        var contents = b.Write(Encoding.ASCII.GetBytes(new string(' ', RangeRoom))).Write("/Contents"u8).Length;
        b.Write((byte)'<').Write(Encoding.ASCII.GetBytes(new string('0', room))).Write(">>>"u8);
        var start = writer.WriteOpen(signature, b.Written);
        var file = writer.FinishUpdate(Encoding.Latin1.GetBytes(reader.Trailer), reader.Start);

        // All bytes but the signature itself, from its opening to its closing bracket.
        int hole = start + contents, after = hole + room + 2;
        Encoding.ASCII.GetBytes($"[0 {hole} {after} {file.Length - after}]".PadRight(RangeRoom)).CopyTo(file, start + range);
        byte[] signed = [.. file.AsSpan(0, hole), .. file.AsSpan(after)];
        Encoding.ASCII.GetBytes(Convert.ToHexString(CadesSignature.Of(signed, certificate, chain))).CopyTo(file, hole + 1);
        return file;
    }

    const int RangeRoom = 48;

    static void Set(string text, Canvas canvas, double baseline)
    {
        var runs = new List<GlyphRun>();
        Shaper.Shape(text, Face.Regular, runs);
        double x = 0;
        foreach (var run in runs)
        {
            canvas.Text(run, x, baseline, Size, Colour.Grey(0x40));
            x += run.Width(Size);
        }
    }

    [GeneratedRegex(@"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]")]
    private static partial Regex MediaBox();
}
