using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Health;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Practice;

/// <summary>
/// Where practice orders are kept: a ledger file of its own beside the real one, with nothing in common but the code. It is made when somebody practises for the first
/// time. Who walks an order, in which role and for what task stands in its record, as its second entry.
/// </summary>
public sealed class PracticeHouse(PracticeFile file, Ledger real, WorkflowShelf shelf, IClock clock)
{
    /// <summary>How long a practice order can be walked and seen, from its beginning.</summary>
    public static readonly Duration Lasts = Duration.FromDays(30);

    /// <summary>Practice orders that one person may have at a time.</summary>
    public const int MostOfOne = 20;

    /// <summary>In the record of an order that its walker put aside to begin anew.</summary>
    internal const string AsideKey = "practised-aside";

    private const string PersonKey = "practised-by", RoleKey = "practised-role", TaskKey = "practised-task";

    // Those put aside stay in the file until it goes as a whole: so many, and no more.
    private const int MostWithAside = 60;

    // SQLITE_CORRUPT, SQLITE_NOTADB.
    private static readonly int[] Corrupt = [11, 26];

    private readonly Changes _changes = new();
    private readonly Tally _tally = new();

    /// <summary>A practice order of this person; null when there is none of this name, when it is another's, when it is over, or when a real order has the name.</summary>
    internal PracticeOrder? Find(OrderId id, Person person)
    {
        // The real ledger is asked first: nothing that is wrong with practice may stand in the way of a real order.
        if (!PracticeName.Is(id) || real.EntriesOf(id).Count > 0 || file.Open(make: false) is not { } opened) return null;
        try
        {
            return Of(opened, id, person) is { IsAside: false } practice ? practice : null;
        }
        catch (Exception no) when (IsDamage(no))
        {
            file.Damaged(opened, no);
            return null;
        }
    }

    /// <summary>The practice orders of a person, the newest first.</summary>
    internal async Task<IReadOnlyList<PracticeOrder>> OfAsync(Person person, CancellationToken ct) => [.. (await AllOfAsync(person, ct)).Where(practice => !practice.IsAside)];

    /// <summary>Begins a practice order, up to what its walker does first.</summary>
    internal async Task<(PracticeOrder? Practice, ImmutableArray<Reason> No)> BeginAsync(Person person, string workflow, string role, string task, CancellationToken ct)
    {
        if (shelf.Newest(workflow) is not { } shelved || !person.Roles.Contains(role) || PracticePath.Of(shelved.Workflow, role, task) is not { } path)
            return (null, [new("practice.unknown", $"There is no such practice: choose a therapy and a task of a role of yours.", "Choice")]);
        var all = await AllOfAsync(person, ct);
        if (all.Count(practice => !practice.IsAside) >= MostOfOne || all.Count >= MostWithAside)
            return (null, [new("practice.many", $"You have {MostOfOne} practice orders, or began too many anew. Each is cleared away {(int)Lasts.TotalDays} days after it was begun: go on in one of them.", "Choice")]);
        if (file.Open(make: true) is not { } opened)
            return (null, [new("practice.closed", file.Closed ?? (Sentence)$"The file of practice cannot be opened. The administrator moves practice.db out of the data folder; nothing real is touched.", "Choice")]);
        var network = PracticeNetwork.Around(shelved.Workflow, person, role, path.Site);
        var id = FreshName();
        var desk = DeskOf(opened, id, shelved.Workflow, person.Zone, out _);
        var parties = shelved.Workflow.Parties.ToImmutableSortedDictionary(party => party, PracticeNetwork.SiteOf, StringComparer.Ordinal);
        var coordinator = network.Cast.Of(new Order(id) { Parties = parties }, "coordinator");
        var begun = await desk.ActAsync(id, coordinator, (_, context) =>
            (CreateOrder.Decide(shelved.Workflow, id, $"PRACTICE {id.ToString()[5..]}", parties, network.Roll.SiteIds, context), null));
        if (begun.IsEmpty) begun = await desk.ActAsync(id, network.Self, (opened, context) => Claim(opened.Order, person, path, context));
        if (begun.IsEmpty && Of(opened, id, person) is { } practice) begun = await PracticeColleagues.GoOnAsync(practice, resolve: false);
        return begun.IsEmpty ? (Of(opened, id, person), []) : (null, begun);
    }

