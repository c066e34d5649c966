using TherapyChain.Domain;
using NodaTime;

namespace TherapyChain.Storage.Tests;

public sealed class OrderQueriesTests : IDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly LedgerFolder _folder = new();
    private readonly Ledger _ledger;

    public OrderQueriesTests()
    {
        _ledger = Ledger.Open(_folder.File);
        for (var i = 1; i <= 25; i++)
        {
            var index = Appends.Index($"NK-{i:D3}", i % 2 == 0 ? "packed" : "infused") with
            {
                // Five share each instant, so that a page ends between equals.
                Created = Appends.Created + Duration.FromDays(i / 5),
                Held = i % 3 == 0,
                Final = i % 2 != 0,
                Workflow = i <= 20 ? "car-t" : "til",
            };
            var append = Appends.Next(OrderId.From(i)) with
            {
                Index = index,
                Parties = [new PartySite("treatment-site", i % 5 == 0 ? "charite" : "karolinska"), new PartySite("courier", "nordic")],
                Clocks = i == 7 ? [new RunningClock("fresh", null, Appends.Created)] : [],
            };
            _ledger.RecordAsync(append, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pages_show_every_order_once_the_newest_first()
    {
        var seen = await AllAsync(new OrderFilter(), size: 4);
        Assert.Equal(25, seen.Distinct().Count());
        Assert.Equal(25, seen.Count);
        Assert.Equal([25, 24, 23, 22, 21], seen[..5]);
    }

    [Fact]
    public async Task An_order_that_comes_between_two_pages_moves_none_of_them()
    {
        using var db = _ledger.CreateDb();
        var first = await db.ListOrdersAsync(new OrderFilter(), null, 10, Ct);
        await _ledger.RecordAsync(Appends.Next(OrderId.From(99)) with { Index = Appends.Index("new") with { Created = Appends.Created + Duration.FromDays(99) } }, Ct);
        Assert.True(OrderCursor.TryParse(first.Next!.ToString(), out var cursor));
        var second = await db.ListOrdersAsync(new OrderFilter(), cursor, 10, Ct);
        Assert.Equal(15, second.Orders[0].OrderId.Value);
    }

    [Fact]
    public async Task Each_filter_narrows_and_all_narrow_together()
    {
        Assert.Equal(12, (await AllAsync(new OrderFilter { State = "packed" })).Count);
        Assert.Equal(5, (await AllAsync(new OrderFilter { Workflow = "til" })).Count);
        Assert.Equal(5, (await AllAsync(new OrderFilter { Site = "charite" })).Count);
        Assert.Equal(8, (await AllAsync(new OrderFilter { Held = true })).Count);
        Assert.Equal(13, (await AllAsync(new OrderFilter { Final = true })).Count);
        Assert.Equal([7], await AllAsync(new OrderFilter { RunningClock = "fresh" }));
        Assert.Equal([13], await AllAsync(new OrderFilter { Text = "nk-013" }));
        Assert.Empty(await AllAsync(new OrderFilter { Text = "nk_013" }));
        Assert.Equal([15], await AllAsync(new OrderFilter { Site = "charite", Held = true, Final = true, Workflow = "car-t", Text = "NK-" }));
    }

    [Fact]
    public async Task Nobody_sees_an_order_to_which_none_of_their_sites_is_a_party()
    {
        Assert.Equal(5, (await AllAsync(new OrderFilter { VisibleTo = ["charite", "elsewhere"] })).Count);
        Assert.Equal(25, (await AllAsync(new OrderFilter { VisibleTo = ["nordic"] })).Count);
        Assert.Empty(await AllAsync(new OrderFilter { VisibleTo = ["charite"], Site = "karolinska" }));
        Assert.Empty(await AllAsync(new OrderFilter { VisibleTo = [] }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!")]
    public void A_cursor_that_is_none_is_not_read(string text) => Assert.False(OrderCursor.TryParse(text, out _));

    private async Task<List<long>> AllAsync(OrderFilter filter, int size = 7)
    {
        using var db = _ledger.CreateDb();
        var seen = new List<long>();
        for (OrderCursor? after = null; ;)
        {
            var page = await db.ListOrdersAsync(filter, after, size, Ct);
            seen.AddRange(page.Orders.Select(order => order.OrderId.Value));
            if ((after = page.Next) is null) return seen;
        }
    }
}
