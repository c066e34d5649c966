using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace TherapyChain.Documents.Pdf;

/// <summary>
/// A detached CMS signature with the attributes that ETSI EN 319 142-1 asks of a basic PDF signature (PAdES B-B): content type, digest, and the
/// certificate bound by its own digest. The time of signing stands in the PDF's signature dictionary, as that standard wants, not here.
/// </summary>
static class CadesSignature
{
    const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    const string Sha256 = "2.16.840.1.101.3.4.2.1";

    public static byte[] Of(ReadOnlySpan<byte> signed, X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        var cms = new SignedCms(new ContentInfo(signed.ToArray()), detached: true);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate)
        {
            DigestAlgorithm = new Oid(Sha256),
            // Only what was given: to look for more certificates could reach for the network.
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.SignedAttributes.Add(new AsnEncodedData(SigningCertificateV2, BoundTo(certificate)));
        foreach (var link in chain)
            if (!link.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)) signer.Certificates.Add(link);
        cms.ComputeSignature(signer, silent: true);
        return cms.Encode();
    }

    /// <summary>More bytes than such a signature can have.</summary>
    public static int Room(X509Certificate2 certificate, X509Certificate2Collection chain) => 4096 + certificate.RawDataMemory.Length + chain.Sum(c => c.RawDataMemory.Length);

    // SigningCertificateV2 of RFC 5035: the digest is SHA-256, which is the default and so not named.
    static byte[] BoundTo(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteOctetString(SHA256.HashData(certificate.RawData));
        return writer.Encode();
    }
}
