using TherapyChain.Domain.Workflows;
using TherapyChain.Domain.Workflows.Proofs;

namespace TherapyChain.Tests.Workflows;

/// <summary>Each pattern of property, holding of the toy and broken by one change of it.</summary>
public sealed class SafetyTests
{
    [Theory]
    [InlineData("never: [infusion], without: [{ act: identity, people: 2 }], since: [handover], each: container", "identity: { scan: [coi, bag], people: 2", "identity: { scan: [coi], people: 2", "infuse")]
    [InlineData("never: [infusion], without: [{ act: identity, people: 2, place: bedside, identifiers: all }]", ", place: bedside", "", "infuse")]
    [InlineData("after: [dispatch], never: [infusion], without: [{ act: receipt, party: treatment-site, seal: true }], each: container",
        "gives: courier, takes: treatment-site, seal: required", "gives: courier, takes: treatment-site", "infuse")]
    [InlineData("never: [infusion], without: [consent], since: [eligibility]", "    by: { role: pharmacist", "    records: [eligibility]\n    by: { role: pharmacist", "infuse")]
    [InlineData("never: [{ act: end, fate: infused }], without: [infusion], each: container", "    records: [infusion]\n    of: [bag]\n", "", "infuse")]
    [InlineData("every: [infusion], is: { signed: performed-by }", "within: [fresh]\n    sign: performed-by", "within: [fresh]\n    sign: verified-by", "infuse")]
    [InlineData("every: [infusion], is: { by: [ward-nurse, physician] }", "role: [ward-nurse, physician]", "role: [ward-nurse, physician, courier]", "infuse")]
    [InlineData("every: [infusion], is: { within: true }", "    within: [fresh]\n", "", "infuse")]
    [InlineData("every: [infusion], is: { on-hold: never }", "within: [fresh]", "within: [fresh]\n    even-on-hold: true", "infuse")]
    [InlineData("every: [infusion], is: { in-hand: true }", "ward-nurse, physician], at: treatment-site", "ward-nurse, physician], at: collection-site", "infuse")]
    [InlineData("every: [receipt], is: { condition: true, identity: { of: same, label: isbt-128-coi }, taker: true }",
        "takes: treatment-site, seal: required, condition: required", "takes: treatment-site, seal: required", "receive")]
    [InlineData("every: [receipt], is: { evidence: [look] }", "only: [clear] }", "only: [clear], required: false }", "receive")]
    [InlineData("custody: received", "ends: { bag: lost }", "ends: { bag: destroyed }", "report-lost")]
    [InlineData("custody: accounted", "    ends: { bag: infused }\n", "", "infuse")]
    [InlineData("can: [infusion]", "    records: [infusion]\n    of: [bag]\n", "", "")]
    [InlineData("always: [{ act: end, fate: lost }], after: [dispatch], until: [receipt]", "ends: { bag: lost }", "ends: { bag: returned }", "send")]
    public void A_property_holds_of_the_toy_and_is_broken_by_one_change(string property, string old, string now, string breaks)
    {
        var properties = Read($"properties: {{ it: {{ {property}, words: {{ en: A, de: B, sv: C }} }} }}");
        Assert.IsType<SafetyProof.Outcome.Proved>(SafetyProof.Prove(Toy.Read(), properties));

        var outcome = SafetyProof.Prove(Toy.Read(old, now), properties);

        var finding = Assert.Single(Assert.IsType<SafetyProof.Outcome.Broken>(outcome).Findings);
        Assert.Equal("it", finding.Property);
        Assert.Equal(breaks, finding.Path.LastOrDefault() ?? "");
    }

    [Fact]
    public void Two_ways_of_one_name_from_one_state_are_refused()
    {
        var w = Toy.Read();
        var twice = w.FindStep("give-up")! with { From = ["ordered", "ordered"] };

        var finding = Assert.Single(Assert.IsType<SafetyProof.Outcome.Broken>(SafetyProof.Prove(w with { Steps = w.Steps.Replace(w.FindStep("give-up")!, twice) }, [])).Findings);

        Assert.Equal("two-ways", finding.Code);
    }

    [Fact]
    public void A_misspelt_act_in_a_property_is_refused_with_its_place()
    {
        var finding = Assert.Single(Assert.IsType<SafetyFile.Reading.Unsound>(SafetyFile.Read("""
            properties:
              it:
                never: [infusoin]
                words: { en: A, de: B, sv: C }
            """)).Findings);
        Assert.Equal(("unknown-word", 3, 13), (finding.Code, finding.Line, finding.Column));
        Assert.Contains("Did you mean \"infusion\"?", finding.Message, StringComparison.Ordinal);
    }

    private static System.Collections.Immutable.ImmutableArray<SafetyProperty> Read(string text) => SafetyFile.Read(text) switch
    {
        SafetyFile.Reading.Sound sound => sound.Properties,
        SafetyFile.Reading.Unsound no => throw new InvalidOperationException(string.Join("\n", no.Findings)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
