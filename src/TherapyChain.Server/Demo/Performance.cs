using System.Collections.Immutable;
using System.Diagnostics;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Exchange.Loggers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Demo;

/// <summary>
/// One story played from its beginning through the real decisions, on a clock of its own. The first time it is played to learn how long it
/// takes; then the hours are laid out backwards from the present and it is played again on them.
/// </summary>
internal sealed class Performance
{
    private static readonly Instant Somewhen = Instant.FromUtc(2026, 1, 5, 9, 0);

    private readonly Story _story;
    private readonly Shelved _shelved;
    private readonly Cast _cast;
    private readonly int _number;
    private readonly IReadOnlyList<Instant>? _hours;
    private readonly List<Act> _acts = [];
    private readonly List<Append> _appends = [];
    private OpenOrder _open;
    private Instant _now = Somewhen;

    private Performance(Story story, Shelved shelved, Cast cast, int number, IReadOnlyList<Instant>? hours)
    {
        (_story, _shelved, _cast, _number, _hours) = (story, shelved, cast, number, hours);
        _open = new OpenOrder(new Order(IdOf(number)), default);
    }

    private Order Order => _open.Order;

    private Workflow Workflow => _shelved.Workflow;

    /// <summary>Everything the story adds to the ledger, one append for each decision, the last of them before the present.</summary>
    /// <param name="number">The order's number in the demonstration, from 1: its name and its values follow from it.</param>
    public static IReadOnlyList<Append> Of(Story story, Shelved shelved, Cast cast, int number, Instant present)
    {
        var rehearsal = new Performance(story, shelved, cast, number, hours: null);
        rehearsal.Play();
        var performance = new Performance(story, shelved, cast, number, Timetable.Of(rehearsal._acts, story.Ago, present, number));
        performance.Play();
        performance.PassTimeUntil(present);
        return performance._appends;
    }

    private static OrderId IdOf(int number) => OrderId.From(BitConverter.ToInt64(Hash.Of(BitConverter.GetBytes(number)).ToArray()));

    private void Play()
    {
        Begin();
        foreach (var beat in _story.Beats)
        {
            switch (beat)
            {
                case Beat.To to:
                    foreach (var step in RehearsalPath.To(Workflow, Order, to.State) ?? throw Broken($"there is no way from {Order.State} to {to.State}")) Take(new Beat.Take(step.Name));
                    break;
                case Beat.Take take: Take(take); break;
                case Beat.WrongScan wrong: Mistake(wrong); break;
                case Beat.Hold hold: Say(hold.Role, Duration.FromMinutes(40), context => Holds.Place(Workflow, Order, hold.Reason, context)); break;
                case Beat.Resolve resolve:
                    foreach (var held in Order.Holds) Say("quality", Duration.FromHours(3), context => Holds.Resolve(Workflow, Order, held.Seq, resolve.Reason, context));
                    break;
                case Beat.Correct right:
                    var given = Order.Evidence[right.Field];
                    Say(right.Role, Duration.FromHours(4), context => CorrectEntry.Decide(Workflow, Order, given.Seq, right.Field, given.Value with { Value = right.Value }, right.Reason, context));
                    break;
                case Beat.Deviate deviate: Say(deviate.Role, Duration.FromMinutes(50), context => RecordDeviation.Decide(Workflow, Order, deviate.Category, deviate.Description, context)); break;
                case Beat.Labels labels:
                    Say(labels.Role, Duration.FromMinutes(20), context => PrintLabels.Decide(Workflow, Order, new LabelWish(Container: null, Copies: 2, "100x50", "en", Reason: null), context));
                    Say(labels.Role, Duration.FromMinutes(15), context => AccountLabels.Decide(Workflow, Order, Fates(), context));
                    break;
                default: throw new UnreachableException(beat.GetType().Name);
            }
        }
    }

    private void Begin()
    {
        var parties = Workflow.Parties.ToImmutableSortedDictionary(p => p, p => p switch
        {
            "referring-site" => _story.Referred ?? _story.Hospital,
            "collection-site" => _story.Collected ?? _story.Hospital,
            "manufacturer" or "stock-site" => _story.Maker,
            "courier" or "return-courier" => _story.Courier,
            _ => _story.Hospital,
        }, StringComparer.Ordinal);
        var coordinator = _cast.Of(Order with { Parties = parties }, "coordinator");
        PassTime(Duration.FromDays(1), coordinator);
        var reference = $"{Codes[_story.Hospital]}-{_now.InUtc().Year % 100:00}-{_number * 37 % 900 + 100}";
        Record(CreateOrder.Decide(Workflow, Order.Id, reference, parties, _cast.Sites, new Context(_now, coordinator)));
    }

