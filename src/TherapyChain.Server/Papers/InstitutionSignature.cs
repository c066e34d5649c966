using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NodaTime;
using TherapyChain.Documents.Pdf;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Server.Papers;

/// <summary>
/// The certificate the institution signs its papers with, where one is configured. Without one papers are unsigned and say nothing of a
/// signature; with one that is not valid today no paper is made, for an unsigned one would pass where a signed one is expected.
/// </summary>
public sealed class InstitutionSignature
{
    private readonly X509Certificate2? _certificate;
    private readonly PdfSigner? _signer;

    private InstitutionSignature(X509Certificate2? certificate, X509Certificate2Collection chain)
    {
        _certificate = certificate;
        _signer = certificate is null ? null : new PdfSigner(certificate, chain);
    }

    public static InstitutionSignature None { get; } = new(null, []);

    public bool IsConfigured => _signer is not null;

    /// <summary>Whom the certificate names; null when none is configured.</summary>
    public string? Subject => _certificate?.Subject;

    /// <summary>The last moment the certificate is valid.</summary>
    public Instant? Expires => _certificate is null ? null : Instant.FromDateTimeUtc(_certificate.NotAfter.ToUniversalTime());

    /// <summary>Reads the configured certificate and its private key, from one file in PKCS#12, or from PEM files.</summary>
    /// <returns>The signature, or what is wrong with the settings: the server does not start then.</returns>
    public static (InstitutionSignature? Signature, string? Problem) Open(SigningSettings settings)
    {
        if (settings.Certificate is not { Length: > 0 } path) return (None, null);
        try
        {
            if (!File.Exists(path)) return (null, $"There is no file {path}, named by TherapyChain:Signing:Certificate.");
            var password = settings.PasswordFile is { Length: > 0 } file ? File.ReadAllText(file).Trim('\r', '\n') : settings.Password;
            var all = new X509Certificate2Collection();
            var certificate = IsPem(path) ? OfPem(path, settings.Key ?? path, password, all) : OfPkcs12(path, password, all);
            if (certificate is not { HasPrivateKey: true }) return (null, $"{path} holds no certificate with its private key. Name the key's file in TherapyChain:Signing:Key.");
            if (OpenToOthers(IsPem(path) ? settings.Key ?? path : path) is { } open)
                return (null, $"Everybody on this machine can read the key in {open}. Take that right away (chmod o-rwx), or others can sign in the institution's name.");
            return (new InstitutionSignature(certificate, all), null);
        }
        catch (Exception no) when (no is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, $"The certificate in {path} cannot be used: {no.Message} Is the password right?");
        }
    }

    /// <summary>Why nothing can be signed now, or null.</summary>
    public Reason? Against(Instant now)
    {
        if (_certificate is null) return null;
        var (from, until) = (Instant.FromDateTimeUtc(_certificate.NotBefore.ToUniversalTime()), Instant.FromDateTimeUtc(_certificate.NotAfter.ToUniversalTime()));
        return now > until ? new Reason("signing.expired", $"The institution's certificate was valid until {until.InUtc().Date:uuuu-MM-dd}. No paper is made unsigned in its place: whoever runs this server renews it.")
            : now < from ? new Reason("signing.not-yet-valid", $"The institution's certificate is valid from {from.InUtc().Date:uuuu-MM-dd}. No paper is made unsigned in its place: whoever runs this server looks at it.")
            : null;
    }

    /// <summary>The file signed, or as it is where nothing is configured.</summary>
    /// <param name="at">The time the signature claims.</param>
    public byte[] Sign(byte[] pdf, Instant at, string language) => _signer is null ? pdf : _signer.Sign(pdf, at, PaperPress.SignedBy(_signer.Institution, at, language));

    private static X509Certificate2? OfPkcs12(string path, string? password, X509Certificate2Collection all)
    {
        // Keys of this process alone: nothing is left in a store of the machine.
        var flags = OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;
        all.AddRange(X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password, flags));
        return all.FirstOrDefault(c => c.HasPrivateKey);
    }

    private static X509Certificate2 OfPem(string path, string key, string? password, X509Certificate2Collection all)
    {
        all.ImportFromPemFile(path);
        return string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPemFile(path, key) : X509Certificate2.CreateFromEncryptedPemFile(path, password, key);
    }

    private static bool IsPem(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[4096];
        return Encoding.ASCII.GetString(head[..file.Read(head)]).Contains("-----BEGIN ", StringComparison.Ordinal);
    }

    private static string? OpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0 ? path : null;
}

/// <summary>Section <c>TherapyChain:Signing</c>: with which certificate papers are signed.</summary>
public sealed class SigningSettings
{
    /// <summary>A PKCS#12 file (.pfx, .p12), or a PEM file with the certificate and those between it and its root.</summary>
    public string? Certificate { get; set; }

    /// <summary>The private key as PEM, where it is not in the file of the certificate.</summary>
    public string? Key { get; set; }

    /// <summary>A file that holds the password of the key and nothing else.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The password of the key; for the environment (<c>TherapyChain__Signing__Password</c>), not for appsettings.json.</summary>
    public string? Password { get; set; }
}
