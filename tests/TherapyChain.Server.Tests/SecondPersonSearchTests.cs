using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Storage;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

/// <summary>A search by person finds also what they checked beside somebody, each entry once, and pages as any other.</summary>
public sealed class SecondPersonSearchTests
{
    [Fact]
    public async Task Whoever_checked_beside_somebody_is_found_and_counted()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var path = RehearsalPath.To(order.Workflow, order.Order, "closed")!.Value;
        foreach (var step in path.TakeWhile(s => s.Identity is not { People: > 1 }).Append(path.First(s => s.Identity is { People: > 1 }))) await order.TakeAsync(step.Name);
        var ledger = server.App.Services.GetRequiredService<Ledger>();
        var entries = ledger.EntriesOf(order.Order.Id).Select(e => e.Read()).ToList();
        var last = entries[^1];
        var second = Assert.IsType<StepCompleted>(last.Event).Second!.Actor;
        var own = entries.Where(e => e.Actor == second).Select(e => e.Seq);
        await using var db = ledger.CreateDb();

        var found = await db.FindEntriesAsync(new EntryFilter { Person = second }, 50, TestContext.Current.CancellationToken);

        Assert.Equal(own.Append(last.Seq).OrderDescending(), found.Select(f => f.Seq));
        Assert.Equal(last.Seq, Assert.Single(await db.FindEntriesAsync(new EntryFilter { Person = second }, 1, TestContext.Current.CancellationToken)).Seq);
        Assert.Equal(found.Count, await db.CountEntriesAsync(new EntryFilter { Person = second }, TestContext.Current.CancellationToken));
        Assert.Equal([order.Order.Id], await db.OrdersOfEntriesAsync(new EntryFilter { Person = second, From = last.Recorded, Until = last.Recorded + Duration.FromMinutes(1) }, TestContext.Current.CancellationToken));
        Assert.Empty(await db.OrdersOfEntriesAsync(new EntryFilter { Person = second, VisibleTo = ["stranger-clinic"] }, TestContext.Current.CancellationToken));
        Assert.Empty(await db.OrdersOfEntriesAsync(new EntryFilter { Until = entries[0].Recorded }, TestContext.Current.CancellationToken));
    }
}