    /// <summary>Puts a practice order aside: whoever begins anew sees it no more.</summary>
    internal static async Task PutAsideAsync(PracticeOrder practice) => await practice.Desk.ActAsync(practice.Id, practice.Network.Self, (opened, context) => Paper(
        opened.Order, "practice-aside.txt", $"{practice.Person.Name} began anew.", ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(AsideKey, "yes")]), context));

    /// <summary>A paper of practice that says so, with what it carries for the program.</summary>
    internal static (Decision, KeptDocument?) Paper(Order order, string name, string text, ImmutableSortedDictionary<string, string> summary, Context context)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes($"PRACTICE. Nothing in this paper is real.\n\n{text}\n\nOrder {order.Id}\n");
        var document = new DocumentAdded(Hash.Of(bytes).ToString(), name, "text/plain", bytes.LongLength, "document", summary);
        return (Domain.Orders.Documents.Add(order, document, context), new KeptDocument(Hash.Of(bytes), document.MediaType, bytes));
    }

    private static (Decision, KeptDocument?) Claim(Order order, Person person, PracticePath path, Context context) => Paper(
        order, "practice-order.txt", $"{person.Name} practises this therapy as {path.Role}: {path.Task}.",
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(PersonKey, person.Id), KeyValuePair.Create(RoleKey, path.Role), KeyValuePair.Create(TaskKey, path.Task)]), context);

    private async Task<IReadOnlyList<PracticeOrder>> AllOfAsync(Person person, CancellationToken ct)
    {
        if (file.Open(make: false) is not { } opened) return [];
        try
        {
            await using var db = opened.Ledger.CreateDb();
            var entries = await db.FindEntriesAsync(new EntryFilter { Type = "document.added", Person = person.Id }, MostWithAside * 50, ct);
            return
            [
                .. entries.Select(entry => entry.Order).Distinct().Where(id => PracticeName.Is(id) && real.EntriesOf(id).Count == 0)
                    .Select(id => Of(opened, id, person)).OfType<PracticeOrder>().OrderByDescending(practice => practice.Begun),
            ];
        }
        catch (Exception no) when (IsDamage(no))
        {
            file.Damaged(opened, no);
            return [];
        }
    }

    private PracticeOrder? Of(PracticeFile.Opened opened, OrderId id, Person person)
    {
        // Read each time: whatever is wrong with the file shows here, and not on the page of the order.
        var entries = opened.Ledger.EntriesOf(id);
        if (entries.Count == 0) return null;
        var order = opened.Kept.Find(id)?.Order ?? OrderFold.Of(id, entries.Select(entry => entry.Read()));
        // Whoever lost the role practises it no more.
        var claim = order.Documents.Values.Select(document => document.Summary).FirstOrDefault(summary => summary.ContainsKey(PersonKey));
        if (claim is null || claim[PersonKey] != person.Id || claim[RoleKey] is not { } role || !person.Roles.Contains(role) || order.Created + Lasts <= clock.GetCurrentInstant()) return null;
        if (shelf.Find(order.Workflow, order.WorkflowVersion) is not { } shelved || shelved.Workflow.Sha256 != order.WorkflowSha256) return null;
        if (PracticePath.Of(shelved.Workflow, role, claim.GetValueOrDefault(TaskKey, PracticeTask.Walk)) is not { } path) return null;
        var network = PracticeNetwork.Around(shelved.Workflow, person, role, path.Site);
        var desk = DeskOf(opened, id, shelved.Workflow, person.Zone, out var hour);
        return new PracticeOrder(id, person, order.Created, shelved, path, network, desk, opened.Ledger, hour, _changes);
    }

    private OrderDesk DeskOf(PracticeFile.Opened opened, OrderId id, Workflow workflow, string zone, out PracticeClock hour)
    {
        OrderDesk? desk = null;
        hour = new PracticeClock(() => desk!.Open(id) is { } order ? PracticeClock.HourOf(workflow, order.Order, opened.Ledger.EntriesOf(id), zone) : clock.GetCurrentInstant());
        return desk = new OrderDesk(opened.Ledger, opened.Kept, shelf, opened.Repeats, hour, _tally, _changes);
    }

    private OrderId FreshName()
    {
        OrderId id;
        do id = PracticeName.Mint(); while (real.EntriesOf(id).Count > 0);
        return id;
    }

    // The engine says that the file is broken, or an entry cannot be read as one: rows are guarded by triggers, so somebody or something wrote past the program.
    private static bool IsDamage(Exception no) => no is SqliteException { SqliteErrorCode: var code } ? Corrupt.Contains(code) : no is JsonException or FormatException or ArgumentException;
}