    private void Take(Beat.Take take)
    {
        var step = Step(take.Step);
        var doer = _cast.Doer(Order, step, _number);
        var gap = (take.After ?? Pace.Before(Workflow.Id, step.Name, Uneven(step.Name))) + take.Late;
        foreach (var clock in step.After)
            if (Order.Clocks[clock].Earliest is { } earliest && earliest > _now + gap) gap = earliest - _now + Duration.FromMinutes(90 + _number);
        PassTime(gap, doer);
        var context = new Context(_now, doer, _cast.Second(step, doer));
        string? document = null;
        foreach (var piece in step.Evidence.Where(e => e is { Required: true, Kind: EvidenceKind.Document })) document = AddPaper(step, piece.Name, context);
        if (step.Evidence.Any(e => e is { Required: false, Name: "logger-file" })) document = AddPaper(step, "logger-file", context);
        var form = Form(step, context, document, take.Late);
        foreach (var (name, value) in take.With) form = form with { Evidence = form.Evidence.SetItem(name, form.Evidence.TryGetValue(name, out var old) ? old with { Value = value } : new EvidenceValue(value)) };
        Record(Advance.Decide(Workflow, Order, form, context));
    }

    private void Mistake(Beat.WrongScan wrong)
    {
        var step = Step(wrong.Step);
        var doer = _cast.Doer(Order, step, _number);
        PassTime(Pace.Before(Workflow.Id, step.Name, Uneven(step.Name)), doer);
        var context = new Context(_now, doer, _cast.Second(step, doer));
        var form = Form(step, context, Order.Documents.Keys.FirstOrDefault(), Duration.Zero);
        var scan = form.Scans.First(s => s.Name == wrong.Name);
        var mistaken = scan with { Value = scan.Value[..^1] + (scan.Value[^1] == '7' ? '1' : '7') };
        var decision = Advance.Decide(Workflow, Order, form with { Scans = form.Scans.Replace(scan, mistaken) }, context);
        if (decision is not Decision.Refused { Entries.IsEmpty: false }) throw Broken($"a wrong {wrong.Name} at {step.Name} was not refused");
        Keep(decision, document: null);
    }

    private void Say(string role, Duration gap, Func<Context, Decision> decide)
    {
        var who = _cast.Of(Order, role);
        PassTime(gap, who);
        Record(decide(new Context(_now, who)));
    }

    private ImmutableArray<ToldFate> Fates() =>
    [
        .. Order.Labels.Values.SkipLast(1).Select((label, i) => i == 0 ? new ToldFate(LabelSerial.Short(label.Serial), LabelFate.Destroyed, To: null, "Smudged in the printer.")
            : new ToldFate(LabelSerial.Short(label.Serial), LabelFate.Applied, label.Container is { } kind ? LabelGrammar.Symbol(Workflow.Containers[kind].Label.Kind, label.Code!) : "Folder of the order", Reason: null)),
    ];

    private StepRequest Form(Step step, Context context, string? document, Duration late)
    {
        var at = _now - late;
        var form = Rehearsal.Fill(Workflow, Order, step, at, context.Actor.Zone, document) with
        {
            LateReason = late > Duration.Zero ? "The network of the ward was down; entered from the paper form." : null,
        };
        if (document is not null && step.Evidence.Any(e => e.Name == "logger-file")) form = form with { Evidence = form.Evidence.SetItem("logger-file", new EvidenceValue(document)) };
        return DemoEvidence.Enliven(form, step, Order, at.InZone(DateTimeZoneProviders.Tzdb[context.Actor.Zone]).Date, _number * 61 + 17);
    }

    // A paper joins the order a moment before the step that names it.
    private string AddPaper(Step step, string evidence, Context context)
    {
        var (bytes, document) = evidence == "logger-file" ? Trace(step) : Paper(step, evidence, context);
        Keep(Accepted(Domain.Orders.Documents.Add(Order, document, context)), new KeptDocument(Hash.Of(bytes), document.MediaType, bytes));
        return document.Sha256;
    }

