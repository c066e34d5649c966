using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Papers;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Pages.Quality;

/// <summary>One order as somebody judges it: its record as it will print, the entries behind it, and the order with every limit that has passed by now.</summary>
/// <param name="Today">The order as it stands now, limits that the watch has not recorded yet included.</param>
public sealed record Dossier(
    OpenOrder Opened, Workflow Workflow, ImmutableArray<SealedEntry> Sealed, ImmutableArray<Entry> Entries, Order Today, Context Context, CustodyRecord Record, Names Names, string Language)
{
    public Order Order => Opened.Order;

    /// <returns>Null when there is no such order that the person may see.</returns>
    public static Dossier? Of(string name, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Roll network, Instant now, string language)
    {
        if (desk.See(name, who) is not { } opened) return null;
        var workflow = shelf.For(opened.Order).Workflow;
        // Up to the entry that the order was folded to: what comes in meanwhile is for the next look.
        var entries = desk.EntriesOf(opened.Order.Id).Take(opened.Order.Seq).ToImmutableArray();
        var (context, names) = (new Context(now, who.Person), OrderPapers.NamesIn(network));
        return new Dossier(
            opened, workflow, entries, [.. entries.Select(e => e.Read())], WatchClocks.Decide(workflow, opened.Order, context).After, context,
            CustodyRecordBuilder.Build(workflow, entries, names, language), names, language);
    }

    public string Say(string name) => Workflow.Say(name, Language);

    public string Who(string actor) => actor == Person.System ? "TherapyChain" : Names.Person(actor);

    public Entry Entry(int seq) => Entries[seq - 1];

    public EntryLine Line(int seq) => Record.Entries[seq - 1];
}
