using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Server.Access;
using TherapyChain.Server.Words;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Pages.Worklist;

/// <summary>The orders of one phase on the board.</summary>
/// <param name="Count">How many stand there, counted up to <see cref="WorklistModel.Most"/>.</param>
public sealed record BoardColumn(string Phase, Sentence Title, int Count, IReadOnlyList<OrderLine> Cards)
{
    private const int CardsPerPhase = 12;

    /// <summary>How many the column does not show; null when there are too many to count.</summary>
    public int? More => Count >= WorklistModel.Most ? null : Count - Cards.Count;

    /// <summary>Those on their way by how long they are on it, the longest first; those that have ended the last first.</summary>
    internal static async Task<IReadOnlyList<BoardColumn>> ReadAsync(
        LedgerDb db, WorkflowShelf shelf, Roll network, CurrentPerson who, PageTongue words, string? workflow, Instant now, CancellationToken ct)
    {
        var site = who.SeesAllOrders ? null : who.Person.Site;
        var places = PhasePath.Order.Select(phase => (IReadOnlyList<Standing>)[.. Places.In(shelf, phase).Where(place => workflow is null || place.Workflow == workflow)]).ToList();
        var counts = await db.CountPlacesAsync(site, places, WorklistModel.Most, ct);
        var rows = new List<IReadOnlyList<OrderRow>>();
        foreach (var (phase, (standing, count)) in PhasePath.Order.Zip(places.Zip(counts)))
        {
            var filter = new OrderFilter { VisibleTo = site is null ? null : [site], Standing = standing };
            rows.Add(count == 0 ? []
                : phase == "ended" ? (await db.ListOrdersAsync(filter, null, CardsPerPhase, ct)).Orders
                : await db.ListOldestAsync(filter, CardsPerPhase, ct));
        }
        var cards = (await OrderLine.OfAsync(db, [.. rows.SelectMany(r => r)], shelf, network, words, now, ct)).ToDictionary(card => card.Order, StringComparer.Ordinal);
        return [.. PhasePath.Order.Select((phase, i) => new BoardColumn(phase, PhasePath.Called(phase), counts[i], [.. rows[i].Select(row => cards[row.OrderId.ToString()])]))];
    }
}
