using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

/// <summary>A donation number that somebody types carries its check character; a scanned one announces itself.</summary>
public sealed class TypedNumberTests
{
    private static Scenario Collected() => Scenario.Of("car-t-autologous-cryo").At("collected");

    private static StepRequest With(Scenario s, string step, string value) => s.Fill(step) is var form ? form with
    {
        Scans = [.. form.Scans.Select(scan => scan.Name == "apheresis-bag" ? scan with { Value = value } : scan)],
    } : form;

    // Published by ICCBBA: G1234 17 654321 has the check character A.
    [Theory]
    [InlineData("G123417654321", "scan.check-character")]
    [InlineData("G1234 17 654321", "scan.check-character")]
    [InlineData("g123417654321", "scan.check-character")]
    [InlineData("G123417654321B", "scan.format")]
    [InlineData("G123417654321A", null)]
    [InlineData("G1234 17 654321 A", null)]
    [InlineData("=G12341765432100", null)]
    [InlineData("=G12341765432170", null)]
    [InlineData("]C0=G12341765432100", null)]
    [Requirement("A11-02")]
    public void A_number_given_for_the_first_time_is_scanned_or_typed_with_its_check_character(string value, string? code)
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("collecting");
        var step = s.Workflow.Steps.Single(x => x.Assigns.Contains("apheresis-bag")).Name;
        var decision = s.Try(With(s, step, value));
        Assert.Equal(code is null ? [] : [code], (decision as Decision.Refused)?.Reasons.Select(r => r.Code) ?? []);
        if (code is null) Assert.Equal(["G123417654321"], decision.After.Expected("apheresis-bag"));
    }

    [Fact]
    [Requirement("A11-02")]
    public void A_number_compared_without_its_check_character_is_refused_in_words_and_stops_no_order()
    {
        var s = Collected();
        Assert.True(DonationNumber.TryParse(s.Order.Expected("apheresis-bag")[0], out var din, out _));
        s.AddDocument(s.Step("freeze"));
        var refused = s.Refused(With(s, "freeze", din.Text));
        var reason = Assert.Single(refused.Reasons);
        Assert.Equal(("scan.check-character", "scans.apheresis-bag"), (reason.Code, reason.Field));
        Assert.Contains("in the box behind the thirteen characters", reason.Message, StringComparison.Ordinal);
        Assert.False(refused.After.IsOnHold);
        Assert.IsType<Decision.Accepted>(s.Try(With(s, "freeze", din.Printed)));
        Assert.IsType<Decision.Accepted>(s.Try(With(s, "freeze", $"={din.Text}00")));
    }

    [Fact]
    public void A_mistyped_number_is_still_a_wrong_label_and_holds_the_order()
    {
        var s = Collected();
        var din = s.Order.Expected("apheresis-bag")[0];
        var refused = s.Refused(With(s, "freeze", din[..^1] + (din[^1] == '9' ? '8' : '9') + s.Fill("freeze").Scans.Single(x => x.Name == "apheresis-bag").Value[^1]));
        Assert.Contains("scan.mismatch", refused.Reasons.Select(r => r.Code));
        Assert.True(refused.After.IsOnHold);
    }
}
