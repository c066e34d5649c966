using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Server.Orders;
using TherapyChain.Storage;

namespace TherapyChain.Server.Clocks;

/// <summary>
/// Records warnings and exceedings when they fall, and at the start those that fell while the program was down. One order that fails is told
/// in the log and tried again with the next round; the others do not wait for it.
/// </summary>
public sealed class ClockWatch(Ledger ledger, OrderDesk desk, IClock clock, ILogger<ClockWatch> log) : BackgroundService
{
    private static readonly Duration LongestSleep = Duration.FromMinutes(1);

    /// <summary>When the last round ended; readiness asks it.</summary>
    public Instant? LastRound { get; private set; }

    /// <summary>Whether rounds are made as they should be.</summary>
    public bool IsAlive => LastRound is { } last && clock.GetCurrentInstant() - last < LongestSleep * 3;

    /// <summary>One round over every order with a mark that has fallen due; the answer is how many entries were recorded.</summary>
    public async Task<int> RoundAsync(CancellationToken ct)
    {
        var recorded = 0;
        foreach (var id in await DueAsync(ct))
        {
            try
            {
                recorded += await desk.TickAsync(id);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.LogError(failure, "The clocks of order {Order} could not be recorded; tried again in the next round", id);
            }
        }
        LastRound = clock.GetCurrentInstant();
        return recorded;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var sleep = LongestSleep;
            try
            {
                await RoundAsync(stoppingToken);
                if (await NextAsync(stoppingToken) is { } next)
                    sleep = Duration.Min(LongestSleep, Duration.Max(Duration.FromMilliseconds(50), next - clock.GetCurrentInstant()));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogError(failure, "The clock watch could not read which clocks are due; tried again in a minute");
            }
            // A server that cannot start (its port is taken) stops this too, and that is no failure of the watch.
            await Task.Delay(sleep.ToTimeSpan(), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Where a warning would stand, the row holds the clock's next mark: see OrderIndexing.
    private async Task<List<OrderId>> DueAsync(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        await using var db = ledger.CreateDb();
        return await db.RunningClocks.Where(c => c.WarnAt != null && c.WarnAt <= now).Select(c => c.OrderId).Distinct().ToListAsync(ct);
    }

    private async Task<Instant?> NextAsync(CancellationToken ct)
    {
        await using var db = ledger.CreateDb();
        return await db.RunningClocks.MinAsync(c => c.WarnAt, ct);
    }
}
