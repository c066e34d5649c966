using System.Collections.Immutable;
using System.Text;
using TherapyChain.Domain.Workflows.Files;

namespace TherapyChain.Domain.Workflows.Proofs;

/// <summary>Safety properties in their YAML form. The keys are in <c>workflows/safety.schema.json</c>.</summary>
public static class SafetyFile
{
    /// <summary>What a file turned out to be.</summary>
    public abstract record Reading
    {
        private Reading() { }

        public sealed record Sound(ImmutableArray<SafetyProperty> Properties) : Reading;

        public sealed record Unsound(ImmutableArray<Finding> Findings) : Reading;
    }

    /// <summary>Reads UTF-8.</summary>
    public static Reading Read(ReadOnlySpan<byte> bytes) => Read(Encoding.UTF8.GetString(bytes));

    public static Reading Read(string text)
    {
        var findings = new List<Finding>();
        if (YamlReader.Read(text, findings) is { } tree)
        {
            FormCheck.Check(tree, SafetyForm.Root, "", findings);
            if (findings.Count == 0) return new Reading.Sound([.. Value.Entries(((Yaml.Map)tree)["properties"]).Select(p => Property(p.Key, (Yaml.Map)p.Value))]);
        }
        return new Reading.Unsound([.. findings.OrderBy(f => f.Line).ThenBy(f => f.Column)]);
    }

    private static SafetyProperty Property(string name, Yaml.Map p)
    {
        var words = WorkflowBinding.Words(p["words"]!);
        var where = Value.Texts(p["where"]);
        if (p["never"] is { } never)
            return new SafetyProperty.Never(name, words, where, Patterns(never), Patterns(p["without"]), Patterns(p["since"]), Patterns(p["after"]), p["each"] is not null);
        if (p["every"] is { } every) return new SafetyProperty.Every(name, words, where, Patterns(every), Is((Yaml.Map)p["is"]!));
        if (p["custody"] is { } custody) return new SafetyProperty.Custody(name, words, where, Rule(Value.Text(custody)!));
        if (Value.Text(p["can"]) is "every-step") return new SafetyProperty.EveryStep(name, words, where);
        if (p["can"] is { } can) return new SafetyProperty.Can(name, words, where, Patterns(can));
        return new SafetyProperty.Always(name, words, where, Patterns(p["always"]), Patterns(p["after"]), Patterns(p["until"]));
    }

    private static ImmutableArray<ActPattern> Patterns(Yaml? node) =>
        [.. Value.Each(node).Select(p => p is Yaml.Map map
            ? new ActPattern(Value.Text(map["act"])!, Value.Text(map["party"]), Value.Whole(map["people"], 0), Value.Text(map["place"]),
                map["identifiers"] is not null, map["seal"] is not null, Value.Text(map["to"]) is { } to ? to == "site" : null, Value.Text(map["fate"]))
            : new ActPattern(Value.Text(p)!))];

    private static Demand Is(Yaml.Map node)
    {
        var identity = node["identity"] as Yaml.Map;
        return new Demand(
            Value.Texts(node["by"]), Value.Texts(node["signed"]), identity is null ? 0 : Value.Whole(identity["people"], 1), Value.Text(identity?["place"]),
            identity?["of"] is not null, Value.Texts(identity?["label"]), identity?["identifiers"] is not null, node["seal"] is not null, node["condition"] is not null, Value.Texts(node["evidence"]), node["within"] is not null,
            node["after"] is not null, node["taker"] is not null, node["consumes"] is not null, node["in-hand"] is not null, node["on-hold"] is not null);
    }

    private static CustodyRule Rule(string word) => word switch
    {
        "exactly-one" => CustodyRule.ExactlyOne,
        "received" => CustodyRule.Received,
        "accounted" => CustodyRule.Accounted,
        _ => throw new System.Diagnostics.UnreachableException(word),
    };
}
