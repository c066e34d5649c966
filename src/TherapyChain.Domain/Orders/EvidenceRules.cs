using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using NodaTime.Text;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain.Orders;

/// <summary>Whether a value is what a piece of evidence asks for; the answer always says what would be right.</summary>
public static class EvidenceRules
{
    private const int LongestValue = 2000;

    internal static ImmutableArray<Reason> Unmet(Evidence evidence, Situation s)
    {
        if (!s.Request.Evidence.TryGetValue(evidence.Name, out var value) || string.IsNullOrWhiteSpace(value.Value))
            return evidence.Required ? [new("evidence.missing", $"{s.Say(evidence.Name)} is missing. {Asks(evidence.Kind, s.Workflow)}", $"evidence.{evidence.Name}")] : [];
        return Problem(evidence.Name, evidence.Kind, value, s.Workflow, s.Order) is { } reason ? [reason] : [];
    }

    /// <summary>The first thing wrong with a value, or null; corrections are checked by the same rule.</summary>
    public static Reason? Problem(string name, EvidenceKind kind, EvidenceValue value, Workflow workflow, Order order)
    {
        var (what, field, text) = (new Term.Label(workflow, name), $"evidence.{name}", value.Value);
        if (text.Length > LongestValue) return new("evidence.too-long", $"{what} has more than {LongestValue} characters.", field);
        if (text.Any(c => char.IsControl(c) && c is not '\n')) return new("evidence.characters", $"{what} holds a control character.", field);
        if (HasLoneSurrogate(text)) return new("evidence.characters", $"{what} holds half of a character pair: it was cut in transfer.", field);
        if (value.Unit is { } unit && kind is not (EvidenceKind.Quantity or EvidenceKind.TableCount)) return new("evidence.unit", $"{what} has no unit; {unit} was given.", field);
        return kind switch
        {
            EvidenceKind.Quantity q => Quantity(q, value, what, field, workflow),
            EvidenceKind.TableCount t => TableCount(t, value, what, field, workflow, order),
            EvidenceKind.Choice c when !c.Choices.Contains(text) => new("evidence.choice", $"{what}: {text} is not one of {Named(c.Choices, workflow)}.", field),
            EvidenceKind.Choice c when !c.Only.IsEmpty && !c.Only.Contains(text) => new("evidence.not-allowed", $"{what}: this step goes on only with {Named(c.Only, workflow, any: true)}, not with {new Term.Label(workflow, text)}.", field),
            EvidenceKind.Choice => null,
            EvidenceKind.Text t => text.Length > t.MaxLength ? new("evidence.too-long", $"{what} has {text.Length} characters; at most {t.MaxLength} are kept.", field) : null,
            EvidenceKind.Items i => ItemsOf(text).Length > i.Max ? new("evidence.too-many", $"{what}: at most {i.Max} items.", field) : null,
            EvidenceKind.Among a => Among(a, text, what, field, workflow, order),
            EvidenceKind.Date => LocalDatePattern.Iso.Parse(text).Success ? null : new("evidence.date", $"{what}: write the date as year-month-day, 2026-11-22, not {text}.", field),
            EvidenceKind.Confirmation => text == "yes" ? null : new("evidence.not-confirmed", $"{what} must be confirmed with yes; {text} was given.", field),
            EvidenceKind.Document => order.Documents.ContainsKey(text) ? null : new("evidence.document-unknown", $"{what}: no document with this SHA-256 was added to the order. Upload it first.", field),
            _ => throw new UnreachableException($"No rule for evidence {kind.GetType().Name}."),
        };
    }

