using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

/// <summary>Walks a workflow wherever the picks lead, by real decisions: good steps, spoilt ones, long waits, holds and their resolution.</summary>
internal static class Wanderer
{
    public static Scenario Walk(string workflow, IReadOnlyList<byte> picks)
    {
        var s = Scenario.Of(workflow);
        // Random steps alone seldom come far: begin anywhere on the path.
        if (picks.Count > 0) s.At(s.Workflow.States[picks[0] % s.Workflow.States.Length].Name);
        foreach (var pick in picks.Skip(1))
        {
            if (s.Workflow.FindState(s.Order.State)!.IsFinal) break;
            s.Now += Duration.FromMinutes(1 + pick % 7 * 90);
            var open = s.Workflow.Steps.Where(step => step.From.Contains(s.Order.State)).ToList();
            var step = open[pick / 3 % open.Count];
            if (pick % 11 == 0) s.Record(s.Try(Spoil(s, step, pick)));
            else if (pick % 13 == 0) s.Record(Holds.Place(s.Workflow, s.Order, "Call from the ward.", s.By("coordinator", "treatment-site")));
            else Step(s, step);
        }
        return s;
    }

    private static void Step(Scenario s, Step step)
    {
        foreach (var hold in s.Order.Holds)
            s.Record(Holds.Resolve(s.Workflow, s.Order, hold.Seq, "Judged by quality.", s.By("quality", "treatment-site")));
        foreach (var clock in step.After)
            if (s.Order.Clocks.TryGetValue(clock, out var running) && running.Earliest is { } earliest && earliest > s.Now) s.Now = earliest;
        if (step.Evidence.Any(e => e is { Required: true, Kind: EvidenceKind.Document })) s.AddDocument(step);
        s.Record(s.Try(s.Fill(step.Name)));
    }

    private static StepRequest Spoil(Scenario s, Step step, byte pick)
    {
        var good = s.Fill(step.Name);
        return (pick % 4) switch
        {
            0 => good with { Scans = [.. good.Scans.Select(scan => scan with { Value = scan.Value + "X" })] },
            1 => good with { Scans = [.. good.Scans.Select(scan => scan with { Value = new string([.. scan.Value.Reverse()]) })] },
            2 => good with { Evidence = good.Evidence.Clear(), Signature = null },
            _ => good with { Handovers = good.Handovers.Clear(), At = s.Now + Duration.FromDays(1) },
        };
    }
}
