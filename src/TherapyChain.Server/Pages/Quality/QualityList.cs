using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Documents.Records;
using TherapyChain.Documents.Words;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Pages.Orders;
using TherapyChain.Server.Words;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Pages.Quality;

/// <summary>What quality has to do, out of the orders that one person may see. Read from the indexes; only orders that are on hold or wait for a judgement are opened, and of these a bounded number.</summary>
/// <param name="Holds">Open holds, the oldest first.</param>
/// <param name="HasMore">Whether further orders are on hold than these were taken from.</param>
/// <param name="Waiting">Judgements that wait for this person's roles at their site.</param>
internal sealed record QualityList(
    IReadOnlyList<HeldLine> Holds, bool HasMore, IReadOnlyList<WaitingLine> Waiting, IReadOnlyList<RecentLine> Deviations, IReadOnlyList<RecentLine> Corrections)
{
    public const int MostHeld = 100;
    public const int MostWaiting = 50;
    public const int MostRecent = 10;

    public static async Task<QualityList> ReadAsync(Ledger ledger, OrderDesk desk, WorkflowShelf shelf, Roll network, CurrentPerson who, Instant now, string language, CancellationToken ct)
    {
        await using var db = ledger.CreateDb();
        var visible = who.SeesAllOrders ? null : (IReadOnlyCollection<string>)[who.Person.Site];
        var held = await db.ListOldestAsync(new OrderFilter { VisibleTo = visible } with { Held = true, Final = false }, MostHeld + 1, ct);
        return new QualityList(
            [.. held.Take(MostHeld).SelectMany(row => HeldLine.Of(row.OrderId, desk, shelf, network, language)).OrderBy(h => h.Hold.Since).ThenBy(h => h.Order, StringComparer.Ordinal)],
            held.Count > MostHeld,
            await WaitingAsync(db, desk, shelf, who, visible, now, language, ct),
            await RecentAsync(db, ledger, shelf, desk, network, "deviation.recorded", visible, language, ct),
            await RecentAsync(db, ledger, shelf, desk, network, "entry.corrected", visible, language, ct));
    }

    private static async Task<IReadOnlyList<WaitingLine>> WaitingAsync(
        LedgerDb db, OrderDesk desk, WorkflowShelf shelf, CurrentPerson who, IReadOnlyCollection<string>? visible, Instant now, string language, CancellationToken ct)
    {
        var standing = shelf.All.SelectMany(w => w.Workflow.Steps.Where(s => Judgement.Is(s, w.Workflow) && s.By.Roles.Any(who.Person.Roles.Contains)).SelectMany(s => s.From.Select(from => new Standing(w.Workflow.Id, w.Workflow.Version, from)))).Distinct().ToList();
        if (standing.Count == 0) return [];
        // The longest begun first: those of the newest orders can wait.
        var waiting = await db.ListOldestAsync(new OrderFilter { VisibleTo = visible, Final = false, Standing = standing }, MostWaiting, ct);
        var lines = new List<WaitingLine>();
        foreach (var row in waiting)
        {
            if (desk.Open(row.OrderId) is not { Order: var order } opened) continue;
            var (workflow, context) = (shelf.For(order).Workflow, new Context(now, who.Person));
            var today = WatchClocks.Decide(workflow, order, context).After;
            var steps = OpenSteps.Of(workflow, today, context).Where(open => Judgement.Is(open.Step, workflow) && !open.Blocked.Any(OrderPageModel.IsNotTheirs)).ToList();
            if (steps.Count > 0)
                lines.Add(new WaitingLine(
                    order.Id.ToString(), order.Reference, workflow.Say(order.Workflow, language), workflow.Say(order.State, language), order.LastStepAt, order.IsOnHold,
                    [.. steps.Select(s => (s.Step.Name, workflow.Say(s.Step.Name, language)))]));
        }
        return [.. lines.OrderBy(l => l.Since)];
    }

    private static async Task<IReadOnlyList<RecentLine>> RecentAsync(
        LedgerDb db, Ledger ledger, WorkflowShelf shelf, OrderDesk desk, Roll network, string type, IReadOnlyCollection<string>? visible, string language, CancellationToken ct)
    {
        var found = await db.FindEntriesAsync(new EntryFilter { Type = type, VisibleTo = visible }, MostRecent, ct);
        return [.. found.Select(f => RecentLine.Of([.. ledger.EntriesOf(f.Order, f.Seq - 2).Take(2).Select(e => e.Read())], desk.Open(f.Order)!.Order, shelf, network, language))];
    }
}

