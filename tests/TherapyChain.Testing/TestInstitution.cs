using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TherapyChain.Testing;

/// <summary>An institution with a certificate from a certificate authority that was made for one test. Dispose it to forget the keys.</summary>
public sealed class TestInstitution : IDisposable
{
    private static readonly DateTimeOffset Begin = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="kind">The kind of key: <c>rsa</c> or <c>ecdsa</c>.</param>
    public TestInstitution(string kind)
    {
        Root = Issue(kind, "Test Root", isAuthority: true, null);
        Middle = Issue(kind, "Test Issuing CA", isAuthority: true, Root);
        Certificate = Issue(kind, Name, isAuthority: false, Middle);
    }

    public string Name { get; } = "Karolinska universitetssjukhuset";

    public X509Certificate2 Root { get; }
    public X509Certificate2 Middle { get; }

    /// <summary>With its private key.</summary>
    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Chain => [Certificate, Middle];

    private static X509Certificate2 Issue(string kind, string name, bool isAuthority, X509Certificate2? issuer)
    {
        var subject = new X500DistinguishedName($"CN={name}, O=For tests only");
        using var rsa = kind == "rsa" ? RSA.Create(2048) : null;
        using var ecdsa = kind == "rsa" ? null : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = rsa is not null
            ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, ecdsa!, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            isAuthority ? X509KeyUsageFlags.KeyCertSign : X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        if (issuer is null) return request.CreateSelfSigned(Begin, Begin.AddYears(30));
        using var bare = request.Create(issuer, Begin, Begin.AddYears(20), RandomNumberGenerator.GetBytes(16));
        return rsa is not null ? bare.CopyWithPrivateKey(rsa) : bare.CopyWithPrivateKey(ecdsa!);
    }

    public void Dispose()
    {
        Root.Dispose();
        Middle.Dispose();
        Certificate.Dispose();
    }
}