    private (byte[], DocumentAdded) Paper(Step step, string evidence, Context context)
    {
        var title = Workflow.Say(evidence, "en");
        var bytes = DemoFiles.Paper($"{title}, no. {Order.Seq}", Order, context.Actor.Site, context.Actor.Name, _now.InZone(DateTimeZoneProviders.Tzdb[context.Actor.Zone]).Date);
        var kind = evidence.Contains("certificate", StringComparison.Ordinal) ? "certificate" : step.By.Roles.Contains("cell-lab") ? "laboratory" : "document";
        return (bytes, new DocumentAdded(Hash.Of(bytes).ToString(), $"{evidence}-{Order.Reference}.txt", "text/plain", bytes.LongLength, kind, Nothing));
    }

    private (byte[], DocumentAdded) Trace(Step step)
    {
        var container = step.Custody[0].Container;
        var kind = Workflow.Containers[container];
        var bytes = DemoFiles.Trace(kind, Order.Containers[container].Since, _now, _number * 61 + Order.Seq, warm: step.Name.EndsWith("quarantine", StringComparison.Ordinal));
        if (LoggerFiles.Read(bytes) is not LoggerOutcome.Parsed parsed) throw Broken($"the logger file at {step.Name} cannot be read");
        return (bytes, new DocumentAdded(Hash.Of(bytes).ToString(), $"logger-{parsed.Record.Serial}.csv", "text/csv", bytes.LongLength, TraceSummary.Kind, TraceSummary.Of(parsed.Record, kind)));
    }

    private void PassTime(Duration gap, Person who)
    {
        var next = _hours is null ? _now + gap : _hours[_acts.Count];
        _acts.Add(new Act(gap, who.Zone));
        PassTimeUntil(next);
        _now = next;
    }

    // What the watch would have recorded in between, each at its hour.
    private void PassTimeUntil(Instant next)
    {
        while (Order.Seq > 0 && WatchClocks.NextDue(Order) is { } due && due + Duration.FromSeconds(1) < next)
        {
            _now = due + Duration.FromSeconds(1);
            Keep(WatchClocks.Decide(Workflow, Order, new Context(_now, _cast.Of(Order, "coordinator"))), document: null);
        }
    }

    private void Record(Decision decision) => Keep(Accepted(decision), document: null);

    private void Keep(Decision decision, KeptDocument? document)
    {
        var change = Change.Of(decision, _open);
        var (before, after) = (_open.Order, change.After.Order);
        _appends.Add(new Append(after.Id, before.Seq, change.Entries, OrderIndexing.IndexOf(after, _shelved.Workflow))
        {
            Parties = OrderIndexing.PartiesOf(after, before),
            Clocks = OrderIndexing.ClocksOf(after, before),
            Identifiers = OrderIndexing.IdentifiersOf(after, before),
            Documents = document is null ? [] : [document],
        });
        _open = change.After;
    }

    private Step Step(string name) => Workflow.FindStep(name) ?? throw Broken($"{Workflow.Id} has no step {name}");

    private int Uneven(string step) => step.Sum(c => c) * 31 + _number * 977;

    private Decision.Accepted Accepted(Decision decision) => decision as Decision.Accepted
        ?? throw Broken(string.Join("; ", (decision as Decision.Refused)?.Reasons.Select(r => $"{r.Code} {r.Field}: {r.Message}") ?? []));

    private InvalidOperationException Broken(string why) => new($"Order {_number} of the demonstration ({Workflow.Id}, {Order.State}): {why}.");

    // How each hospital begins its order numbers.
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["karolinska"] = "KAR", ["charite"] = "CHA", ["umc-utrecht"] = "UTR", ["saint-louis"] = "SLS", ["gemelli"] = "GEM", ["clinic-barcelona"] = "BCN",
        ["kings-college"] = "KCH", ["oslo"] = "OUS", ["uz-leuven"] = "LEU", ["semmelweis"] = "SEM", ["motol"] = "MOT", ["helsinki"] = "HUS",
    };

    private static readonly ImmutableSortedDictionary<string, string> Nothing = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
