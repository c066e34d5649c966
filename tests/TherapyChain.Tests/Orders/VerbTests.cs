using System.Collections.Immutable;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;
using OrderDocuments = TherapyChain.Domain.Orders.Documents;

namespace TherapyChain.Tests.Orders;

/// <summary>Creating, holding, deviating, documents and moving to a newer workflow version.</summary>
public sealed class VerbTests
{
    private static readonly Workflow Cryo = Shipped.Workflow("car-t-autologous-cryo");

    private static Workflow Version(int version, Func<string, string>? change = null)
    {
        var text = Cryo.Text.Replace("\nversion: 1\n", $"\nversion: {version}\n", StringComparison.Ordinal);
        return Assert.IsType<WorkflowFile.Reading.Sound>(WorkflowFile.Read(change is null ? text : change(text))).Workflow;
    }

    private static IEnumerable<string> Codes(Decision decision) => Assert.IsType<Decision.Refused>(decision).Reasons.Select(r => r.Code);

    [Fact]
    public void An_order_is_not_begun_without_every_party_or_by_a_stranger()
    {
        var parties = Some.Parties(Cryo).Remove("courier").SetItem("manufacturer", "nowhere").Add("stock-site", "leiden-bank");
        var stranger = new Context(Some.Start, Some.Person("courier", "stock-site") with { Site = "elsewhere" });

        Assert.Equal(
            ["order.reference", "order.site-unknown", "order.party-missing", "order.party-unknown", "actor.site", "actor.role"],
            Codes(CreateOrder.Decide(Cryo, Some.OrderId, "  ", parties, Some.KnownSites, stranger)));
    }

    [Fact]
    public void An_order_is_pinned_to_the_bytes_of_its_workflow()
    {
        var created = Assert.IsType<OrderCreated>(Scenario.Of(Cryo).Entries[0].Event);
        Assert.Equal((Cryo.Id, 1, Cryo.Sha256), (created.Workflow, created.Version, created.WorkflowSha256));
    }

    [Fact]
    public void A_hold_asked_for_stops_every_step_but_those_that_may_be_taken_on_hold()
    {
        var s = Scenario.Of(Cryo).At("scheduled");
        s.Accept(Holds.Place(s.Workflow, s.Order, "The patient has a fever.", s.By("coordinator", "treatment-site")));

        var open = OpenSteps.Of(s.Workflow, s.Order, s.For("check-kit-and-labels"));

        Assert.All(open, step => Assert.Equal(!step.Step.EvenOnHold, step.Blocked.Any(r => r.Code == "order.on-hold")));
        Assert.Contains(open, step => step.Step.EvenOnHold);
        s.Accept(Holds.Resolve(s.Workflow, s.Order, s.Order.Holds[0].Seq, "The fever is gone.", s.By("quality", "treatment-site")));
        Assert.False(s.Order.IsOnHold);
    }

    [Fact]
    public void A_hold_needs_a_role_and_a_reason_and_an_order_that_has_not_ended()
    {
        var s = Scenario.Of(Cryo).At("closed");
        Assert.Equal(["actor.role", "reason.missing", "order.ended"], Codes(Holds.Place(s.Workflow, s.Order, "", s.By("courier", "courier"))));
        Assert.Equal(["hold.unknown"], Codes(Holds.Resolve(s.Workflow, s.Order, 1, "Nothing there.", s.By("quality", "treatment-site"))));
    }

    [Fact]
    public void A_deviation_is_recorded_also_when_the_order_has_ended()
    {
        var s = Scenario.Of(Cryo).At("closed");
        s.Accept(RecordDeviation.Decide(s.Workflow, s.Order, "temperature", "The logger was calibrated too late.", s.By("quality", "treatment-site")));
        Assert.Equal(["deviation.category", "description.too-long"], Codes(RecordDeviation.Decide(s.Workflow, s.Order, "weather", new string('x', 1001), s.By("quality", "treatment-site"))));
    }

    [Fact]
    public void The_same_file_is_not_added_twice_and_onlookers_add_nothing()
    {
        var s = Scenario.Of(Cryo).At("in-transit-to-manufacturer").AddDocument(Cryo.FindStep("receive-starting-material")!);
        var document = s.Order.Documents.Values.Last();
        Assert.Equal(["document.already-added"], Codes(OrderDocuments.Add(s.Order, document, s.For("receive-starting-material"))));
        Assert.Equal(["actor.role"], Codes(OrderDocuments.Add(s.Order, document with { Sha256 = new string('0', 64) }, s.By("inspector", "treatment-site"))));
    }

    [Fact]
    public void Each_print_is_recorded_with_the_next_copy_number()
    {
        var s = Scenario.Of(Cryo).At("referred");
        for (var copy = 1; copy <= 3; copy++)
        {
            s.Accept(OrderDocuments.Print(s.Order, "custody-record", new string('a', 64), Names.None, s.By("inspector", "treatment-site")));
            Assert.Equal(copy, Assert.IsType<DocumentPrinted>(s.Entries[^1].Event).Copy);
        }
    }

    [Fact]
    public void An_order_stays_on_its_version_until_it_is_moved_by_a_recorded_act()
    {
        var s = Scenario.Of(Cryo).At("scheduled");
        var newer = Version(2);

        s.Accept(MoveWorkflow.Decide(Cryo, newer, s.Order, "The new label allows more.", s.By("quality", "treatment-site")));

        Assert.Equal(new WorkflowMoved(1, 2, newer.Sha256, "The new label allows more."), s.Entries[^1].Event);
        Assert.Equal((2, newer.Sha256), (s.Order.WorkflowVersion, s.Order.WorkflowSha256));
    }

    [Fact]
    public void A_move_is_refused_when_the_newer_version_does_not_know_where_the_order_stands()
    {
        var s = Scenario.Of(Cryo).At("scheduled");
        var renamed = Version(2, text => text.Replace("  scheduled:", "  appointed:", StringComparison.Ordinal)
            .Replace("from: scheduled\n", "from: appointed\n", StringComparison.Ordinal).Replace("to: scheduled\n", "to: appointed\n", StringComparison.Ordinal)
            .Replace("[scheduled,", "[appointed,", StringComparison.Ordinal));

        Assert.Equal(["workflow.does-not-fit"], Codes(MoveWorkflow.Decide(Cryo, renamed, s.Order, "Renamed.", s.By("quality", "treatment-site"))));
        Assert.Equal(["actor.role", "reason.missing", "workflow.not-newer"], Codes(MoveWorkflow.Decide(Cryo, Cryo, s.Order, "", s.By("physician", "treatment-site"))));
    }
}
