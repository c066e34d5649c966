using System.Collections.Immutable;
using FsCheck.Xunit;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Orders;

/// <summary>What must hold on every path anybody can walk, checked on random walks by reading the entries as a stranger would.</summary>
public sealed class InvariantTests
{
    private static string Pick(byte workflow) => Shipped.WorkflowIds[workflow % Shipped.WorkflowIds.Count];

    [Property(MaxTest = 150)]
    [Requirement("FJ-02")]
    public void Each_container_has_exactly_one_custodian_at_any_instant(byte workflow, byte[] picks)
    {
        var holders = new Dictionary<string, string>();
        var s = Wanderer.Walk(Pick(workflow), picks);
        foreach (var step in s.Entries.Select(e => e.Event).OfType<StepCompleted>())
        {
            foreach (var move in step.Moved)
            {
                Assert.Equal(holders[move.Container], move.Gives);
                holders[move.Container] = move.Takes;
            }
            foreach (var made in step.Created)
                if (!holders.TryAdd(made.Container, made.HeldBy)) Assert.Equal(holders[made.Container], made.HeldBy);
            foreach (var end in step.Ended) Assert.True(holders.Remove(end.Container), $"{end.Container} ended without having lived");
        }
        Assert.Equal(holders.OrderBy(h => h.Key), s.Order.Containers.Select(c => KeyValuePair.Create(c.Key, c.Value.By)));
    }

    [Property(MaxTest = 150)]
    [Requirement("P11-06", "FJ-03")]
    public void No_infusion_begins_without_a_check_by_two_people_after_the_last_handover(byte workflow, byte[] picks)
    {
        var s = Wanderer.Walk(Pick(workflow), picks);
        var steps = s.Entries.Select(e => e.Event).OfType<StepCompleted>().ToList();
        foreach (var infusion in steps.Where(step => step.Acts.Contains("infusion")))
        {
            var before = steps.TakeWhile(step => step != infusion).Append(infusion).ToList();
            var sinceHandover = before.Skip(before.FindLastIndex(step => step.Moved.Length > 0) + 1);
            Assert.Contains(sinceHandover, step => step is { Place: "bedside", Second: not null, Scanned.Length: > 0 });
            Assert.Contains(before, step => step.Acts.Contains("release") || step.Acts.Contains("physician-acceptance"));
            Assert.Contains(before, step => step.Acts.Contains("consent"));
        }
    }

    [Fact]
    public void The_walks_come_as_far_as_infusion_and_meet_refusals_and_holds()
    {
        var walks = Enumerable.Range(0, 60).Select(n => Wanderer.Walk(Pick((byte)(n % 256)), [.. Enumerable.Range(0, 40).Select(i => (byte)((n * 37 + i * i * 13 + 7 * n * i) % 256))])).ToList();
        var events = walks.SelectMany(s => s.Entries).Select(e => e.Event).ToList();
        Assert.Contains(events, e => e is StepCompleted step && step.Acts.Contains("infusion"));
        Assert.Contains(events, e => e is IdentityRefused);
        Assert.Contains(events, e => e is ClockExceeded);
        Assert.Contains(events, e => e is HoldResolved);
    }

    [Property(MaxTest = 100)]
    public void A_fold_is_the_same_in_any_chunking(byte workflow, byte[] picks, byte[] cuts)
    {
        var s = Wanderer.Walk(Pick(workflow), picks);
        var entries = s.Entries.ToList();
        var order = new Order(Some.OrderId);
        foreach (var cut in cuts)
        {
            var take = Math.Min(cut % 9, entries.Count);
            order = order.Fold(entries.Take(take));
            entries.RemoveRange(0, take);
        }
        Assert.Equal(Text(s.Order), Text(order.Fold(entries)));
    }

    [Property(MaxTest = 100)]
    public void Sealed_and_read_back_the_entries_fold_to_the_same_order(byte workflow, byte[] picks)
    {
        var s = Wanderer.Walk(Pick(workflow), picks);
        Hash? prev = null;
        var readBack = new List<Entry>();
        foreach (var entry in s.Entries)
        {
            var closed = Seal.Close(entry, prev);
            readBack.Add(Seal.Open(closed.Bytes).Read());
            prev = closed.Hash;
        }
        Assert.Equal(Text(s.Order), Text(OrderFold.Of(Some.OrderId, readBack)));
    }

    [Property(MaxTest = 300)]
    public void A_decision_never_throws_whatever_is_sent(byte workflow, byte[] picks, string? step, string? value, string? unit, string? seal, long at)
    {
        var s = Wanderer.Walk(Pick(workflow), picks);
        var any = s.Workflow.Steps[(picks.Length > 0 ? picks[0] : 0) % s.Workflow.Steps.Length];
        var names = any.Evidence.Select(e => e.Name).Append(step ?? "").Distinct();
        var when = Instant.FromUnixTimeTicks(Math.Clamp(at, -100_000_000_000_000_000, 2_000_000_000_000_000_000));
        foreach (var name in new[] { any.Name, step ?? "" })
        {
            var request = new StepRequest(name, when)
            {
                Scans = [.. any.Assigns.Concat(any.Identity?.Scan ?? []).Append(step ?? "").Select(n => new Scan(n, value ?? ""))],
                Evidence = names.ToImmutableSortedDictionary(n => n, _ => new EvidenceValue(value ?? "", unit), StringComparer.Ordinal),
                Handovers = any.Custody.ToImmutableSortedDictionary(m => m.Container, _ => new HandoverDetails(seal, value), StringComparer.Ordinal),
                Signature = value,
                LateReason = seal,
            };
            foreach (var context in new[] { s.For(any.Name), s.By("courier", "treatment-site"), new Context(s.Now, new Person("x", "", "", "Etc/UTC", [], ImmutableSortedDictionary<string, LocalDate>.Empty)) })
            {
                var decision = s.Try(request, context: context);
                if (decision is Decision.Refused refused) Assert.NotEmpty(refused.Reasons);
                foreach (var entry in decision.Entries) Seal.Close(entry, entry.Seq == 1 ? null : Hash.Of([1]));
            }
        }
    }

    private static string Text(Order order)
    {
        var lines = new List<string> { $"{order.Id} {order.Seq} {order.Workflow} {order.WorkflowVersion} {order.State} {order.Reference} {order.LastStepAt} {order.Created} {order.Updated}" };
        lines.AddRange(order.Acts.Select(a => $"{a}"));
        lines.AddRange(order.Holds.Select(h => $"{h}"));
        lines.AddRange(order.Identifiers.Select(i => $"{i}"));
        lines.AddRange(order.Aliases.Select(a => $"{a}"));
        lines.AddRange(order.Containers.Select(c => $"{c.Key} {c.Value.By} {c.Value.Since} {c.Value.Seal} {string.Join(',', c.Value.Labels)} {string.Join(',', c.Value.MadeFrom)}"));
        lines.AddRange(order.Clocks.Select(c => $"{c}"));
        lines.AddRange(order.Evidence.Select(e => $"{e}"));
        lines.AddRange(order.Steps.Select(e => $"{e.Key} {e.Value.Step} {string.Join(',', e.Value.Evidence)}"));
        return string.Join('\n', lines);
    }
}
