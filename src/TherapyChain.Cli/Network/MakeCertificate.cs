using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TherapyChain.Cli.Network;

/// <summary>
/// <c>keys make-certificate</c>: the key with which an institution signs its papers, and a certificate that it signs itself or a request to have
/// one signed. Made on this machine; no server is asked.
/// </summary>
internal static class MakeCertificate
{
    private const int KeyBits = 3072;
    private const int MostYears = 10;

    public static Command Verb()
    {
        var name = new Option<string>("--name") { Description = "The institution, as it is to stand on every signed paper.", HelpName = "name", Required = true };
        var country = new Option<string?>("--country") { Description = "Its country in two letters.", HelpName = "SE" };
        var to = new Option<string>("--out") { Description = "The folder for institution.key and institution.pem or institution.csr. Never replaces a file.", HelpName = "folder", DefaultValueFactory = _ => "." };
        var request = new Option<bool>("--request") { Description = "Make a request (CSR) for a certificate authority instead of a certificate that signs itself." };
        var years = new Option<int>("--years") { Description = $"How long the certificate is valid, 1 to {MostYears}.", HelpName = "n", DefaultValueFactory = _ => 3 };
        var password = new Option<string?>("--password-file") { Description = "A file with the password to lock the key with; the server gets it by TherapyChain:Signing:PasswordFile.", HelpName = "file" };
        return Cli.Verb.Create("make-certificate", "Make the key and certificate with which the institution signs its papers.", [name, country, to, request, years, password],
            (parsed, _) => Task.FromResult(Make(
                parsed.GetRequiredValue(name).Trim(), parsed.GetValue(country)?.Trim().ToUpperInvariant(), parsed.GetRequiredValue(to), parsed.GetValue(request),
                parsed.GetValue(years), parsed.GetValue(password))));
    }

    private static Answer Make(string name, string? country, string folder, bool isRequest, int years, string? passwordFile)
    {
        if (name.Length is 0 or > 64) return Answer.Wrong("--name has 1 to 64 characters.");
        if (country is not null && (country.Length != 2 || !country.All(char.IsAsciiLetterUpper))) return Answer.Wrong("--country is two letters, such as SE.");
        if (years is < 1 or > MostYears) return Answer.Wrong($"--years is a number from 1 to {MostYears}.");
        if (passwordFile is not null && !File.Exists(passwordFile)) return Answer.Wrong($"There is no file {passwordFile}.");
        var password = passwordFile is null ? null : File.ReadAllText(passwordFile).Trim('\r', '\n');
        if (password is { Length: < 12 }) return Answer.Wrong("The password has at least 12 characters.");
        var (key, made) = (Path.Combine(folder, "institution.key"), Path.Combine(folder, isRequest ? "institution.csr" : "institution.pem"));
        if (new[] { key, made }.FirstOrDefault(File.Exists) is { } there) return Answer.Wrong($"{there} is there already and is not replaced.");

        using var rsa = RSA.Create(KeyBits);
        var asked = RequestOf(name, country, rsa);
        // A little in the past, so that a clock that is behind does not refuse it.
        var begin = DateTimeOffset.UtcNow.AddMinutes(-5);
        using var certificate = isRequest ? null : asked.CreateSelfSigned(begin, begin.AddYears(years));
        Directory.CreateDirectory(folder);
        Write(key, password is null ? rsa.ExportPkcs8PrivateKeyPem()
            : rsa.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 600_000)), ownerOnly: true);
        Write(made, certificate?.ExportCertificatePem() ?? asked.CreateSigningRequestPem(), ownerOnly: false);
        var sha256 = certificate?.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
        return new Answer(ExitCode.Good, new { key, certificate = isRequest ? null : made, request = isRequest ? made : null, name, sha256, validUntil = certificate?.NotAfter.ToUniversalTime() }, page =>
        {
            page.Line($"{key}, readable for its owner only: keep a copy where you keep such things.");
            page.Line(isRequest ? $"{made}: have it signed; put the answer with the certificates above it into one PEM file." : $"{made}, SHA-256 {sha256}");
            page.Line("Start the server with TherapyChain__Signing__Certificate and TherapyChain__Signing__Key naming the two files.");
        });
    }

    private static CertificateRequest RequestOf(string name, string? country, RSA key)
    {
        var subject = new X500DistinguishedNameBuilder();
        if (country is not null) subject.AddCountryOrRegion(country);
        subject.AddOrganizationName(name);
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static void Write(string path, string text, bool ownerOnly)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (ownerOnly && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, new UTF8Encoding(false), options);
        file.WriteLine(text.TrimEnd());
    }
}
