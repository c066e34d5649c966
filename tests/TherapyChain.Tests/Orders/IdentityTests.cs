using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

/// <summary>Wrong cells to a patient is the one unforgivable failure: every way of scanning the wrong thing refuses, is recorded, and stops the order.</summary>
public sealed class IdentityTests
{
    private static Scenario AtTheBedside() => Scenario.Of("car-t-autologous-cryo").At("issued-to-ward");

    private static StepRequest WithScan(StepRequest request, string name, string value) =>
        request with { Scans = [.. request.Scans.Select(s => s.Name == name ? s with { Value = value } : s)] };

    public static TheoryData<string, Func<string, string, string>> WrongBags => new()
    {
        { "another patient's bag", (_, _) => "DPB-999999999999" },
        { "the patient's identifier instead of the bag's", (_, coi) => coi },
        { "last character off", (bag, _) => bag[..^1] + (bag[^1] == '0' ? '1' : '0') },
        { "first character off", (bag, _) => (bag[0] == 'X' ? 'Y' : 'X') + bag[1..] },
        { "cut short", (bag, _) => bag[..^1] },
        { "one character more", (bag, _) => bag + "0" },
        { "other case", (bag, _) => bag.ToLowerInvariant() },
        { "two characters transposed", (bag, _) => bag[..^2] + bag[^1] + bag[^2] + "T" },
        { "a look-alike letter", (bag, _) => bag.Replace('D', 'Ԁ') },
    };

    [Theory, MemberData(nameof(WrongBags))]
    [Requirement("P4-05")]
    public void A_wrong_bag_at_the_bedside_is_refused_recorded_and_stops_the_order(string what, Func<string, string, string> wrong)
    {
        var s = AtTheBedside();
        var (bag, coi) = (s.Order.Expected("drug-product-bag")[0], s.Order.Expected("chain-of-identity")[0]);
        var request = WithScan(s.Fill("check-at-bedside"), "drug-product-bag", wrong(bag, coi));

        var refused = s.Refused(request);

        Assert.Contains(refused.Reasons, r => r is { Code: "scan.mismatch", Field: "scans.drug-product-bag" });
        var recorded = Assert.IsType<IdentityRefused>(refused.Entries[0].Event);
        Assert.Equal([bag], recorded.Mismatches.Single(m => m.Name == "drug-product-bag").Expected);
        Assert.Equal(HoldCode.IdentityMismatch, Assert.IsType<OrderHeld>(refused.Entries[1].Event).Code);
        Assert.Equal("issued-to-ward", refused.After.State);
        Assert.True(refused.After.IsOnHold, what);
    }

    [Fact]
    public void A_swapped_pair_names_both_codes()
    {
        var s = AtTheBedside();
        var (bag, coi) = (s.Order.Expected("drug-product-bag")[0], s.Order.Expected("chain-of-identity")[0]);
        var request = WithScan(WithScan(s.Fill("check-at-bedside"), "drug-product-bag", coi), "chain-of-identity", bag);

        var refused = s.Refused(request);

        Assert.Equal(["chain-of-identity", "drug-product-bag"], Assert.IsType<IdentityRefused>(refused.Entries[0].Event).Mismatches.Select(m => m.Name).Order());
    }

    [Fact]
    [Requirement("P4-05", "A11-10")]
    public void After_a_mismatch_nothing_goes_on_until_quality_resolves_it_with_a_reason()
    {
        var s = AtTheBedside();
        var right = s.Fill("check-at-bedside");
        s.Record(s.Refused(WithScan(right, "drug-product-bag", "DPB-999999999999")));
        var held = s.Order.Holds.Single();

        Assert.Contains(s.Refused(right).Reasons, r => r.Code == "order.on-hold");
        Assert.Equal("hold.quality-only", Assert.IsType<Decision.Refused>(Holds.Resolve(s.Workflow, s.Order, held.Seq, "looks fine", s.By("physician", "treatment-site"))).Reasons.Single(r => r.Code.StartsWith("hold", StringComparison.Ordinal)).Code);
        Assert.Contains(Assert.IsType<Decision.Refused>(Holds.Resolve(s.Workflow, s.Order, held.Seq, "  ", s.By("quality", "treatment-site"))).Reasons, r => r.Code == "reason.missing");

        s.Accept(Holds.Resolve(s.Workflow, s.Order, held.Seq, "The bag of the next bed was picked up; both bags checked by two people.", s.By("quality", "treatment-site")));
        Assert.False(s.Order.IsOnHold);
        Assert.IsType<Decision.Accepted>(s.Try(right));
    }

