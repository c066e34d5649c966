using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Patients;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Patients;

/// <summary>The rule of retention against erasure (requirements GDPR-02 and P4-02).</summary>
public sealed class ErasureTests
{
    private static readonly LocalDate Today = new(2026, 3, 2);

    private static LinkedOrder Order(bool ended = true, bool material = true, LocalDate? expiry = null, long id = 1) => new(OrderId.From(id), ended, material, expiry);

    [Fact]
    [Requirement("P4-02", "SOHO-01")]
    public void The_scenario_of_retention_holds()
    {
        var scenario = TestData.Json("regulatory/scenarios.json").GetProperty("scenarios").EnumerateArray().Single(s => s.GetProperty("requirement").GetString() == "P4-02");
        var expiry = LocalDatePattern.Iso.Parse(scenario.GetProperty("given").GetString()!.Split(' ')[^1]).Value;
        Assert.Equal(scenario.GetProperty("expect").GetProperty("retainUntil").GetString(), LocalDatePattern.Iso.Format(Retention.Until(expiry)));
    }

    [Theory]
    [InlineData("2028-02-29", "2058-02-28")]
    [InlineData("2028-02-28", "2058-02-28")]
    [InlineData("2026-12-31", "2056-12-31")]
    [InlineData("9999-12-31", "9999-12-31")]
    [Requirement("P4-02", "SOHO-01")]
    public void A_duty_ends_thirty_years_later_and_on_the_28th_where_there_is_no_29th(string expiry, string until) =>
        Assert.Equal(until, LocalDatePattern.Iso.Format(Retention.Until(LocalDatePattern.Iso.Parse(expiry).Value)));

    [Fact]
    [Requirement("GDPR-02")]
    public void Under_the_duty_contact_goes_and_the_link_stays_with_ground_and_last_day()
    {
        var answer = Erasure.Decide([Order(expiry: new LocalDate(2027, 6, 30)), Order(expiry: new LocalDate(2026, 1, 1), id: 2)], Today);
        Assert.Equal(["name", "birth-date", "hospital-number", "contact"], answer.Fields.Select(f => f.Field));
        Assert.False(answer.IsComplete);
        Assert.All(answer.Fields[..3], kept =>
        {
            Assert.False(kept.Erased);
            // The longest duty of all orders counts.
            Assert.Equal(new LocalDate(2057, 6, 30), kept.Until);
            Assert.Contains("17(3)(b)", kept.Ground, StringComparison.Ordinal);
            Assert.Contains("1394/2007", kept.Ground, StringComparison.Ordinal);
        });
        Assert.True(answer.Fields[3] is { Erased: true, Until: null });
    }

    [Theory]
    [InlineData("2056-03-02", false)]
    [InlineData("2056-03-03", true)]
    [Requirement("P4-02", "SOHO-01")]
    public void The_last_day_of_the_duty_still_belongs_to_it(string day, bool erased) =>
        Assert.Equal(erased, Erasure.Decide([Order(expiry: Today)], LocalDatePattern.Iso.Parse(day).Value).IsComplete);

    /// <summary>Released or given on the physician's responsibility: whatever can be infused has a date from which the thirty years count.</summary>
    [Theory]
    [MemberData(nameof(Products))]
    [Requirement("P4-02", "P11-03")]
    public void Of_every_product_of_a_shipped_workflow_the_last_day_can_be_told(string workflow, string state)
    {
        var scenario = Scenario.Of(workflow);
        Assert.Equal(new RetentionDuty(RetentionDuty.None, null, null), RetentionDuty.Of(scenario.Order));

        var order = scenario.At(state).Order;
        var expiry = LocalDatePattern.Iso.Parse(order.Evidence["expiry-date"].Value.Value).Value;

        Assert.Equal(new RetentionDuty(RetentionDuty.Dated, expiry, expiry.PlusYears(30)), RetentionDuty.Of(order));
        Assert.Equal(new LinkedOrder(order.Id, true, true, expiry), LinkedOrder.Of(order, ended: true));
    }

    public static TheoryData<string, string> Products()
    {
        var data = new TheoryData<string, string>();
        foreach (var id in Shipped.WorkflowIds)
            foreach (var state in new[] { "infusing", "accepted-out-of-specification", "material-accounted" })
                if (Shipped.Workflow(id).FindState(state) is not null) data.Add(id, state);
        return data;
    }

    [Fact]
    [Requirement("P4-02")]
    public void Collected_cells_alone_are_kept_without_end_and_a_corrected_date_moves_the_last_day()
    {
        var scenario = Scenario.Of("car-t-autologous-cryo").At("collected");
        Assert.Equal(new RetentionDuty(RetentionDuty.OpenEnded, null, null), RetentionDuty.Of(scenario.Order));

        var order = scenario.At("manufactured").Order;
        scenario.Accept(CorrectEntry.Decide(scenario.Workflow, order, order.Evidence["expiry-date"].Seq, "expiry-date", new EvidenceValue("2028-02-29"), "Read from the label again.", scenario.By("quality", "treatment-site")));

        Assert.Equal(new LocalDate(2058, 2, 28), RetentionDuty.Of(scenario.Order).Until);
    }

    [Fact]
    public void Without_material_there_is_no_duty() => Assert.True(Erasure.Decide([Order(material: false)], Today).IsComplete);

    [Fact]
    public void While_treatment_goes_on_the_patient_stays_known_even_when_every_duty_has_ended()
    {
        var answer = Erasure.Decide([Order(ended: false, material: false), Order(expiry: new LocalDate(1990, 1, 1), id: 2)], Today);
        Assert.False(answer.IsComplete);
        Assert.Contains("Treatment goes on", answer.Fields[0].Words, StringComparison.Ordinal);
        Assert.Contains(OrderId.From(1).ToString(), answer.Fields[0].Words, StringComparison.Ordinal);
        Assert.True(answer.Fields[3].Erased);
    }

    [Fact]
    [Requirement("P4-02")]
    public void Material_without_a_recorded_expiry_date_is_kept_for_there_is_no_day_to_count_from()
    {
        var answer = Erasure.Decide([Order(), Order(expiry: new LocalDate(1990, 1, 1), id: 2)], new LocalDate(2099, 1, 1));
        Assert.False(answer.IsComplete);
        Assert.Null(answer.Fields[0].Until);
        Assert.Contains("not recorded", answer.Fields[0].Words, StringComparison.Ordinal);
    }
}
