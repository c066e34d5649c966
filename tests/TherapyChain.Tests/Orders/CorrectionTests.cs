using TherapyChain.Documents.Words;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

public sealed class CorrectionTests
{
    private static (Scenario, int Seq) Collected()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("collected");
        return (s, s.Order.Steps.Last(step => step.Value.Step == "complete-collection").Key);
    }

    private static Decision Correct(Scenario s, int seq, string field, EvidenceValue value, string reason = "Read from the wrong display.") =>
        CorrectEntry.Decide(s.Workflow, s.Order, seq, field, value, reason, s.By("quality", "treatment-site"));

    [Fact]
    [Requirement("P11-05")]
    public void A_correction_is_a_new_entry_that_names_the_old_value_and_the_new_one_counts()
    {
        var (s, seq) = Collected();
        var old = s.Order.Evidence["collected-volume"].Value;

        s.Accept(Correct(s, seq, "collected-volume", new EvidenceValue("181", "mL")));

        Assert.Equal(new EntryCorrected(seq, "collected-volume", old, new EvidenceValue("181", "mL"), "Read from the wrong display."), s.Entries[^1].Event);
        Assert.Equal(new EvidenceValue("181", "mL"), s.Order.Evidence["collected-volume"].Value);
        Assert.Equal(old, ((StepCompleted)s.Entries[seq - 1].Event).Evidence["collected-volume"]);
    }

    [Theory]
    [InlineData("collected-volume", "5000", "mL", "evidence.too-high")]
    [InlineData("collected-volume", "181", "L", "evidence.unit")]
    [InlineData("collection-course", "perfect", null, "evidence.choice")]
    [InlineData("apheresis-bag", "A999926000001", null, "correction.no-such-value")]
    public void The_new_value_must_be_one_the_step_would_have_taken(string field, string value, string? unit, string code)
    {
        var (s, seq) = Collected();
        Assert.Equal(code, Assert.Single(Assert.IsType<Decision.Refused>(Correct(s, seq, field, new EvidenceValue(value, unit))).Reasons).Code);
    }

    [Fact]
    public void What_an_entry_has_to_correct_is_told_in_the_words_of_the_workflow_and_of_the_reader()
    {
        var (s, seq) = Collected();
        var message = Assert.Single(Assert.IsType<Decision.Refused>(Correct(s, seq, "apheresis-bag", new EvidenceValue("A999926000001"))).Reasons).Message;

        foreach (var language in PaperWords.Languages)
        {
            var told = message.In(PaperTongue.In(language));
            foreach (var name in s.Order.Steps[seq].Evidence.Keys.Append("apheresis-bag")) Assert.Contains(s.Workflow.Say(name, language), told, StringComparison.Ordinal);
            Assert.DoesNotContain("collected-volume", told, StringComparison.Ordinal);
            Assert.DoesNotContain("apheresis-bag", told, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Requirement("A11-05")]
    public void A_correction_needs_a_reason_a_role_and_an_entry_that_has_the_value()
    {
        var (s, seq) = Collected();
        var refused = Assert.IsType<Decision.Refused>(CorrectEntry.Decide(
            s.Workflow, s.Order, seq + 90, "collected-volume", new EvidenceValue("181", "mL"), "", s.By("courier", "courier")));
        Assert.Equal(["actor.role", "reason.missing", "correction.no-step"], refused.Reasons.Select(r => r.Code));
    }
}
