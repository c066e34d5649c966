using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Storage;
using TherapyChain.Testing;

namespace TherapyChain.Benchmarks;

/// <summary>Steps decided, sealed and durably recorded in process: the ledger called by so many writers, each on an order of its own.</summary>
internal static class LedgerRates
{
    public static async Task<double> RateAsync(string folder, int writers)
    {
        using var ledger = Ledger.Open(Path.Combine(folder, $"ledger-{writers}.db"));
        var lanes = Enumerable.Range(0, writers).Select(n => new Lane(ledger, n)).ToArray();
        return await Measure.RateAsync(writers, caller => lanes[caller].StepAsync());
    }

    /// <summary>Entries marked for searches, once nobody writes any more: those that the run before left without.</summary>
    public static async Task<double> MarksAsync(string folder, int writers)
    {
        using var ledger = Ledger.Open(Path.Combine(folder, $"ledger-{writers}.db"));
        using var db = ledger.CreateDb();
        var (entries, marked, watch) = (await db.Entries.CountAsync(), await db.EntryMarks.CountAsync(), Stopwatch.StartNew());
        while (await db.EntryMarks.CountAsync() < entries) await Task.Delay(10);
        return (entries - marked) / watch.Elapsed.TotalSeconds;
    }

    /// <summary>One caller: takes the same repeatable step on its order, and begins a new order every hundred steps.</summary>
    private sealed class Lane
    {
        private const string Step = "record-infection-tests";
        private const int StepsPerOrder = 100;
        private readonly Ledger _ledger;
        private readonly int _number;
        private readonly Scenario _start = Scenario.Of("car-t-autologous-cryo").At("waiting-for-slot");
        private readonly StepRequest _request;
        private readonly Context _context;
        private Order? _order;
        private Hash? _head;
        private long _orders;
        private int _steps;

        public Lane(Ledger ledger, int number)
        {
            (_ledger, _number) = (ledger, number);
            (_request, _context) = (_start.Fill(Step), _start.For(Step));
        }

        public async Task StepAsync()
        {
            if (_order is null || _steps++ % StepsPerOrder == 0) await BeginAsync();
            if (Advance.Decide(_start.Workflow, _order!, _request, _context) is not Decision.Accepted accepted)
                throw new InvalidOperationException("The step was refused.");
            await RecordAsync(accepted);
        }

        private async Task BeginAsync()
        {
            var id = OrderId.From(_number * 1_000_000L + _orders++);
            (_order, _head) = (new Order(id), null);
            var entries = _start.Entries.Select(e => e with { Order = id }).ToList();
            await RecordAsync(new Decision.Accepted([.. entries], _order.Fold(entries)));
        }

        private async Task RecordAsync(Decision.Accepted accepted)
        {
            var before = _order!.Seq;
            var closed = new List<SealedEntry>();
            foreach (var entry in accepted.Entries)
            {
                closed.Add(Seal.Close(entry, _head));
                _head = closed[^1].Hash;
            }
            _order = accepted.After;
            var index = new OrderIndex(
                _order.Reference, _order.Workflow, _order.WorkflowVersion, _order.State, _order.IsOnHold, null, false, _order.Created, _order.Updated, _order.Reference);
            var outcome = await _ledger.RecordAsync(new Append(_order.Id, before, closed, index), CancellationToken.None);
            if (outcome is not RecordOutcome.Recorded) throw new InvalidOperationException($"{outcome}");
        }
    }
}