    [Fact]
    public void A_wrong_bag_is_recorded_and_stops_the_order_also_when_its_step_is_not_due()
    {
        var s = AtTheBedside();
        var (due, early) = (s.Fill("check-at-bedside"), s.Fill("receive-product"));
        var bag = early.Scans.Single(scan => scan.Name == "drug-product-bag").Value;

        Assert.Empty(s.Refused(early).Entries);
        Assert.Equal(["step.not-from-here"], s.Refused(early).Reasons.Select(r => r.Code));
        var refused = s.Refused(WithScan(early, "drug-product-bag", bag[..^1] + (bag[^1] == 'X' ? 'Y' : 'X')));

        Assert.Equal(["step.not-from-here", "scan.mismatch"], refused.Reasons.Select(r => r.Code));
        Assert.IsType<IdentityRefused>(refused.Entries[0].Event);
        Assert.True(refused.After.IsOnHold);
        Assert.Empty(s.Refused(WithScan(early, "drug-product-bag", "X"), s.By("courier", "courier")).Entries);
        Assert.IsType<Decision.Accepted>(s.Try(due));
    }

    [Fact]
    public void A_code_that_another_order_owns_is_refused_and_recorded_when_it_is_given_to_a_new_bag()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("collecting");
        var request = s.Fill("complete-collection");
        var code = request.Scans.Single(scan => scan.Name == "apheresis-bag").Value;

        var refused = s.Refused(request, s.For("complete-collection") with { OwnedElsewhere = [LabelGrammar.Compared("isbt-128-din", code)] });

        Assert.Contains(refused.Reasons, r => r.Code == "scan.other-order");
        Assert.IsType<IdentityRefused>(refused.Entries[0].Event);
        Assert.True(refused.After.IsOnHold);
    }

    [Fact]
    public void A_forgotten_scan_is_no_mismatch_and_holds_nothing()
    {
        var s = AtTheBedside();
        var refused = s.Refused(s.Fill("check-at-bedside") with { Scans = [] });

        Assert.All(refused.Reasons, r => Assert.Equal("scan.missing", r.Code));
        Assert.Empty(refused.Entries);
    }

    [Fact]
    public void Somebody_who_may_not_do_the_step_cannot_stop_the_order_with_a_wrong_scan()
    {
        var s = AtTheBedside();
        var refused = s.Refused(WithScan(s.Fill("check-at-bedside"), "drug-product-bag", "NONSENSE-1"), s.By("courier", "courier"));

        Assert.Empty(refused.Entries);
        Assert.Contains(refused.Reasons, r => r.Code == "actor.role");
    }

    [Fact]
    [Requirement("FJ-03")]
    public void The_second_person_is_somebody_else_with_the_right_role_at_the_same_site()
    {
        var s = AtTheBedside();
        var (request, context) = (s.Fill("check-at-bedside"), s.For("check-at-bedside"));

        Assert.Equal(["second-person.missing"], Codes(s.Refused(request, context with { Second = null })));
        Assert.Contains("second-person.same", Codes(s.Refused(request, context with { Second = context.Actor })));
        Assert.Equal(["second-person.role"], Codes(s.Refused(request, context with { Second = Some.Person("data-manager", "treatment-site", "x") })));
        Assert.Contains("second-person.site", Codes(s.Refused(request, context with { Second = Some.Person(context.Second!.Roles[0], "manufacturer", "x") })));
    }

    [Fact]
    public void The_second_person_needs_the_qualifications_of_the_first()
    {
        var s = AtTheBedside();
        var (request, context) = (s.Fill("check-at-bedside"), s.For("check-at-bedside"));
        var second = context.Second!;
        Context With(System.Collections.Immutable.ImmutableSortedDictionary<string, LocalDate> qualifications) => context with { Second = second with { Qualifications = qualifications } };

        var never = Assert.Single(s.Refused(request, With(second.Qualifications.Remove("car-t-infusion"))).Reasons);
        var once = Assert.Single(s.Refused(request, With(second.Qualifications.SetItem("car-t-infusion", new LocalDate(2025, 12, 31)))).Reasons);

        Assert.Equal(("second-person.qualification", "second"), (never.Code, never.Field));
        Assert.Equal("second-person.qualification", once.Code);
        Assert.Contains("2025-12-31", once.Message);
        Assert.IsType<Decision.Accepted>(s.Try(request, context: With(second.Qualifications.SetItem("car-t-infusion", s.Now.InUtc().Date))));
    }

    [Fact]
    public void A_second_person_of_another_profession_checks_identity_without_the_qualification_of_the_one_who_acts()
    {
        var s = Scenario.Of("til-autologous").At("kit-ready");
        var context = s.For("start-surgery");
        Person Unqualified(string role) => Some.Person(role, s.Step("start-surgery").By.At, "x") with { Qualifications = System.Collections.Immutable.ImmutableSortedDictionary<string, LocalDate>.Empty };

        Assert.Equal(["second-person.qualification"], Codes(s.Refused(s.Fill("start-surgery"), context with { Second = Unqualified("surgeon") })));
        Assert.IsType<Decision.Accepted>(s.Try(s.Fill("start-surgery"), context: context with { Second = Unqualified("ward-nurse") }));
    }

    private static IEnumerable<string> Codes(Decision.Refused refused) => refused.Reasons.Select(r => r.Code);
}
