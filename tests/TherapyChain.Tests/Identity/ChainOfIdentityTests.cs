using TherapyChain.Domain.Identity;

namespace TherapyChain.Tests.Identity;

public sealed class ChainOfIdentityTests
{
    [Fact]
    public void An_identifier_is_issued_in_the_name_of_a_facility()
    {
        var issued = ChainOfIdentity.Issue("A9999", 2026, 1);
        Assert.Equal(("CHA999926000001", "A9999", "CH A9999 26 000001"), (issued.Text, issued.Issuer, issued.Printed));
        Assert.Equal("CHA999926999999", ChainOfIdentity.Issue("A9999", 2026, 999_999).Text);
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
    [InlineData(2026, 1_000_000)]
    public void A_count_that_is_used_up_does_not_start_again(int year, int number) => Assert.Throws<ArgumentOutOfRangeException>(() => ChainOfIdentity.Issue("A9999", year, number));

    [Fact]
    public void An_identifier_of_somebody_else_is_taken_over_as_it_stands()
    {
        Assert.True(ChainOfIdentity.TryParse("&/CHB123425ZZ00A1", out var scanned, out _));
        Assert.True(ChainOfIdentity.TryParse("ch b1234 25 zz00a1", out var typed, out _));
        Assert.Equal(scanned, typed);
    }
}
