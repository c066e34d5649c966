using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Words;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Pages.Worklist;

/// <summary>What the worklist shows to one person: what needs them now, where all orders stand, and a page of the list.</summary>
/// <param name="Total">How many orders the list holds, counted up to <see cref="Most"/>.</param>
public sealed record WorklistModel(
    IReadOnlyList<NeedGroup> Needs, IReadOnlyDictionary<string, int> Phases, IReadOnlyList<OrderLine> Orders, string? Next, int Total,
    IReadOnlyList<Choice> Therapies, IReadOnlyList<Choice> States, IReadOnlyList<Choice> Clocks, IReadOnlyList<Choice> Sites)
{
    public const int PageSize = 25;

    /// <summary>Nothing is counted further: who has as many to look through filters them.</summary>
    public const int Most = 500;

    private const int SitesFrom = 300;

    internal static async Task<WorklistModel> ReadAsync(
        LedgerDb db, NeedSearch needs, WorkflowShelf shelf, Roll network, CurrentPerson who, PageTongue words, ListAsk ask, IReadOnlyCollection<string>? codes, OrderCursor? after, Instant now, CancellationToken ct)
    {
        var filter = ask.FilterFor(who, shelf, now, codes);
        var page = await db.ListOrdersAsync(filter, after, PageSize, ct);
        var total = page.Next is null && after is null ? page.Orders.Count : await db.CountOrdersAsync(filter, Most, ct);
        var site = who.SeesAllOrders ? null : who.Person.Site;
        var counts = await db.CountPlacesAsync(site, [.. PhasePath.Order.Select(phase => Places.In(shelf, phase))], Most, ct);
        var workflows = shelf.All.Select(w => w.Workflow).Where(w => ask.Workflow is null || w.Id == ask.Workflow).ToList();
        return new WorklistModel(
            await needs.FindAsync(ct),
            PhasePath.Order.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal),
            await OrderLine.OfAsync(db, page.Orders, shelf, network, words, now, ct), page.Next?.ToString(), total,
            Choices(shelf.All.Select(w => (w.Workflow.Id, w.Workflow.Say(w.Workflow.Id, words.Language)))),
            Choices(workflows.SelectMany(w => w.States.Select(state => (state.Name, w.Say(state.Name, words.Language))))),
            Choices(workflows.SelectMany(w => w.Clocks.Keys.Select(clock => (clock, w.Say(clock, words.Language))))),
            Choices((site is null ? [.. network.Sites.Keys] : await db.ListPartnersAsync(site, SitesFrom, ct)).Append(ask.Site).OfType<string>().Where(network.Sites.ContainsKey).Select(id => (id, network.SiteName(id)))));
    }

    private static ImmutableArray<Choice> Choices(IEnumerable<(string Name, string Words)> all) =>
        [.. all.DistinctBy(one => one.Name).OrderBy(one => one.Words, StringComparer.Ordinal).Select(one => new Choice(one.Name, one.Words))];
}

public sealed record Choice(string Name, string Words);
