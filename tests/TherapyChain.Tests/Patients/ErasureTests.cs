using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain;
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
