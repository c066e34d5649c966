using TherapyChain.Domain;
using TherapyChain.Domain.Orders;
using static TherapyChain.Storage.RecordOutcome;

namespace TherapyChain.Storage.Tests;

/// <summary>Which codes two orders may both carry: shared ones, and numbers that two sites counted each for itself. Nothing else.</summary>
public sealed class IdentifierIndexTests : IDisposable
{
    private static readonly OrderId One = OrderId.From(1), Two = OrderId.From(2);

    private static readonly Identifier Everywhere = new("bag", "X-1"), Again = new("culture", "X-1"),
        OfLeipzig = new("batch-number", "X-1", "leipzig"), OtherOfLeipzig = new("campaign", "X-1", "leipzig"), OfLeiden = new("batch-number", "X-1", "leiden"),
        Lot = new("lot-number", "X-1", Shared: true);

    public static TheoryData<Identifier, Identifier, bool> Pairs => new()
    {
        { Everywhere, Everywhere, false },
        { Everywhere, Again, false },
        { Everywhere, OfLeipzig, false },
        { OfLeipzig, Everywhere, false },
        { OfLeipzig, OfLeipzig, false },
        { OfLeipzig, OtherOfLeipzig, false },
        { OfLeipzig, OfLeiden, true },
        { Lot, Lot, true },
    };

    private readonly LedgerFolder _folder = new();
    private readonly Ledger _ledger;

    public IdentifierIndexTests() => _ledger = Ledger.Open(_folder.File);

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_code_of_one_order_is_given_to_another_only_when_two_sites_count_or_both_share_it(Identifier first, Identifier second, bool both)
    {
        var ct = TestContext.Current.CancellationToken;
        await _ledger.RecordAsync(Appends.Next(One) with { Identifiers = [first] }, ct);
        Assert.Equal(!both, _ledger.OwnedElsewhere(Two, [new GivenCode(second.Value, second.Issuer)]).Count == 1);

        var given = await _ledger.RecordAsync(Appends.Next(Two) with { Identifiers = [second] }, ct);

        if (both) Assert.IsType<Recorded>(given);
        else Assert.Equal(new IdentifierTaken(second.Kind, "X-1", One), given);
        using var db = _ledger.CreateDb();
        Assert.Equal(both ? 2 : 1, (await db.FindIdentifierAsync("X-1", ct)).Count);
    }
}
