using System.Collections.Immutable;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

/// <summary>Codes read into one field, in whatever order: the check says what it says when each is read into a field of its own.</summary>
public sealed class SortedScanTests
{
    public static TheoryData<string, string> Handovers => new(Shipped.WorkflowIds
        .SelectMany(id => Shipped.Workflow(id).Steps.Where(step => step.Custody.Length > 0 && step.From.Any(from => from != "winding-up")).Select(step => (id, step.Name))));

    [Theory]
    [MemberData(nameof(Handovers))]
    public void The_right_codes_in_any_order_are_right_and_one_wrong_one_stops_the_order(string workflow, string name)
    {
        var order = Scenario.Of(workflow);
        var step = order.Step(name);
        order.At(step.From[0]);
        if (step.Evidence.Any(e => e is { Required: true, Kind: EvidenceKind.Document })) order.AddDocument(step);
        var form = order.Fill(name);
        var codes = form.Scans.Select(scan => scan.Value).ToList();

        foreach (var turned in Enumerable.Range(0, codes.Count).Select(i => codes.Skip(i).Concat(codes.Take(i))))
        {
            var sorted = SortedScans.Of(order.Workflow, order.Order, step, turned);
            Assert.Equal(form.Scans.Select(s => (s.Name, s.Value)).Order(), sorted.Select(s => (s.Name, s.Value)).Order());
            Assert.IsType<Decision.Accepted>(order.Try(form with { Scans = sorted }));
        }
        for (var i = 0; i < codes.Count; i++)
        {
            var wrong = codes.SetItem(i, codes[i][..^1] + (codes[i][^1] == '7' ? '1' : '7'));
            var refused = order.Refused(form with { Scans = SortedScans.Of(order.Workflow, order.Order, step, wrong) });
            Assert.Contains(refused.Reasons, r => r.Code == "scan.mismatch");
            Assert.Contains(refused.Entries, e => e.Event is IdentityRefused);
            var lacking = order.Refused(form with { Scans = SortedScans.Of(order.Workflow, order.Order, step, codes.Where((_, at) => at != i)) });
            Assert.Equal(["scan.missing"], lacking.Reasons.Select(r => r.Code));
        }
    }

    [Fact]
    public void A_code_too_many_is_wrong_whatever_stands_beside_it()
    {
        var order = Scenario.Of("car-t-autologous-cryo").At("in-transit-to-manufacturer");
        var step = order.Step("receive-starting-material");
        order.AddDocument(step);
        var form = order.Fill(step.Name);

        var refused = order.Refused(form with { Scans = SortedScans.Of(order.Workflow, order.Order, step, [.. form.Scans.Select(s => s.Value), "FB-OF-ANOTHER"]) });

        Assert.Contains(refused.Reasons, r => r is { Code: "scan.mismatch", Field: "scans.frozen-bag" });
    }
}

file static class Lists
{
    public static List<T> SetItem<T>(this List<T> list, int index, T item) => [.. list.Select((old, i) => i == index ? item : old)];
}
