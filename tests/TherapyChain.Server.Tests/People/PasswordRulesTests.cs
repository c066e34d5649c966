using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Accounts;

namespace TherapyChain.Server.Tests.People;

public sealed class PasswordRulesTests
{
    private static readonly Person Astrid = new("astrid-holm", "Astrid Holm", "karolinska", "Europe/Stockholm", ["apheresis-nurse"], ImmutableSortedDictionary<string, LocalDate>.Empty);

    [Theory]
    [InlineData("short", "password.short")]
    [InlineData("elevensigns", "password.short")]
    [InlineData("aaaaaaaaaaaaaaaa", "password.trivial")]
    [InlineData("abcabcabcabcabc", "password.trivial")]
    [InlineData("abcdefghijklmnop", "password.trivial")]
    [InlineData("1234567890123456", "password.trivial")]
    [InlineData("qwertyuiop[]asdf", "password.trivial")]
    [InlineData("98765432109876", "password.trivial")]
    [InlineData("Password2026!", "password.breached")]
    [InlineData("P@ssw0rd12345678", "password.breached")]
    [InlineData("WelcomeSummer2026", "password.breached")]
    [InlineData("Qwertyuiop1!2026", "password.breached")]
    [InlineData("astrid-holm", "password.name")]
    [InlineData("Astrid.Holm.2026", "password.name")]
    [InlineData("karolinska-2026!", "password.name")]
    [InlineData("Karolinska University Hospital", "password.name")]
    public void What_is_guessed_at_once_is_refused_with_the_reason(string password, string code) =>
        Assert.Contains(code, PasswordRules.Against(password, Astrid, "Karolinska University Hospital").Select(r => r.Code));

    [Theory]
    [InlineData("seven kettles on the ward")]
    [InlineData("tvåhundra blåbär i skogen")]
    [InlineData("vK9#mQ2xLp7w")]
    [InlineData("Astrid eats six lemons daily")]
    [InlineData("совершенно другая фраза")]
    public void A_sentence_or_a_random_one_is_taken(string password) => Assert.Empty(PasswordRules.Against(password, Astrid, "Karolinska University Hospital"));

    [Fact]
    public void A_password_without_end_is_refused() =>
        Assert.Contains("password.long", PasswordRules.Against(string.Concat(Enumerable.Range(0, 200).Select(i => (char)('a' + i * 7 % 26))), Astrid, "").Select(r => r.Code));
}
