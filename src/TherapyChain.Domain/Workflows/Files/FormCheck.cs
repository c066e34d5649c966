using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime.Text;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>Compares a file with its form and tells every difference, with the place and what would be right.</summary>
internal static partial class FormCheck
{
    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    internal static partial Regex Kebab();

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)? °C$")]
    internal static partial Regex Degrees();

    [GeneratedRegex(@"^-?[0-9]{1,15}(\.[0-9]{1,9})?$")]
    internal static partial Regex Decimal();

    public static void Check(Yaml node, Form form, string where, ICollection<Finding> findings)
    {
        switch (form)
        {
            case Form.List list: CheckList(node, list, where, findings); break;
            case Form.Row row: CheckRow(node, row, where, findings); break;
            case Form.Names names: CheckNames(node, names, where, findings); break;
            case Form.Map map: CheckMap(node, map, where, findings); break;
            case Form.Either either: Check(node, node is Yaml.Scalar ? either.Word : either.More, where, findings); break;
            case Form.Kinds kinds: CheckKinds(node, kinds, where, findings); break;
            default: CheckScalar(node, form, where, findings); break;
        }
    }

    private static void CheckList(Yaml node, Form.List form, string where, ICollection<Finding> findings)
    {
        if (node is not Yaml.Seq list)
        {
            if (form.OrSingle) Check(node, form.Item, where, findings);
            else Say(findings, "wrong-kind", node, $"{where} must be a list in brackets, [like, this].");
            return;
        }
        if (list.Items.IsEmpty && !form.MayBeEmpty) Say(findings, "malformed-value", node, $"The list at {where} is empty; leave the key out or name something.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            Check(item, form.Item, where, findings);
            if (Value.Text(item) is { } text && !seen.Add(text)) Say(findings, "duplicate-item", item, $"\"{text}\" stands twice in {where}; once is enough.");
        }
    }

    private static void CheckRow(Yaml node, Form.Row form, string where, ICollection<Finding> findings)
    {
        if (node is not Yaml.Seq row || row.Items.Length != form.Items.Length)
        {
            Say(findings, "wrong-kind", node, $"{where} must be a list of exactly {form.Items.Length} values.");
            return;
        }
        for (var i = 0; i < row.Items.Length; i++) Check(row.Items[i], form.Items[i], where, findings);
    }

    private static void CheckNames(Yaml node, Form.Names form, string where, ICollection<Finding> findings)
    {
        if (node is not Yaml.Map map)
        {
            Say(findings, "wrong-kind", node, $"{where} must be names, each with a colon and what belongs to it.");
            return;
        }
        foreach (var (key, value) in map.Entries)
        {
            Check(key, form.Key, where, findings);
            Check(value, form.Value, $"{where}/{key.Text}", findings);
        }
    }

    private static void CheckMap(Yaml node, Form.Map form, string where, ICollection<Finding> findings)
    {
        if (node is not Yaml.Map map)
        {
            Say(findings, "wrong-kind", node, $"{Place(where)} must be keys with colons: {string.Join(", ", form.Fields.Select(f => f.Key))}.");
            return;
        }
        foreach (var (key, value) in map.Entries)
        {
            if (form.Fields.FirstOrDefault(f => f.Key == key.Text) is { } field) Check(value, field.Form, Below(where, key.Text), findings);
            else Say(findings, "unknown-key", key, $"{Place(where)} has no key \"{key.Text}\".{NearMiss.Hint(key.Text, form.Fields.Select(f => f.Key))}");
        }
        foreach (var field in form.Fields.Where(f => f.Required && map[f.Key] is null))
            Say(findings, "missing-key", node, $"{Place(where)} lacks \"{field.Key}\": {new Term.Phrase(field.About)}");
    }

    private static void CheckKinds(Yaml node, Form.Kinds form, string where, ICollection<Finding> findings)
    {
        if (node is not Yaml.Map map)
        {
            Say(findings, "wrong-kind", node, $"{Place(where)} must be keys with colons that say {form.What}.");
            return;
        }
        var first = form.Choices.Select(c => c.Fields[0].Key).ToList();
        var named = form.Choices.Where(c => map[c.Fields[0].Key] is not null && (c.Unless is null || map[c.Unless] is null)).ToList();
        if (named.Count == 1) CheckMap(node, named[0], where, findings);
        else if (named.Count > 1) Say(findings, "key-conflict", node, $"{Place(where)} says {form.What} twice ({string.Join(", ", named.Select(c => c.Fields[0].Key))}); only one of them can hold.");
        else Say(findings, "missing-key", node, $"{Place(where)} does not say {form.What}: give exactly one of {string.Join(", ", first)}.{Near(map, first)}");
    }

    private static Sentence Near(Yaml.Map map, List<string> known) =>
        map.Entries.Select(e => NearMiss.Hint(e.Key.Text, known)).FirstOrDefault(h => h.Pattern.Contains('?', StringComparison.Ordinal)) ?? $"";

    private static void CheckScalar(Yaml node, Form form, string where, ICollection<Finding> findings)
    {
        if (node is not Yaml.Scalar { Text: var text, Plain: var plain })
        {
            Say(findings, "wrong-kind", node, $"{where} must be a single value, not a list or further keys.");
            return;
        }
        var wrong = form switch
        {
            Form.OneOf one => one.Words.Contains(text) ? null : (Sentence)$"\"{text}\" is not {one.What}.{NearMiss.Hint(text, one.Words)}",
            Form.Name => Kebab().IsMatch(text) ? null : (Sentence)$"\"{text}\" is not a name: small letters and digits, words joined by hyphens.",
            Form.Text limit => string.IsNullOrWhiteSpace(text) ? (Sentence)$"{where} is empty." : text.Length > limit.MaxLength ? (Sentence)$"{where} is longer than {limit.MaxLength} characters." : null,
            Form.Whole range => plain && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= range.Min && n <= range.Max
                ? null : (Sentence)$"{where} must be a whole number from {range.Min} to {range.Max}, without quotes; it is \"{text}\".",
            Form.Number => plain && Decimal().IsMatch(text) ? null : (Sentence)$"{where} must be a number with a decimal point, without quotes; it is \"{text}\".",
            Form.Flag => plain && text is "true" or "false" ? null : (Sentence)$"{where} must be true or false, without quotes; it is \"{text}\".",
            Form.Yes => plain && text is "true" ? null : (Sentence)$"{where} can only be true; leave the key out when it is not meant.",
            Form.Celsius => Degrees().IsMatch(text) ? null : (Sentence)$"{where} must be a number, a space and °C, like \"-120 °C\"; it is \"{text}\".",
            Form.Period => IsPeriod(text) ? null : (Sentence)$"{where} must be an ISO 8601 period longer than nothing, like PT30M (minutes), PT24H, P14D or P9M (months); it is \"{text}\".",
            _ => throw new System.Diagnostics.UnreachableException(form.GetType().Name),
        };
        if (wrong is not null) Say(findings, form is Form.OneOf ? "unknown-word" : "malformed-value", node, wrong);
    }

    private static bool IsPeriod(string text) =>
        PeriodPattern.NormalizingIso.Parse(text) is { Success: true, Value: var p }
        && p is { Years: >= 0, Months: >= 0, Weeks: >= 0, Days: >= 0, Hours: >= 0, Minutes: >= 0, Seconds: >= 0, Nanoseconds: 0, Milliseconds: 0, Ticks: 0 }
        && !p.Equals(NodaTime.Period.Zero);

    private static void Say(ICollection<Finding> findings, string code, Yaml at, Sentence message)
    {
        if (findings.Count < YamlReader.MostFindings) findings.Add(new Finding(code, at.Line, at.Column, message));
    }

    private static Sentence Place(string where) => where.Length == 0 ? (Sentence)$"The file" : (Sentence)$"{where}";

    private static string Below(string where, string key) => where.Length == 0 ? key : $"{where}/{key}";
}