/// <summary>One open hold: what was scanned and expected where it was a failed identity check, who stopped it, and where.</summary>
internal sealed record HeldLine(string Order, string Reference, string Therapy, Hold Hold, Sentence Reason, string Step, ImmutableArray<RefusedCode> Codes, string Who, string? Second, string Site, string Zone)
{
    public bool IsIdentity => Hold.Code == HoldCode.IdentityMismatch;

    public static IEnumerable<HeldLine> Of(OrderId id, OrderDesk desk, WorkflowShelf shelf, Roll network, string language)
    {
        if (desk.Open(id) is not { Order: var order }) yield break;
        var (workflow, words) = (shelf.For(order).Workflow, PaperWords.In(language));
        var entries = desk.EntriesOf(id);
        foreach (var hold in order.Holds)
        {
            var placed = entries[hold.Seq - 1].Envelope;
            var refused = hold.Code == HoldCode.IdentityMismatch ? entries[hold.Seq - 2].Read().Event as IdentityRefused : null;
            yield return new HeldLine(
                id.ToString(), order.Reference, workflow.Say(order.Workflow, language), hold, HoldReason.Told(workflow, hold.Code, hold.Reason), refused is null ? "" : words.Called(workflow, refused.Step),
                refused is null ? [] : [.. refused.Mismatches.Select(m => new RefusedCode(words.Called(workflow, m.Name), m.Scanned, m.Expected))],
                hold.By == Person.System ? "TherapyChain" : network.Names.GetValueOrDefault(hold.By) ?? hold.By, refused?.Second?.Name,
                placed.Site == Person.System ? "" : network.SiteName(placed.Site), placed.Zone);
        }
    }
}

/// <summary>An order whose next step is a judgement that this person may give.</summary>
/// <param name="Since">When the last step happened.</param>
internal sealed record WaitingLine(string Order, string Reference, string Therapy, string State, Instant Since, bool Held, ImmutableArray<(string Step, string Words)> Steps);

/// <summary>A deviation or a correction that was lately recorded.</summary>
/// <param name="Old">The corrected value; null for a deviation.</param>
public sealed record RecentLine(string Order, string Reference, int Seq, string What, string? Old, string? New, string Text, string Who, string Site, Instant At, string Zone)
{
    /// <param name="entries">The entry, and the one before it.</param>
    public static RecentLine Of(ImmutableArray<Entry> entries, Order order, WorkflowShelf shelf, Roll network, string language)
    {
        var (e, workflow) = (entries[^1], shelf.For(order).Workflow);
        var line = new RecentLine(e.Order.ToString(), order.Reference, e.Seq, "", null, null, "", network.Names.GetValueOrDefault(e.Actor) ?? e.Actor, network.SiteName(e.Site), e.At, e.Zone);
        return e.Event switch
        {
            DeviationRecorded d => line with { What = d.Category, Text = RuleWords.Told(workflow, entries, e).In(PageTongue.In(language)) },
            EntryCorrected c => line with { What = workflow.Say(c.Field, language), Old = $"{c.Old}", New = $"{c.New}", Text = c.Reason },
            _ => line,
        };
    }
}

/// <summary>Which steps are judgements of quality: those that leave a state of the phase of release, and those that release, reject or accept anywhere else.</summary>
internal static class Judgement
{
    private static readonly string[] Acts = [ReleaseRule.Act, "rejection", "acceptance", "physician-acceptance"];

    public static bool Is(Step step, Workflow workflow) =>
        step.Records.Any(Acts.Contains) || step.From.Length <= 6 && step.From.Any(from => workflow.FindState(from)?.Phase == "release");
}
