using TherapyChain.Domain;
using TherapyChain.Domain.Identity;

namespace TherapyChain.Tests.Identity;

public sealed class ChainOfIdentityTests
{
    [Fact]
    public void An_identifier_is_issued_in_the_name_of_a_facility()
    {
        var issued = ChainOfIdentity.Issue("A9999", 2026, 1);
        Assert.Equal(("CHA999926000001", "A9999", "CH A9999 26 000001"), (issued.Text, issued.Issuer, issued.Printed));
        Assert.Equal("CHA999926ZZZZZZ", ChainOfIdentity.Issue("A9999", 2026, (1 << 30) - 1).Text);
    }

    [Theory]
    [InlineData("O9999")]
    [InlineData("A999")]
    [InlineData("A99999")]
    [InlineData("a9999")]
    [InlineData("A9 99")]
    [InlineData("A999 9")]
    public void A_facility_that_is_none_issues_nothing(string facility) => Assert.Throws<ArgumentException>(() => ChainOfIdentity.Issue(facility, 2026, 1));

    [Theory]
    [InlineData(1999, 1)]
    [InlineData(2100, 1)]
    [InlineData(2026, -1)]
    [InlineData(2026, 1 << 30)]
    public void A_number_that_does_not_fit_is_not_cut_to_fit(int year, int number) => Assert.Throws<ArgumentOutOfRangeException>(() => ChainOfIdentity.Issue("A9999", year, number));

    [Fact]
    public void An_order_is_offered_the_same_identifier_again_and_no_two_orders_the_same()
    {
        var offers = Enumerable.Range(0, 5000).Select(n => ChainOfIdentity.Offer("A9999", 2026, OrderId.From(n), 0)).ToList();

        Assert.Equal(offers[7], ChainOfIdentity.Offer("A9999", 2026, OrderId.From(7), 0));
        Assert.Equal(offers.Count, offers.Distinct().Count());
        Assert.All(offers, offer =>
        {
            Assert.True(ChainOfIdentity.TryParse("&/" + offer.Text, out var read, out _));
            Assert.Equal(("A9999", offer), (read.Issuer, read));
            Assert.Equal(-1, offer.Text[9..].IndexOfAny(['I', 'L', 'O', 'U']));
        });
        foreach (var other in new[] { ChainOfIdentity.Offer("A9999", 2026, OrderId.From(7), 1), ChainOfIdentity.Offer("A9999", 2027, OrderId.From(7), 0), ChainOfIdentity.Offer("B9999", 2026, OrderId.From(7), 0) })
            Assert.NotEqual(offers[7].Text[9..], other.Text[9..]);
    }

    [Fact]
    public void An_identifier_of_somebody_else_is_taken_over_as_it_stands()
    {
        Assert.True(ChainOfIdentity.TryParse("&/CHB123425ZZ00A1", out var scanned, out _));
        Assert.True(ChainOfIdentity.TryParse("ch b1234 25 zz00a1", out var typed, out _));
        Assert.Equal(scanned, typed);
    }
}
