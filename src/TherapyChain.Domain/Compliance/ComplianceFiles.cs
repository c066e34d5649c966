using System.Collections.Immutable;
using System.Text;
using TherapyChain.Domain.Workflows;
using TherapyChain.Domain.Workflows.Files;

namespace TherapyChain.Domain.Compliance;

/// <summary>Reads what <c>docs/compliance</c> holds: requirements, how each is met, the tests that show it, and the risks.</summary>
public static class ComplianceFiles
{
    private static readonly Form Sentence = new Form.Text(500);
    private static readonly Form Id = new Form.Text(20);

    private static readonly Form FulfilmentForm = new Form.Map(new Field("requirements", new Form.Names(Id, new Form.Map(
        new Field("state", new Form.OneOf($"a state", ["fulfilled", "partly", "not-yet"]), Required: true, "what may be relied on."),
        new Field("how", Sentence, Required: false, "What meets it."),
        new Field("missing", Sentence, Required: false, "What is not met."))), Required: true, "each requirement."));

    private static readonly Form Grade = new Form.Row([new Form.Whole(1, 5), new Form.Whole(1, 5)]);

    private static readonly Form RiskForm = new Form.Map(new Field("risks", new Form.Names(Id, new Form.Map(
        new Field("hazard", Sentence, Required: true, "what happens to whom."),
        new Field("cause", Sentence, Required: true, "how it comes about."),
        new Field("before", Grade, Required: true, "[severity, probability] without mitigation."),
        new Field("mitigation", Sentence, Required: true, "what stands against it."),
        new Field("after", Grade, Required: true, "[severity, probability] with it."),
        new Field("rests", Sentence, Required: true, "what remains."),
        new Field("tests", new Form.List(new Form.Text(200), OrSingle: true), Required: false, "Tests that show it."))), Required: true, "each risk."));

    /// <param name="csv">id, clause, behaviour, test; RFC 4180, with a line of names.</param>
    /// <param name="fulfilment">YAML.</param>
    /// <param name="tests">Lines of requirement and test.</param>
    /// <exception cref="FormatException">A file is not what it should be, or claims more than the tests show; every finding is told.</exception>
    public static ImmutableArray<Requirement> Requirements(string csv, string fulfilment, string tests)
    {
        var said = Read(fulfilment, FulfilmentForm, "fulfilment.yaml", "requirements");
        var shown = Csv(tests).Skip(1).ToLookup(row => row[0], row => row[1], StringComparer.Ordinal);
        var rows = Csv(csv).Skip(1).ToList();
        var wrong = said.Keys.Except(rows.Select(r => r[0])).Select(id => $"fulfilment.yaml speaks of {id}, which is no requirement.")
            .Concat(shown.Select(g => g.Key).Except(rows.Select(r => r[0])).Select(id => $"A test is tagged with {id}, which is no requirement.")).ToList();
        var all = rows.Select(row => Of(row, said.GetValueOrDefault(row[0]), [.. shown[row[0]].Order(StringComparer.Ordinal)], wrong)).ToImmutableArray();
        return wrong.Count == 0 ? all : throw new FormatException(string.Join('\n', wrong));
    }

    /// <exception cref="FormatException">The file is not what it should be; every finding is told.</exception>
    public static ImmutableArray<Risk> Risks(string yaml) =>
    [
        .. Read(yaml, RiskForm, "risks.yaml", "risks").Select(r => new Risk(
            r.Key, Text(r.Value, "hazard")!, Text(r.Value, "cause")!, Number(r.Value, "before", 0), Number(r.Value, "before", 1), Text(r.Value, "mitigation")!,
            Number(r.Value, "after", 0), Number(r.Value, "after", 1), Text(r.Value, "rests")!, Value.Texts(r.Value["tests"]))),
    ];

    private static Requirement Of(string[] row, Yaml.Map? said, ImmutableArray<string> tests, List<string> wrong)
    {
        var state = said is null ? null : Value.Text(said["state"]);
        var (how, missing) = (said is null ? null : Text(said, "how"), said is null ? null : Text(said, "missing"));
        if (said is null) wrong.Add($"{row[0]} is not spoken of in fulfilment.yaml.");
        else if (state != "not-yet" && (tests.IsEmpty || how is null)) wrong.Add($"{row[0]} is said to be {state}, and {(tests.IsEmpty ? "no test carries its tag" : "\"how\" is not said")}.");
        else if (state != "fulfilled" && missing is null) wrong.Add($"{row[0]} is {state}: say what is missing.");
        else if (state == "fulfilled" && missing is not null) wrong.Add($"{row[0]} is said to be fulfilled and misses something.");
        return new Requirement(row[0], row[1], row[2], row[3], state switch { "fulfilled" => Fulfilment.Fulfilled, "partly" => Fulfilment.Partly, _ => Fulfilment.NotYet }, how, missing, tests);
    }

    private static Dictionary<string, Yaml.Map> Read(string text, Form form, string file, string root)
    {
        var findings = new List<Finding>();
        var tree = YamlReader.Read(text, findings);
        if (tree is not null) FormCheck.Check(tree, form, "", findings);
        if (tree is not Yaml.Map map || findings.Count > 0) throw new FormatException(string.Join('\n', findings.Select(f => $"{file}: {f}")));
        return Value.Entries(map[root]).ToDictionary(e => e.Key, e => (Yaml.Map)e.Value, StringComparer.Ordinal);
    }

    private static string? Text(Yaml.Map map, string key) => Value.Text(map[key])?.Trim();

    private static int Number(Yaml.Map map, string key, int at) => Value.Whole(((Yaml.Seq)map[key]!).Items[at], 0);

    /// <summary>Rows of a small CSV file: quotes around a field that holds commas, doubled inside.</summary>
    private static IEnumerable<string[]> Csv(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r')))
        {
            var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
            for (var i = 0; i < line.Length; i++)
            {
                if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[i++]);
                else if (line[i] == '"') quoted = !quoted;
                else if (line[i] == ',' && !quoted) (fields, field) = ([.. fields, field.ToString()], new StringBuilder());
                else field.Append(line[i]);
            }
            yield return [.. fields, field.ToString()];
        }
    }
}
