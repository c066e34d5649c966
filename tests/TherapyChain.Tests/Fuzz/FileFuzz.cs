using System.Text;
using NodaTime;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Network;
using TherapyChain.Domain.Workflows;
using TherapyChain.Domain.Workflows.Proofs;
using TherapyChain.Exchange.Loggers;
using TherapyChain.Testing;
using TherapyChain.Tests.Loggers;
using TherapyChain.Tests.Workflows;

namespace TherapyChain.Tests.Fuzz;

/// <summary>Files that people bring, damaged: workflows, safety properties, networks, permissions, logger files and their profiles. Each gets an answer.</summary>
public sealed class FileFuzz
{
    private const long Kilo = 1024;
    private static readonly string[] Words =
    [
        "steps:", "states:", "by:", "role:", "identity:", "evidence:", "custody:", "clocks:", "parties:", "anywhere:", "from: ", "to: ", "[", "]", "{ ", " }", "\n  ", "\n    ", "sites:", "people:",
        "key-sha256:", "qualifications:", "zone: Europe/Berlin", "properties:", "never:", "every:", "always:", "is:", "table:", "rows:", "PT30M", "min: -273.15 °C", "groups:", "acts:", "everyone",
    ];

    [Fact]
    [Requirement("A11-01")]
    public void Workflows() => Fuzzing.Run(
        [Encoding.UTF8.GetBytes(Toy.Text), .. Shipped.WorkflowIds.Take(1).Select(id => File("workflows", id + ".yaml"))], Words,
        bytes => Known(WorkflowFile.Read(bytes) switch
        {
            WorkflowFile.Reading.Sound sound => sound.Workflow.Steps.Length > 0,
            WorkflowFile.Reading.Unsound no => Told(no.Findings),
            _ => false,
        }), 600 * Kilo, 600);

    [Fact]
    public void Safety_properties() => Fuzzing.Run(
        [.. Pieces(File("workflows", "safety.yaml"), 8)], Words,
        bytes => Known(SafetyFile.Read(bytes) switch
        {
            SafetyFile.Reading.Sound => true,
            SafetyFile.Reading.Unsound no => Told(no.Findings),
            _ => false,
        }), 600 * Kilo, 600);

    [Fact]
    [Requirement("A11-01")]
    public void Networks()
    {
        var known = new Dictionary<string, Site> { ["karolinska"] = new("karolinska", "Karolinska", "Europe/Stockholm", "hospital") };
        Fuzzing.Run([File("docs", "examples", "network.yaml")], Words, bytes => Known(NetworkFile.Read(bytes, known) switch
        {
            NetworkFile.Reading.Sound sound => sound.Roster.People.All(p => p.Person.Name.Length > 0),
            NetworkFile.Reading.Unsound no => Told(no.Findings),
            _ => false,
        }), 600 * Kilo, 600);
    }

    [Fact]
    public void Permissions() => Fuzzing.Run(
        [File("src", "TherapyChain.Domain", "Access", "permissions.yaml")], Words,
        bytes => Known(PermissionFile.Read(Encoding.UTF8.GetString(bytes)) switch
        {
            PermissionFile.Reading.Sound => true,
            PermissionFile.Reading.Unsound no => Told(no.Findings),
            _ => false,
        }), 600 * Kilo, 600, inputs: Math.Max(1, Fuzzing.Inputs / 4));

    [Fact]
    [Requirement("A11-01")]
    public void Logger_files()
    {
        var berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        string[] words = ["Hist:", "TS Log", "Act Timestamp:", "°C", "\t", "\r\n", ";", ",", "\"", "-70,3", "--.--", "2026-10-25 02:30", "GMT+01:00", "Date-Time", "Temp", "Conf:", "Sig:", "1:", "24:00"];
        Fuzzing.Run([.. Samples.All.Select(Samples.Bytes), .. Samples.All.SelectMany(file => Pieces(Samples.Bytes(file), 6))], words, bytes =>
        {
            foreach (var zone in new[] { null, berlin })
                Known(LoggerFiles.Read(bytes, zone, profiles: [Samples.SemicolonProfile]) switch
                {
                    LoggerOutcome.Parsed parsed => parsed.Record.Sha256.Length == 64,
                    LoggerOutcome.ZoneNeeded needed => needed.Why.ToString().Length > 0,
                    LoggerOutcome.Refused no => no.Why.ToString().Length > 0 && no.Code.Length > 0 && no.Line is null or > 0,
                    _ => false,
                });
        }, 600 * Kilo, 400);
    }

    [Fact]
    public void Logger_profiles() => Fuzzing.Run(
        [File("tests", "data", "temperature", "profiles", "semicolon_decimal_comma.json")], ["\"separator\":", "\"columns\":", "null", "[]", "{}", "\"\"", "-1", "\"%d.%m.%Y\""],
        bytes => Known(LoggerProfileFile.TryParse(Encoding.UTF8.GetString(bytes), out var profile, out var problem) ? profile is not null : problem!.Length > 0),
        200 * Kilo, 400);

    /// <summary>Once an hour of comparing: 200,000 names in one mapping, and a name as long as the file.</summary>
    [Fact]
    public void A_file_of_names_without_end_is_answered()
    {
        var many = "network: N\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"k{i}:\n")) + "z: [";
        var doubled = "network: N\n" + string.Concat(Enumerable.Repeat("a: 1\n", 150_000));
        var wide = $"network: N\nsites:\n  {new string('a', 400_000)}:\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"    k{i}: 1\n"));
        Fuzzing.Run([.. new[] { many, doubled, wide }.Select(Encoding.UTF8.GetBytes)], Words,
            bytes => Known(NetworkFile.Read(bytes, new Dictionary<string, Site>()) is NetworkFile.Reading.Unsound no && Told(no.Findings)), 20_000 * Kilo, 600, inputs: 3);
    }

    private static void Known(bool answer)
    {
        if (!answer) throw new InvalidOperationException("an answer that is none of those documented");
    }

    private static bool Told(IReadOnlyCollection<Finding> findings) => findings.Count > 0 && findings.All(f => f.Message.ToString().Length > 0 && f.Line > 0 && f.Column > 0);

    private static byte[] File(params string[] path) => System.IO.File.ReadAllBytes(Path.Combine([Shipped.Root, .. path]));

    /// <summary>Beginnings of a long file: what comes first decides most.</summary>
    private static IEnumerable<byte[]> Pieces(byte[] file, int count) => Enumerable.Range(1, count).Select(i => file[..Math.Min(file.Length, 350 * i)]);
}
