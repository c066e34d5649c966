using TherapyChain.Domain.Orders;
using TherapyChain.Testing;
using TherapyChain.Tests.Identity;

namespace TherapyChain.Tests.Orders;

/// <summary>The scan rule of a real step, with symbols instead of typed codes.</summary>
public sealed class SymbolScanTests
{
    private static readonly Scenario Bedside = Scenario.Of("car-t-autologous-cryo").At("issued-to-ward");

    private static StepRequest With(string name, string value)
    {
        var request = Bedside.Fill("check-at-bedside");
        return request with { Scans = [.. request.Scans.Select(s => s.Name == name ? s with { Value = value } : s)] };
    }

    [Fact]
    public void The_right_label_passes_in_every_symbol_and_is_stored_in_one_form()
    {
        var coi = Bedside.Order.Expected("chain-of-identity")[0];
        var labels = new GeneratedLabels(11);
        for (var i = 0; i < 300; i++)
        {
            var scan = labels.Symbol("isbt-128-coi", coi);
            var taken = Bedside.Try(With("chain-of-identity", scan));
            Assert.True(taken is Decision.Accepted, $"{scan}: {string.Join("; ", (taken as Decision.Refused)?.Reasons.Select(r => r.Message) ?? [])}");
            Assert.Contains(taken.Entries, e => e.Event is StepCompleted done && done.Scanned.Contains(new Scan("chain-of-identity", coi)));
        }
    }

    [Fact]
    [Requirement("P4-05")]
    public void The_wrong_label_never_passes_and_holds_the_order()
    {
        var coi = Bedside.Order.Expected("chain-of-identity")[0];
        var labels = new GeneratedLabels(12);
        for (var i = 0; i < 3_000; i++)
        {
            var (name, make) = WrongScans.Ways[i % WrongScans.Ways.Length];
            var scan = make(labels, "isbt-128-coi", coi);
            var refused = Assert.IsType<Decision.Refused>(Bedside.Try(With("chain-of-identity", scan)));
            Assert.True(refused.After.IsOnHold && refused.Reasons.Any(r => r is { Code: "scan.mismatch", Field: "scans.chain-of-identity" }), $"{name}: {scan}");
        }
    }

    [Theory]
    [InlineData("=<S1384V00")]
    [InlineData("=A99991712345600")]
    [InlineData("]C101040123451111182112345")]
    public void A_symbol_of_another_standard_is_never_given_as_a_plain_code(string scan)
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("starting-material-accepted");
        var request = s.Fill("start-manufacture");

        var refused = s.Refused(request with { Scans = [.. request.Scans.Select(x => x.Name == "batch-number" ? x with { Value = scan } : x)] });

        Assert.Contains(refused.Reasons, r => r is { Code: "scan.format", Field: "scans.batch-number" });
    }
}
