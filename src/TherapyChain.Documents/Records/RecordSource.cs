using System.Collections.Immutable;
using TherapyChain.Documents.Words;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>What the parts of a record are read from: the entries, opened once, and the words for the names in them.</summary>
internal sealed class RecordSource(Workflow workflow, ImmutableArray<SealedEntry> entries, Names names, string language)
{
    private Order? _order;

    /// <param name="today">What sites and people are called today; entries that end with a print bring the names bound there instead.</param>
    public static RecordSource Of(Workflow workflow, ImmutableArray<SealedEntry> entries, Names today, string language) =>
        new(workflow, entries, entries[^1].Read().Event is DocumentPrinted printed ? printed.Names : today, language);

    public PaperWords Words { get; } = PaperWords.In(language);
    public Workflow Workflow => workflow;
    public ImmutableArray<SealedEntry> Sealed => entries;
    public ImmutableArray<Entry> Entries { get; } = [.. entries.Select(e => e.Read())];
    public Order Order => _order ??= OrderFold.Of(Entries[0].Order, Entries);

    public string Say(string name) => Words.Called(workflow, name);

    public string Act(string act) => workflow.Words.ContainsKey(act) ? Say(act) : Words.Name("act", act);

    public string Role(string role) => Words.Name("role", role);

    /// <summary>A value of evidence: the unit behind it, a choice in words, a typed text as it was typed.</summary>
    public string Say(string step, string evidence, EvidenceValue value) =>
        workflow.FindStep(step)?.Evidence.FirstOrDefault(e => e.Name == evidence)?.Kind switch
        {
            EvidenceKind.Choice => Say(value.Value),
            EvidenceKind.Confirmation when value.Value == "yes" => Words["evidence.yes"],
            _ => Words.Amount(value),
        };

    public string Who(string actor) => actor == Person.System ? "TherapyChain" : names.Person(actor);

    public string Site(string site) => site == Person.System ? "" : names.Site(site).Full;

    public string SiteName(string site) => names.Site(site).Name;

    public string Party(string party) =>
        Order.Parties.TryGetValue(party, out var site) ? $"{Words.Name("party", party)}: {names.Site(site).Name}" : Words.Name("party", party);

    public string ZoneOf(string site) => Entries.FirstOrDefault(e => e.Site == site)?.Zone ?? names.Site(site).Zone;

    public When When(Entry entry) => Words.Moment(entry.At, entry.Zone);

    /// <summary>The reason or description of an entry: in the language of the paper where a rule of ours wrote it, as it was typed where a person did.</summary>
    public string Told(Entry entry) => RuleWords.Told(workflow, Entries, entry).In(PaperTongue.In(language));

    public string Resolution(int held) =>
        Entries.FirstOrDefault(r => r.Event is HoldResolved solved && solved.Held == held) is { } by
            ? Words.Say("refused.resolved", by.Seq, Who(by.Actor), Told(by))
            : Words["refused.held"];
}
