using TherapyChain.Server.Oidc;
using TherapyChain.Server.Papers;

namespace TherapyChain.Server;

/// <summary>What whoever runs the server may decide: section <c>TherapyChain</c> of appsettings.json, environment <c>TherapyChain__…</c>, or arguments.</summary>
public sealed class Settings
{
    public const string Section = "TherapyChain";

    /// <summary>Where the ledger and the documents lie. <c>--data</c>.</summary>
    public string? Data { get; set; }

    /// <summary>The folder of <see cref="Data"/>, made when it is not there: <c>data</c> when none is named, and <c>data/demo</c> for the demonstration.</summary>
    public string Folder => Data ?? (Demo ? Path.Combine("data", "demo") : "data");

    /// <summary>Folders with workflow files; the shipped ones when none is named. <c>--workflows</c>, several separated by the system's path separator.</summary>
    public string? Workflows { get; set; }

    /// <summary>Where the server listens; several separated by semicolons. <c>--urls</c>.</summary>
    public string Urls { get; set; } = "http://localhost:5080";

    /// <summary>The longest document that is taken, bytes. <c>--upload-limit</c>.</summary>
    public long UploadLimit { get; set; } = 25 * 1024 * 1024;

    /// <summary>The file in which roots of the ledger are noted; best on another disk than the ledger, where who can write the one cannot write the other.</summary>
    public string? RootsFile { get; set; }

    /// <summary>The file of <see cref="RootsFile"/>: beside the ledger when none is named.</summary>
    public string RootsPath => RootsFile ?? Storage.RootsFile.Beside(Path.Combine(Folder, "ledger.db"));

    /// <summary>The file with the master key of the patient vault, its owner's alone. <c>--vault-key-file</c>.</summary>
    public string? VaultKeyFile { get; set; }

    /// <summary>The master key itself, from the environment (<c>TherapyChain__VaultKey</c>); never an argument, which others on the machine can see.</summary>
    public string? VaultKey { get; set; }

    /// <summary>Fill an empty folder with a demonstration network, and listen on loopback only. <c>--demo</c>.</summary>
    public bool Demo { get; set; }

    /// <summary>Minutes without a request after which a session ends.</summary>
    public int IdleMinutes { get; set; } = 30;

    /// <summary>Hours after which a session ends, whatever is done in it.</summary>
    public int SessionHours { get; set; } = 12;

    /// <summary>Days after which a password must be replaced; 0 for never, as NIST SP 800-63B advises.</summary>
    public int PasswordDays { get; set; }

    /// <summary>Minutes an account is locked after five failures in a row.</summary>
    public int LockMinutes { get; set; } = 15;

    /// <summary>Tries to sign in that one network address has in a minute, at each of the places where people sign in. A hospital behind one address stays below it.</summary>
    public int SignInsPerMinute { get; set; } = 60;

    /// <summary>The proxies that are believed about whom they speak for: addresses or networks, separated by commas. Those on this very machine when none is named.</summary>
    public string Proxies { get; set; } = "127.0.0.0/8, ::1";

    /// <summary>Hours an invitation is good.</summary>
    public int InvitationHours { get; set; } = 72;

    /// <summary>The name people reach this server by, to which passkeys are bound: <c>chain.example.org</c>, with a port where it is not 443.</summary>
    public string PasskeyDomain { get; set; } = "localhost";

    /// <summary>An organisation's own identity provider. Section <c>TherapyChain:Oidc</c>.</summary>
    public OidcSettings Oidc { get; set; } = new();

    /// <summary>The certificate that papers are signed with; unsigned when none is named.</summary>
    public SigningSettings Signing { get; set; } = new();

    public IReadOnlyList<string> WorkflowFolders =>
        Workflows is { Length: > 0 } folders ? folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) : [Path.Combine(AppContext.BaseDirectory, "workflows")];

    public IReadOnlyList<string> Addresses => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Reads arguments into the names of the settings; a flag without a value means true.</summary>
    /// <returns>The settings, or what is wrong with the arguments.</returns>
    public static (IReadOnlyDictionary<string, string?> Named, string? Problem) OfArguments(IReadOnlyList<string> args)
    {
        var named = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            var key = name switch
            {
                "--demo" => nameof(Demo),
                "--data" => nameof(Data),
                "--workflows" => nameof(Workflows),
                "--urls" => nameof(Urls),
                "--upload-limit" => nameof(UploadLimit),
                "--vault-key-file" => nameof(VaultKeyFile),
                _ => null,
            };
            if (key is null) return (named, $"\"{args[i]}\" is not an argument of this server. There are: --demo, --data, --workflows, --urls, --upload-limit, --vault-key-file.");
            if (value is null && key == nameof(Demo)) value = "true";
            else if (value is null && i + 1 < args.Count) value = args[++i];
            if (value is null) return (named, $"{name} needs a value.");
            named[$"{Section}:{key}"] = value;
        }
        return (named, null);
    }
}