    /// <summary>The words that tell a person what to give.</summary>
    public static Sentence Asks(EvidenceKind kind, Workflow workflow) => kind switch
    {
        EvidenceKind.Quantity { Min: { } min, Max: { } max } q => $"Give it in {q.Unit}, from {Show(min)} to {Show(max)}.",
        EvidenceKind.Quantity { Min: { } min } q => $"Give it in {q.Unit}, at least {Show(min)}.",
        EvidenceKind.Quantity { Max: { } max } q => $"Give it in {q.Unit}, at most {Show(max)}.",
        EvidenceKind.Quantity q => $"Give it in {q.Unit}.",
        EvidenceKind.TableCount t => $"Give the number of {t.Unit} that the table says for {new Term.Label(workflow, t.By)}.",
        EvidenceKind.Choice c => $"One of: {Named(c.Only.IsEmpty ? c.Choices : c.Only, workflow)}.",
        EvidenceKind.Text t => $"At most {t.MaxLength} characters.",
        EvidenceKind.Items i => $"At most {i.Max} items, separated by spaces or commas.",
        EvidenceKind.Among a => $"One of those given as {new Term.Label(workflow, a.ItemsOf)}.",
        EvidenceKind.Date => $"A date, year-month-day.",
        EvidenceKind.Confirmation => $"Confirm with yes.",
        EvidenceKind.Document => $"Add the file, or choose one that was added to this order before.",
        _ => throw new UnreachableException($"No words for evidence {kind.GetType().Name}."),
    };

    private static Reason? Quantity(EvidenceKind.Quantity q, EvidenceValue value, Term what, string field, Workflow workflow) =>
        Unit(q.Unit, value, what, field) is { } wrongUnit ? wrongUnit
        : Number(value.Value) is not { } number ? NotANumber(value, what, field)
        : number < q.Min ? new("evidence.too-low", $"{what}: {value.Value} {q.Unit} is below the limit. {Asks(q, workflow)}", field)
        : number > q.Max ? new("evidence.too-high", $"{what}: {value.Value} {q.Unit} is above the limit. {Asks(q, workflow)}", field)
        : null;

    private static Reason? TableCount(EvidenceKind.TableCount t, EvidenceValue value, Term what, string field, Workflow workflow, Order order)
    {
        if (Unit(t.Unit, value, what, field) is { } wrongUnit) return wrongUnit;
        if (Number(value.Value) is not { } number) return NotANumber(value, what, field);
        if (order.Evidence.GetValueOrDefault(t.By) is not { } by || Number(by.Value.Value) is not { } size)
            return new("evidence.table", $"{what} is looked up by {new Term.Label(workflow, t.By)}, which is not recorded for this order.", field);
        foreach (var (upTo, count) in t.Rows)
            if (size <= upTo)
                return number == count ? null : new("evidence.table", TableSays(what, new Term.Label(workflow, t.By), by.Value, count, t.Unit, value.Value), field);
        return new("evidence.table", $"{what}: {new Term.Label(workflow, t.By)} {by.Value} is above the last row of the table, {Show(t.Rows[^1].UpTo)}.", field);
    }

    private static Reason? Among(EvidenceKind.Among a, string text, Term what, string field, Workflow workflow, Order order) =>
        order.Evidence.GetValueOrDefault(a.ItemsOf) is { } given && ItemsOf(given.Value.Value).Contains(text, StringComparer.Ordinal)
            ? null
            : new("evidence.not-among", NotAmong(what, text, new Term.Label(workflow, a.ItemsOf)), field);

    internal static Sentence TableSays(object what, object by, object size, object count, object unit, object given) => $"{what}: for {by} {size} the table says {count} {unit}, not {given}.";

    internal static Sentence NotAmong(object what, object text, object items) => $"{what}: {text} is not among {items}.";

    private static Reason? Unit(string unit, EvidenceValue value, Term what, string field) =>
        value.Unit == unit ? null : new("evidence.unit", $"{what} is given in {unit}, not {(value.Unit is { } other ? (Sentence)$"{other}" : (Sentence)$"without a unit")}.", field);

    private static Reason NotANumber(EvidenceValue value, Term what, string field) =>
        new("evidence.not-a-number", $"{what}: {value.Value} is not a number. Write digits with a decimal point, 2.5.", field);

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] ItemsOf(string text) => text.Split([' ', ',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static Term.List Named(ImmutableArray<string> names, Workflow workflow, bool any = false) => new Term.List([.. names.Select(name => new Term.Label(workflow, name))], any);

    private static string Show(decimal number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }
        return false;
    }
}
