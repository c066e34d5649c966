using System.Text;
using NodaTime;
using TherapyChain.Server.Accounts;

namespace TherapyChain.Server.Tests.People;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, the rows of SHA-1.
    [Theory]
    [InlineData(59L, "94287082")]
    [InlineData(1111111109L, "07081804")]
    [InlineData(1111111111L, "14050471")]
    [InlineData(1234567890L, "89005924")]
    [InlineData(2000000000L, "69279037")]
    [InlineData(20000000000L, "65353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code)
    {
        var step = Totp.StepOf(Instant.FromUnixTimeSeconds(seconds));

        Assert.Equal(code, Totp.Code(Secret, step, digits: 8));
        Assert.Equal(code[2..], Totp.Code(Secret, step));
    }

    // RFC 4648, section 10, without the padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_in_base_32(string text, string written) => Assert.Equal(written, Totp.Base32(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_code_is_taken_one_step_early_or_late_and_never_twice()
    {
        var now = Instant.FromUnixTimeSeconds(1234567890);
        var step = Totp.StepOf(now);

        foreach (var near in new[] { step - 1, step, step + 1 }) Assert.Equal(near, Totp.Match(Secret, Totp.Code(Secret, near), now, 0));
        foreach (var far in new[] { step - 2, step + 2 }) Assert.Null(Totp.Match(Secret, Totp.Code(Secret, far), now, 0));
        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, step), now, lastTaken: step));
        foreach (var wrong in new[] { "", "00592", "0059244", "００５９２４" }) Assert.Null(Totp.Match(Secret, wrong, now, 0));
    }
}
