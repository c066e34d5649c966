using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace TherapyChain.Domain.Orders;

/// <summary>Reads the <c>data</c> of a sealed entry back into the event it was written from.</summary>
public static class OrderEventJson
{
    /// <exception cref="FormatException">The type is unknown, or the data does not have its shape.</exception>
    public static OrderEvent Read(string type, JsonElement data)
    {
        try
        {
            return ReadKnown(type, data);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            throw new FormatException($"An entry of type \"{type}\" does not have the shape of its type: {e.Message}", e);
        }
    }

    private static OrderEvent ReadKnown(string type, JsonElement d) => type switch
    {
        "order.created" => new OrderCreated(
            Text(d, "workflow"), Int(d, "workflow-version"), Text(d, "workflow-sha256"), Text(d, "state"), Text(d, "reference"), Map(d, "parties")),
        "step.completed" => ReadStep(d),
        "identity.refused" => new IdentityRefused(
            Text(d, "step"), List(d, "mismatches", m => new Mismatch(Text(m, "name"), Text(m, "scanned"), Texts(m, "expected"))), Second(d)),
        "order.held" => new OrderHeld(Text(d, "code"), Text(d, "reason"), Optional(d, "clock")),
        "hold.resolved" => new HoldResolved(Int(d, "held"), Text(d, "reason")),
        "clock.warned" => new ClockWarned(Text(d, "clock"), Moment(d, "limit")),
        "clock.exceeded" => new ClockExceeded(Text(d, "clock"), Moment(d, "limit")),
        "entry.corrected" => new EntryCorrected(
            Int(d, "corrects"), Text(d, "field"), Value(d.GetProperty("old")), Value(d.GetProperty("new")), Text(d, "reason")),
        "deviation.recorded" => new DeviationRecorded(Text(d, "category"), Text(d, "description")),
        "document.added" => new DocumentAdded(
            Text(d, "sha256"), Text(d, "name"), Text(d, "media-type"), d.GetProperty("size").GetInt64(), Text(d, "kind"), Map(d, "summary")),
        "document.printed" => new DocumentPrinted(Text(d, "document"), Int(d, "copy"), Text(d, "head"), ReadNames(d.GetProperty("names"))),
        "labels.printed" => new LabelsPrinted(
            List(d, "labels", l => new NewLabel(Int(l, "serial"), Optional(l, "container"), Optional(l, "code"), Texts(l, "symbols"))),
            Text(d, "size"), Text(d, "language"), Optional(d, "reason")),
        "labels.accounted" => new LabelsAccounted(
            List(d, "labels", l => new LabelFate(Int(l, "serial"), Text(l, "fate"), Optional(l, "to"), Optional(l, "reason")))),
        "workflow.moved" => new WorkflowMoved(Int(d, "from-version"), Int(d, "workflow-version"), Text(d, "workflow-sha256"), Text(d, "reason")),
        _ => throw new FormatException($"Unknown entry type \"{type}\"."),
    };

    private static StepCompleted ReadStep(JsonElement d) => new(Text(d, "step"), Text(d, "from"), Text(d, "to"))
    {
        Acts = Texts(d, "acts"),
        Revoked = Texts(d, "revoked"),
        Assigned = List(d, "assigned", ReadScan),
        Scanned = List(d, "scanned", ReadScan),
        Evidence = d.TryGetProperty("evidence", out var evidence)
            ? evidence.EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => Value(p.Value), StringComparer.Ordinal)
            : ImmutableSortedDictionary.Create<string, EvidenceValue>(StringComparer.Ordinal),
        Created = List(d, "created", c => new Created(Text(c, "container"), Text(c, "held-by"), Texts(c, "made-from"))),
        Moved = List(d, "moved", m => new Moved(Text(m, "container"), Text(m, "gives"), Text(m, "takes"), Optional(m, "seal"), Optional(m, "condition"))),
        Ended = List(d, "ended", e => new Ended(Text(e, "container"), Text(e, "fate"))),
        ClocksStarted = List(d, "clocks-started", c => new ClockStarted(
            Text(c, "clock"), OptionalMoment(c, "earliest"), OptionalMoment(c, "warn"), Moment(c, "limit"), c.GetProperty("holds").GetBoolean())),
        ClocksStopped = Texts(d, "clocks-stopped"),
        Second = Second(d),
        Place = Optional(d, "place"),
        Signature = d.TryGetProperty("signature", out var s) ? new Signature(Text(s, "name"), Text(s, "meaning"), Moment(s, "signed-at")) : null,
        LateReason = Optional(d, "late-reason"),
    };

    private static Scan ReadScan(JsonElement s) => 
        new(Text(s, "name"), Text(s, "value"), s.TryGetProperty("shared", out var shared) && shared.GetBoolean()) { Issuer = Optional(s, "issuer") };

    private static Names ReadNames(JsonElement n) => Names.Of(
        n.GetProperty("sites").EnumerateObject().Select(s =>
            KeyValuePair.Create(s.Name, new SiteName(Text(s.Value, "name"), Text(s.Value, "city"), Text(s.Value, "country"), Text(s.Value, "zone")))),
        Map(n, "people"));

    private static EvidenceValue Value(JsonElement v) => new(Text(v, "value"), Optional(v, "unit"));

    private static SecondPerson? Second(JsonElement d) =>
        d.TryGetProperty("second", out var s) ? new SecondPerson(Text(s, "actor"), Text(s, "role"), Text(s, "name")) : null;

    private static string Text(JsonElement d, string key) =>
        d.GetProperty(key).GetString() ?? throw new FormatException($"\"{key}\" is null.");

    private static string? Optional(JsonElement d, string key) => d.TryGetProperty(key, out var v) ? v.GetString() : null;

    private static int Int(JsonElement d, string key) => d.GetProperty(key).GetInt32();

    private static Instant Moment(JsonElement d, string key) => InstantPattern.ExtendedIso.Parse(Text(d, key)).GetValueOrThrow();

    private static Instant? OptionalMoment(JsonElement d, string key) => d.TryGetProperty(key, out _) ? Moment(d, key) : null;

    private static ImmutableArray<string> Texts(JsonElement d, string key) => List(d, key, v => v.GetString() ?? throw new FormatException($"\"{key}\" holds null."));

    private static ImmutableArray<T> List<T>(JsonElement d, string key, Func<JsonElement, T> read) =>
        d.TryGetProperty(key, out var list) ? [.. list.EnumerateArray().Select(read)] : [];

    private static ImmutableSortedDictionary<string, string> Map(JsonElement d, string key) => d.TryGetProperty(key, out var map)
        ? map.EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString() ?? throw new FormatException($"\"{key}\" holds null."), StringComparer.Ordinal)
        : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
