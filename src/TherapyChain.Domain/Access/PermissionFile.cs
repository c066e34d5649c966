using System.Collections.Frozen;
using System.Collections.Immutable;
using TherapyChain.Domain.Workflows;
using TherapyChain.Domain.Workflows.Files;

namespace TherapyChain.Domain.Access;

/// <summary>Reads <c>permissions.yaml</c>, which is part of the program: it changes with a version, with a review and with the tests that walk it.</summary>
public static class PermissionFile
{
    private const string Nobody = "nobody";
    private const int LongestSentence = 300;

    private static readonly ImmutableArray<(About About, string Word, ImmutableArray<(string Key, Relation Relation)> Relations)> Kinds =
    [
        (About.Order, "order", [("party", Relation.Party), ("carrier", Relation.Carrier), ("none", Relation.None)]),
        (About.Person, "person", [("own-site", Relation.OwnSite), ("other-site", Relation.OtherSite), ("operations", Relation.Operations)]),
        (About.Server, "server", [("here", Relation.Here)]),
        (About.Open, "open", []),
    ];

    private static readonly Form Text = new Form.Text(LongestSentence);

    public abstract record Reading
    {
        private Reading() { }

        public sealed record Sound(PermissionTable Table) : Reading;

        /// <summary>At least one finding.</summary>
        public sealed record Unsound(ImmutableArray<Finding> Findings) : Reading;
    }

    /// <summary>The word of a relation as it stands in the file.</summary>
    public static string WordOf(Relation relation) => Kinds.SelectMany(k => k.Relations).First(r => r.Relation == relation).Key;

    public static Reading Read(string text)
    {
        var findings = new List<Finding>();
        if (YamlReader.Read(text, findings) is not { } tree) return new Reading.Unsound([.. findings]);
        var groups = Value.Entries((tree as Yaml.Map)?["groups"]).Select(g => g.Key).ToList();
        FormCheck.Check(tree, FormOf(groups), "", findings);
        if (tree is not Yaml.Map file || findings.Count > 0) return new Reading.Unsound([.. findings]);

        var members = Value.Entries(file["groups"]).ToDictionary(g => g.Key, g => Value.Texts(g.Value), StringComparer.Ordinal);
        foreach (var role in Vocabulary.Roles.Where(role => !members.Values.Any(g => g.Contains(role))).Order(StringComparer.Ordinal))
            findings.Add(At(file["groups"]!, "missing-role", $"The role \"{role}\" stands in no group: say whether it works in orders or only looks at them."));
        var acts = Value.Entries(file["acts"]).Select(a => ReadAct(a.Key, (Yaml.Map)a.Value, members, findings)).ToImmutableArray();
        return findings.Count > 0 ? new Reading.Unsound([.. findings]) : new Reading.Sound(new PermissionTable(acts));
    }

    internal static PermissionTable OfProgram()
    {
        using var stream = typeof(PermissionFile).Assembly.GetManifestResourceStream("permissions.yaml") ?? throw new InvalidOperationException("The program lacks permissions.yaml.");
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd()) switch
        {
            Reading.Sound sound => sound.Table,
            Reading.Unsound unsound => throw new InvalidOperationException($"permissions.yaml: {string.Join("; ", unsound.Findings)}"),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    private static Act ReadAct(string name, Yaml.Map act, Dictionary<string, ImmutableArray<string>> groups, List<Finding> findings)
    {
        var (about, word, relations) = Kinds.First(k => k.Word == Value.Text(act["about"]));
        // Each relation is spoken to, with "nobody" where nobody may: what was forgotten and what was refused must not look alike.
        foreach (var (key, _) in relations.Where(r => act[r.Key] is null))
            findings.Add(At(act, "missing-key", $"{name} is about {word} and does not say who may do it under \"{key}\"; write nobody when nobody may."));
        foreach (var (key, _) in Kinds.SelectMany(k => k.Relations).Except(relations).Where(r => act[r.Key] is not null))
            findings.Add(At(act[key]!, "unknown-key", $"\"{key}\" is no relation of an act about {word}."));
        var granted = relations.ToFrozenDictionary(r => r.Relation, r => Value.Texts(act[r.Key])
            .SelectMany(w => w == Nobody ? [] : groups.TryGetValue(w, out var members) ? members : [w]).ToFrozenSet(StringComparer.Ordinal));
        return new Act(name, new Term.Phrase(Value.Text(act["what"])!), about, Value.Text(act["also"]), granted);
    }

    private static Form.Map FormOf(List<string> groups)
    {
        var who = new Form.List(new Form.OneOf($"a role or a group", [.. Vocabulary.Roles.Concat(groups).Append(Nobody)]), OrSingle: true);
        return new Form.Map(
            new Field("groups", new Form.Names(new Form.Name(), new Form.List(new Form.OneOf($"a role", Vocabulary.Roles))), Required: true, "names for sets of roles."),
            new Field("acts", new Form.Names(new Form.Name(), new Form.Map(
            [
                new Field("what", Text, Required: true, "what it is, in a sentence."),
                new Field("about", new Form.OneOf($"what an act can be about", [.. Kinds.Select(k => k.Word)]), Required: true, "what it is about."),
                .. Kinds.SelectMany(k => k.Relations).Select(r => new Field(r.Key, who, Required: false, "Who may.")),
                new Field("also", Text, Required: false, "What is asked besides."),
            ])), Required: true, "what can be done, and who may."));
    }

    private static Finding At(Yaml at, string code, Sentence message) => new(code, at.Line, at.Column, message);
}
