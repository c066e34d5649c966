using System.Collections.Immutable;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>What the parts of a record are read from: the entries, opened once, and the words for the names in them.</summary>
internal sealed class RecordSource(Workflow workflow, ImmutableArray<SealedEntry> entries, Names names, string language)
{
    private Order? _order;

    public Workflow Workflow => workflow;
    public ImmutableArray<SealedEntry> Sealed => entries;
    public ImmutableArray<Entry> Entries { get; } = [.. entries.Select(e => e.Read())];
    public Order Order => _order ??= OrderFold.Of(Entries[0].Order, Entries);

    public string Say(string name) => workflow.Say(name, language) is var word && word == name ? Wording.Plain(name) : word;

    /// <summary>A value of evidence: the unit behind it, a choice in words, a typed text as it was typed.</summary>
    public string Say(string step, string evidence, EvidenceValue value) =>
        workflow.FindStep(step)?.Evidence.FirstOrDefault(e => e.Name == evidence)?.Kind is EvidenceKind.Choice ? Say(value.Value) : Wording.Amount(value);

    public string Who(string actor) => actor == Person.System ? "TherapyChain" : names.Person(actor);

    public string Site(string site) => site == Person.System ? "" : names.Site(site).Full;

    public string SiteName(string site) => names.Site(site).Name;

    public string Party(string party) =>
        Order.Parties.TryGetValue(party, out var site) ? $"{Wording.Plain(party)}: {names.Site(site).Name}" : Wording.Plain(party);

    public string ZoneOf(string site) => Entries.FirstOrDefault(e => e.Site == site)?.Zone ?? names.Site(site).Zone;

    public static When When(Entry entry) => Wording.Moment(entry.At, entry.Zone);

    public string Resolution(int held) =>
        Entries.FirstOrDefault(r => r.Event is HoldResolved solved && solved.Held == held) is { Event: HoldResolved resolved } by
            ? $"Resolved in entry {by.Seq} by {Who(by.Actor)}: {resolved.Reason}"
            : "Not resolved: the order is on hold";
}
