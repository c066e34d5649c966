using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using TherapyChain.Documents.Pdf;
using TherapyChain.Documents.Records;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Documents;

/// <summary>The institution's signature on a paper, judged by poppler (pdfsig), OpenSSL and qpdf, none of which knows how it was made.</summary>
public sealed class SigningTests
{
    static readonly Instant At = Instant.FromUtc(2026, 6, 3, 9, 30, 12);
    static readonly Lazy<byte[]> plain = new(() => CustodyRecordPaper.Set(InspectedOrder.OnHold().Record()));

    static byte[] Signed(TestInstitution institution) =>
        new PdfSigner(institution.Certificate, institution.Chain).Sign(plain.Value, At, $"Signed for {institution.Name} – by machine, not by hand.", "Second line.");

    [Theory, InlineData("rsa"), InlineData("ecdsa")]
    public void Pdfsig_finds_the_signature_valid_and_the_whole_document_under_it(string kind)
    {
        using var institution = new TestInstitution(kind);
        using var file = new PdfFile(Signed(institution));
        var told = Judge(file);
        Assert.Contains("Signature Validation: Signature is Valid.", told, StringComparison.Ordinal);
        Assert.Contains("Total document signed", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Not total document signed", told, StringComparison.Ordinal);
        Assert.Contains("Signature Type: ETSI.CAdES.detached", told, StringComparison.Ordinal);
        Assert.Contains($"Signer Certificate Common Name: {institution.Name}", told, StringComparison.Ordinal);
        Assert.Contains("Signing Hash Algorithm: SHA-256", told, StringComparison.Ordinal);
        PdfFile.Run("qpdf", "--check", file.Location);
    }

    [Theory, InlineData("rsa"), InlineData("ecdsa")]
    public void Openssl_accepts_it_as_cades_up_to_the_root_and_not_for_another_root(string kind)
    {
        using var institution = new TestInstitution(kind);
        using var stranger = new TestInstitution(kind);
        var (content, signature) = Parts(Signed(institution));
        Assert.Equal(0, Openssl(institution, content, signature).ExitCode);
        Assert.NotEqual(0, Openssl(stranger, content, signature).ExitCode);
        content[100] ^= 1;
        Assert.NotEqual(0, Openssl(institution, content, signature).ExitCode);
    }

    [Fact]
    public void An_altered_byte_is_found_wherever_it_stands()
    {
        using var institution = new TestInstitution("ecdsa");
        var signed = Signed(institution);
        var (content, _) = Parts(signed);
        Assert.True(signed.Length - content.Length > 8000);
        using (var whole = new PdfFile(signed)) Assert.Contains("Signature is Valid.", Judge(whole), StringComparison.Ordinal);
        // In the head, in a page, in the added part before the signature, and in the cross references behind it.
        foreach (var place in (int[])[9, plain.Value.Length / 2, plain.Value.Length + 40, signed.Length - 60])
        {
            byte[] altered = [.. signed];
            altered[place] ^= 1;
            using var file = new PdfFile(altered);
            Assert.DoesNotContain("Signature is Valid.", ExternalTool.Run("pdfsig", "-nocert", file.Location).Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_added_behind_the_signature_is_not_under_it()
    {
        using var institution = new TestInstitution("rsa");
        using var file = new PdfFile([.. Signed(institution), .. Encoding.ASCII.GetBytes("% afterthought\n")]);
        Assert.DoesNotContain("- Total document signed", Judge(file), StringComparison.Ordinal);
    }

    [Fact]
    public void The_unsigned_file_stands_in_the_signed_one_byte_for_byte()
    {
        using var institution = new TestInstitution("rsa");
        Assert.Equal(plain.Value, Signed(institution)[..plain.Value.Length]);
    }

    [Fact]
    public void Who_signed_stands_in_the_margin_of_the_first_page_in_embedded_fonts()
    {
        using var institution = new TestInstitution("rsa");
        using var file = new PdfFile(Signed(institution));
        using var before = new PdfFile(plain.Value);
        Assert.Contains($"Signed for {institution.Name} – by machine, not by hand.", file.Text(1), StringComparison.Ordinal);
        Assert.DoesNotContain("Signed for", file.Text(2), StringComparison.Ordinal);
        Assert.Equal(before.Pages, file.Pages);
        var fonts = PdfFile.Run("pdffonts", file.Location).Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];
        Assert.All(fonts, font => Assert.Matches(@"\syes\s+yes\s+yes\s", font));
        var footer = file.Words().Where(w => w.Page == 1).ToList();
        var line = footer.First(w => w.Text == "Signed" && w.Top > 800);
        Assert.DoesNotContain(footer, w => w != line && w.Bottom > line.Top + 1 && w.Top < line.Top - 1);
    }

    [Fact]
    public void The_time_it_claims_is_the_one_that_was_given()
    {
        using var institution = new TestInstitution("rsa");
        Assert.Contains("/M(D:20260603093012Z)", Encoding.Latin1.GetString(Signed(institution)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_signed_already_cut_short_or_of_another_program_is_refused()
    {
        using var institution = new TestInstitution("rsa");
        var signer = new PdfSigner(institution.Certificate, institution.Chain);
        foreach (var other in (byte[][])[Signed(institution), plain.Value[..^1], plain.Value[..200], Encoding.ASCII.GetBytes("%PDF-1.4\nstartxref\n9\n%%EOF\n"), Encoding.ASCII.GetBytes("startxref\n900\n%%EOF\n"), []])
            Assert.Throws<InvalidDataException>(() => signer.Sign(other, At, "words"));
    }

    static string Judge(PdfFile file) => PdfFile.Run("pdfsig", "-nocert", file.Location);

    static (byte[] Content, byte[] Signature) Parts(byte[] signed)
    {
        var match = Regex.Match(Encoding.Latin1.GetString(signed), @"/ByteRange\[0 (\d+) (\d+) (\d+)\]");
        int At(int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
        Assert.Equal(signed.Length, At(2) + At(3));
        var hex = Encoding.ASCII.GetString(signed, At(1) + 1, At(2) - At(1) - 2);
        return ([.. signed[..At(1)], .. signed[At(2)..]], Convert.FromHexString(hex));
    }

    static ToolResult Openssl(TestInstitution institution, byte[] content, byte[] signature)
    {
        var folder = TempFolder.New().FullName;
        try
        {
            string Write(string name, byte[] bytes)
            {
                File.WriteAllBytes(Path.Combine(folder, name), bytes);
                return Path.Combine(folder, name);
            }

            return ExternalTool.Run(
                "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", Write("signature", signature), "-content", Write("content", content),
                "-CAfile", Write("root.pem", Encoding.ASCII.GetBytes(institution.Root.ExportCertificatePem())), "-purpose", "any", "-out", Path.Combine(folder, "out"));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }
}
