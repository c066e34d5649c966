using System.Collections.Immutable;
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
/// time. Who walks an order and in which role stands in its record, as its second entry.
/// </summary>
public sealed class PracticeHouse(Settings settings, Ledger real, WorkflowShelf shelf, IClock clock) : IDisposable
{
    /// <summary>How long a practice order can be walked and seen, from its beginning.</summary>
    public static readonly Duration Lasts = Duration.FromDays(30);

    /// <summary>Practice orders that one person may have at a time.</summary>
    public const int MostOfOne = 20;

    private const string PersonKey = "practised-by", RoleKey = "practised-role";

    private readonly Lock _lock = new();
    private readonly OpenOrders _kept = new(capacity: 256);
    private readonly Changes _changes = new();
    private readonly Tally _tally = new();
    private Ledger? _ledger;
    private Repeats? _repeats;

    private string File => Path.Combine(settings.Folder, "practice.db");

    /// <summary>A practice order of this person; null when there is none of this name, when it is another's, when it is over, or when a real order has the name.</summary>
    internal PracticeOrder? Find(OrderId id, Person person)
    {
        // The real ledger is asked first: nothing that is wrong with practice may stand in the way of a real order.
        return PracticeName.Is(id) && real.EntriesOf(id).Count == 0 && Ledger(make: false) is { } ledger ? Of(ledger, id, person) : null;
    }

    /// <summary>The practice orders of a person, the newest first.</summary>
    internal async Task<IReadOnlyList<PracticeOrder>> OfAsync(Person person, CancellationToken ct)
    {
        if (Ledger(make: false) is not { } ledger) return [];
        await using var db = ledger.CreateDb();
        var entries = await db.FindEntriesAsync(new EntryFilter { Type = "document.added", Person = person.Id }, MostOfOne * 50, ct);
        return [.. entries.Select(entry => entry.Order).Distinct().Select(id => Find(id, person)).OfType<PracticeOrder>().OrderByDescending(practice => practice.Begun)];
    }

    /// <summary>Begins a practice order, up to the first step of its walker.</summary>
    internal async Task<(PracticeOrder? Practice, ImmutableArray<Reason> No)> BeginAsync(Person person, string workflow, string role, CancellationToken ct)
    {
        if (shelf.Newest(workflow) is not { } shelved || !person.Roles.Contains(role) || PracticePath.Of(shelved.Workflow, role) is not { } path)
            return (null, [new("practice.unknown", $"There is no such practice: choose a therapy and a role of yours that takes steps in it.", "Choice")]);
        if ((await OfAsync(person, ct)).Count >= MostOfOne)
            return (null, [new("practice.many", $"You have {MostOfOne} practice orders. Each is cleared away {(int)Lasts.TotalDays} days after it was begun: walk on in one of them.", "Choice")]);
        var ledger = Ledger(make: true)!;
        var network = PracticeNetwork.Around(shelved.Workflow, person, role, path.Site);
        var id = FreshName();
        var desk = DeskOf(ledger, id, shelved.Workflow, person.Zone, out _);
        var parties = shelved.Workflow.Parties.ToImmutableSortedDictionary(party => party, PracticeNetwork.SiteOf, StringComparer.Ordinal);
        var coordinator = network.Cast.Of(new Order(id) { Parties = parties }, "coordinator");
        var begun = await desk.ActAsync(id, coordinator, (_, context) =>
            (CreateOrder.Decide(shelved.Workflow, id, $"PRACTICE {id.ToString()[5..]}", parties, network.Roll.SiteIds, context), null));
        if (begun.IsEmpty) begun = await desk.ActAsync(id, network.Self, (opened, context) => Claim(opened.Order, person, role, context));
        return begun.IsEmpty ? (Of(ledger, id, person), []) : (null, begun);
    }

    public void Dispose() => _ledger?.Dispose();

    /// <summary>A paper of practice that says so, with what it carries for the program.</summary>
    internal static (Decision, KeptDocument?) Paper(Order order, string name, string text, ImmutableSortedDictionary<string, string> summary, Context context)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes($"PRACTICE. Nothing in this paper is real.\n\n{text}\n\nOrder {order.Id}\n");
        var document = new DocumentAdded(Hash.Of(bytes).ToString(), name, "text/plain", bytes.LongLength, "document", summary);
        return (Domain.Orders.Documents.Add(order, document, context), new KeptDocument(Hash.Of(bytes), document.MediaType, bytes));
    }

    private static (Decision, KeptDocument?) Claim(Order order, Person person, string role, Context context) => Paper(
        order, "practice-order.txt", $"{person.Name} practises this therapy as {role}.",
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(PersonKey, person.Id), KeyValuePair.Create(RoleKey, role)]), context);

    private PracticeOrder? Of(Ledger ledger, OrderId id, Person person)
    {
        if (_kept.Find(id)?.Order is not { } order)
        {
            var entries = ledger.EntriesOf(id);
            if (entries.Count == 0) return null;
            order = OrderFold.Of(id, entries.Select(entry => entry.Read()));
        }
        // Whoever lost the role practises it no more.
        var claim = order.Documents.Values.Select(document => document.Summary).FirstOrDefault(summary => summary.ContainsKey(PersonKey));
        if (claim is null || claim[PersonKey] != person.Id || claim[RoleKey] is not { } role || !person.Roles.Contains(role) || order.Created + Lasts <= clock.GetCurrentInstant()) return null;
        if (shelf.Find(order.Workflow, order.WorkflowVersion) is not { } shelved || shelved.Workflow.Sha256 != order.WorkflowSha256 || PracticePath.Of(shelved.Workflow, role) is not { } path) return null;
        var network = PracticeNetwork.Around(shelved.Workflow, person, role, path.Site);
        var desk = DeskOf(ledger, id, shelved.Workflow, person.Zone, out var hour);
        return new PracticeOrder(id, person, order.Created, shelved, path, network, desk, hour, _changes);
    }

    private OrderDesk DeskOf(Ledger ledger, OrderId id, Workflow workflow, string zone, out PracticeClock hour)
    {
        OrderDesk? desk = null;
        hour = new PracticeClock(() => desk!.Open(id) is { } opened ? PracticeClock.HourOf(workflow, opened.Order, ledger.EntriesOf(id), zone) : clock.GetCurrentInstant());
        return desk = new OrderDesk(ledger, _kept, shelf, _repeats!, hour, _tally, _changes);
    }

    private OrderId FreshName()
    {
        OrderId id;
        do id = PracticeName.Mint(); while (real.EntriesOf(id).Count > 0);
        return id;
    }

    private Ledger? Ledger(bool make)
    {
        lock (_lock)
        {
            if (_ledger is null && (make || System.IO.File.Exists(File)))
            {
                ClearAway();
                if (!make && !System.IO.File.Exists(File)) return null;
                _ledger = Storage.Ledger.Open(File);
                _repeats = new Repeats(_ledger);
            }
            return _ledger;
        }
    }

    // A ledger forgets nothing, so a practice ledger goes as a whole: at the first use after a start, when all in it is over.
    private void ClearAway()
    {
        if (!System.IO.File.Exists(File)) return;
        using (var old = Storage.Ledger.Open(File))
        using (var db = old.CreateDb())
        {
            var newest = db.Orders.Select(order => order.Created).OrderByDescending(created => created).FirstOrDefault();
            if (newest + Lasts > clock.GetCurrentInstant()) return;
        }
        foreach (var part in new[] { "", "-wal", "-shm" }) System.IO.File.Delete(File + part);
    }
}
