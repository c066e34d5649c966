using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Shipping;
using TherapyChain.Domain.Workflows;
using TherapyChain.Exchange.Loggers;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Pages.Shipments;

/// <summary>The page of an order's shipments: those that a site carries, or all of them for its other parties; what moves first.</summary>
/// <param name="Others">Further steps that this person can take now, on the order's own page.</param>
internal sealed record ShipmentModel(Order Order, string Therapy, ImmutableArray<ShipmentPart> Parts, ImmutableArray<StepLink> Others, bool MayLabel, bool MayPrint, bool MayDeviate)
{
    // A logger that wrote every ten seconds for a fortnight; more is for the desk of quality.
    private const int LongestFile = 4_000_000;

    /// <returns>Null when there is no such order that the person may see.</returns>
    public static async Task<ShipmentModel?> ReadAsync(
        string name, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Roll network, Ledger ledger, string language, Instant now, CancellationToken ct)
    {
        if (desk.See(name, who) is not { Order: var order }) return null;
        var workflow = shelf.For(order).Workflow;
        var carriesOnly = order.To(who.Person.Site) == Relation.Carrier;
        var shipments = Domain.Shipping.Shipments.Of(workflow, order).Where(s => !carriesOnly || s.IsOf(order, who.Person.Site))
            .OrderBy(s => s.Stage == ShipmentStage.Received).ThenByDescending(s => s.Since ?? now).ToList();
        await using var db = ledger.CreateDb();
        var parts = ImmutableArray.CreateBuilder<ShipmentPart>();
        foreach (var shipment in shipments)
            parts.Add(new ShipmentPart(
                ShipmentLine.Of(shipment, order, workflow, network, who, language, now), shipment,
                [.. ShipmentLine.Steps(shipment, order, workflow, who, language, now)],
                order.Containers.GetValueOrDefault(shipment.Container)?.Labels ?? [],
                [.. Domain.Shipping.Shipments.Particulars(workflow, order, shipment).Select(e => (workflow.Say(e.Key, language), e.Value.ToString()))],
                [.. new[] { shipment.Sent, shipment.Taken }.OfType<Handover>().Select(h => new HandoverLine(workflow.Say(h.Step, language), h, Stop.Of(h.Gives, order, network), Stop.Of(h.Takes, order, network)))],
                await TracesAsync(db, order, workflow, shipment, now, ct)));
        var mine = parts.SelectMany(part => part.Steps.Select(step => step.Name)).ToHashSet(StringComparer.Ordinal);
        var context = new Context(now, who.Person);
        return new ShipmentModel(
            order, workflow.Say(order.Workflow, language), parts.ToImmutable(),
            !who.May(Acts.TakeStep, order) ? [] :
            [
                .. OpenSteps.Of(workflow, WatchClocks.Decide(workflow, order, context).After, context).Where(open => open.Blocked.IsEmpty && !mine.Contains(open.Step.Name))
                    .Select(open => new StepLink(open.Step.Name, workflow.Say(open.Step.Name, language))),
            ],
            who.May(Acts.PrintLabels, order) && !order.IsOnHold && order.Containers.Count > 0, who.May(Acts.PrintRecord, order),
            who.May(Acts.RecordDeviation, order) && workflow.Anywhere.GetValueOrDefault("record-deviation", []).Any(who.Person.Roles.Contains));
    }

    private static async Task<ImmutableArray<TraceView>> TracesAsync(LedgerDb db, Order order, Workflow workflow, Shipment shipment, Instant now, CancellationToken ct)
    {
        var range = workflow.Containers.GetValueOrDefault(shipment.Container)?.OnTheWay;
        var limits = new TemperatureLimits(
            range?.MinCelsius is { } min ? MilliCelsius.FromCelsius(min) : null, range?.MaxCelsius is { } max ? MilliCelsius.FromCelsius(max) : null);
        var traces = ImmutableArray.CreateBuilder<TraceView>();
        foreach (var file in order.Documents.Values.Where(d => d.Kind == TraceSummary.Kind && d.Summary.GetValueOrDefault("container") == shipment.Container))
        {
            if (!Hash.TryParse(file.Sha256, out var hash)) continue;
            var bytes = file.Size > LongestFile ? null : await db.Documents.Where(d => d.Sha256 == hash).Select(d => d.Bytes).FirstOrDefaultAsync(ct);
            var zone = file.Summary.GetValueOrDefault("zone") is { } said && LoggerClock.TryParseZone(said, out var known) ? known : null;
            var readings = bytes is not null && LoggerFiles.Read(bytes, zone) is LoggerOutcome.Parsed parsed ? parsed.Record.Trace : null;
            // A logger that travels with every leg is read once for each; its other legs are not this one's.
            if (readings is { Readings.Count: > 0 } && shipment.Sent is { } sent && (readings.Readings[^1].At < sent.At || readings.Readings[0].At > (shipment.Taken?.At ?? now))) continue;
            if (shipment.Sent is null) continue;
            traces.Add(new TraceView(file.Sha256, file.Name, $"{file.Summary.GetValueOrDefault("device")} {file.Summary.GetValueOrDefault("serial")}".Trim(), file.Summary.GetValueOrDefault("verdict") ?? "", readings, limits));
        }
        return traces.ToImmutable();
    }
}

/// <summary>One shipment with all that its page shows.</summary>
public sealed record ShipmentPart(
    ShipmentLine Line, Shipment Shipment, ImmutableArray<StepLink> Steps, ImmutableArray<string> Labels, ImmutableArray<(string Name, string Value)> Particulars,
    ImmutableArray<HandoverLine> Handovers, ImmutableArray<TraceView> Traces)
{
    /// <summary>The seal it travels under, or the one that was read last.</summary>
    public string? Seal => Handovers.LastOrDefault(h => h.Handover.Seal is not null)?.Handover.Seal;
}

/// <summary>A handover with the sites it was between.</summary>
public sealed record HandoverLine(string Words, Handover Handover, Stop Gives, Stop Takes);

/// <param name="Readings">Null for a logger that keeps daily extremes, and for a file that is too long to draw.</param>
public sealed record TraceView(string Sha256, string Name, string Device, string Verdict, TemperatureTrace? Readings, TemperatureLimits Limits);
