using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace TherapyChain.Domain.Workflows.Files;

/// <summary>Makes the model from a file whose form was found right; it trusts that form and refuses nothing.</summary>
internal static class WorkflowBinding
{
    public static Workflow Bind(Yaml.Map file, string text, string sha256)
    {
        var states = Value.Entries(file["states"])
            .Select(s => new State(s.Key, Value.Text(Of(s.Value, "phase"))!, Value.Flag(Of(s.Value, "final"), false))).ToImmutableArray();
        return new Workflow(
            Value.Text(file["workflow"])!,
            Value.Whole(file["version"], 1),
            sha256,
            text,
            Value.Text(file["source"])!.Trim(),
            Value.Text(file["initial"])!,
            Value.Text(file["late-after"]) is { } late ? Length(late) : Duration.FromHours(1),
            Value.Texts(file["parties"]),
            Table(file["identifiers"], (_, v) => new Label(Value.Text(Of(v, "label"))!, Value.Flag(Of(v, "shared"), false))),
            Table(file["containers"], Container),
            Table(file["clocks"], Clock),
            states,
            [.. Value.Entries(file["steps"]).Select(s => Step(s.Key, (Yaml.Map)s.Value, states))],
            Table(file["anywhere"], (_, v) => Value.Texts(v)),
            Table(file["words"], (_, v) => Words(v)));
    }

    internal static Wording Words(Yaml v) => new(Value.Text(Of(v, "en"))!, Value.Text(Of(v, "de"))!, Value.Text(Of(v, "sv"))!, Value.Text(Of(v, "fr")));

    /// <summary>Days count 24 hours here: it is the time after which an entry is late, not a clock of the patient's.</summary>
    private static Duration Length(string period)
    {
        var p = Period(period)!;
        return Duration.FromDays(p.Years * 365L + p.Months * 30L + p.Weeks * 7L + p.Days)
            + Duration.FromHours(p.Hours) + Duration.FromMinutes(p.Minutes) + Duration.FromSeconds(p.Seconds);
    }

    private static Period? Period(string? text) => text is null ? null : PeriodPattern.NormalizingIso.Parse(text).Value;

    private static ContainerKind Container(string name, Yaml v) => new(
        name, new Label(Value.Text(Of(v, "label"))!), Range(Of(v, "storage")), Of(v, "transport") is { } transport ? Range(transport) : null,
        Value.Flag(Of(v, "autologous-only"), false));

    private static TemperatureRange Range(Yaml? v) => new(Celsius(Of(v, "min")), Celsius(Of(v, "max")));

    private static decimal? Celsius(Yaml? v) =>
        Value.Text(v) is { } text ? decimal.Parse(text[..text.IndexOf(' ', StringComparison.Ordinal)], NumberStyles.Number, CultureInfo.InvariantCulture) : null;

    private static Clock Clock(string name, Yaml v) => new(
        name, Value.Texts(Of(v, "starts")), Value.Texts(Of(v, "stops")), Period(Value.Text(Of(v, "limit")))!, Period(Value.Text(Of(v, "warn"))),
        Period(Value.Text(Of(v, "earliest"))), Value.Text(Of(v, "when-exceeded")) == "hold");

    private static Step Step(string name, Yaml.Map v, ImmutableArray<State> states)
    {
        var except = Value.Texts(v["except"]);
        var from = Value.Texts(v["from"]);
        if (from is ["anywhere"]) from = [.. states.Where(s => !s.IsFinal && !except.Contains(s.Name)).Select(s => s.Name)];
        return new Step(
            name,
            from,
            Value.Text(v["to"]),
            new Doer(Value.Texts(Of(v["by"], "role")), Value.Text(Of(v["by"], "at"))!, Value.Texts(Of(v["by"], "qualified"))),
            Value.Texts(v["records"]),
            Value.Texts(v["revokes"]),
            Value.Texts(v["requires"]),
            Value.Texts(v["of"]),
            Value.Texts(v["assigns"]),
            v["identity"] is { } i
                ? new IdentityCheck(Value.Texts(Of(i, "scan")), Value.Whole(Of(i, "people"), 1), Value.Texts(Of(i, "second")), Value.Text(Of(i, "place")))
                : null,
            [.. Value.Entries(v["evidence"]).Select(e => new Evidence(e.Key, Kind((Yaml.Map)e.Value), Value.Flag(Of(e.Value, "required"), true)))],
            [.. Value.Each(v["creates"]).Select(c => new Creation(
                Value.Text(Of(c, "container"))!, Value.Text(Of(c, "held-by"))!, Value.Texts(Of(c, "from")), Value.Flag(Of(c, "more"), false)))],
            [.. Value.Each(v["custody"]).Select(c => new CustodyMove(
                Value.Text(Of(c, "container"))!, Value.Text(Of(c, "gives"))!, Value.Text(Of(c, "takes"))!,
                Of(c, "seal") is not null, Of(c, "condition") is not null))],
            Table(v["ends"], (_, fate) => Value.Text(fate)!),
            Value.Texts(v["within"]),
            Value.Texts(v["after"]),
            Value.Flag(v["even-on-hold"], false),
            Value.Text(v["sign"]),
            v["labels"] is { } labels ? new LabelCount(Value.Text(Of(labels, "received"))!, Value.Text(Of(labels, "applied"))!, Value.Text(Of(labels, "destroyed"))!) : null,
            states.Any(s => s.IsFinal && s.Name == Value.Text(v["to"])));
    }

    private static EvidenceKind Kind(Yaml.Map e)
    {
        if (e["table"] is { } table)
        {
            var rows = Value.Each(Of(table, "rows")).OfType<Yaml.Seq>().Select(r => (Value.Number(r.Items[0])!.Value, Value.Whole(r.Items[1], 0)));
            return new EvidenceKind.TableCount(Value.Text(e["unit"])!, Value.Text(Of(table, "by"))!, [.. rows]);
        }
        if (e["unit"] is { } unit) return new EvidenceKind.Quantity(Value.Text(unit)!, Value.Number(e["min"]), Value.Number(e["max"]));
        if (e["choices"] is { } choices) return new EvidenceKind.Choice(Value.Texts(choices), Value.Texts(e["only"]));
        if (e["text"] is { } text) return new EvidenceKind.Text(Value.Whole(text, 0));
        if (e["among"] is { } among) return new EvidenceKind.Among(Value.Text(among)!);
        if (e["items"] is { } items) return new EvidenceKind.Items(Value.Whole(items, 0));
        if (e["date"] is not null) return new EvidenceKind.Date();
        return e["confirm"] is not null ? new EvidenceKind.Confirmation() : new EvidenceKind.Document();
    }

    private static Yaml? Of(Yaml? node, string key) => (node as Yaml.Map)?[key];

    private static ImmutableDictionary<string, T> Table<T>(Yaml? node, Func<string, Yaml, T> bind) =>
        Value.Entries(node).ToImmutableDictionary(e => e.Key, e => bind(e.Key, e.Value), StringComparer.Ordinal);
}
