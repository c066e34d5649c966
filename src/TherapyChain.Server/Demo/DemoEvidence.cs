using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Server.Demo;

/// <summary>Puts values that look like a hospital's in the place of the rehearsal's. The decision still judges every one of them.</summary>
internal static class DemoEvidence
{
    /// <param name="form">The rehearsal's form.</param>
    /// <param name="step">Its step.</param>
    /// <param name="order">The order before the step.</param>
    /// <param name="day">The day at the site.</param>
    /// <param name="number">A number of the order's own, so that orders differ.</param>
    public static StepRequest Enliven(StepRequest form, Step step, Order order, LocalDate day, int number)
    {
        var evidence = form.Evidence;
        foreach (var piece in step.Evidence)
            if (evidence.TryGetValue(piece.Name, out var dull) && Value(piece, step, order, day, number) is { } lively)
                evidence = evidence.SetItem(piece.Name, dull with { Value = lively });
        return form with { Evidence = evidence };
    }

    private static string? Value(Evidence piece, Step step, Order order, LocalDate day, int n) => piece.Kind switch
    {
        EvidenceKind.Date => Date(piece.Name, order, day),
        EvidenceKind.Text => Text(piece.Name, step.Name, n),
        EvidenceKind.Choice { Only.IsEmpty: true } c when piece.Name is "indication" or "priority" => c.Choices[n % c.Choices.Length],
        EvidenceKind.Quantity q => Quantity(piece.Name, q, order, n),
        _ => null,
    };

    private static string Date(string name, Order order, LocalDate day) => LocalDatePattern.Iso.Format(name switch
    {
        "collection-date" => day.PlusDays(7),
        "manufacture-date" => day.PlusDays(10),
        "delivery-date" => day.PlusDays(6),
        "planned-infusion-date" => day.PlusDays(13),
        "expiry-date" => day.PlusMonths(ShelfLife(order.Workflow)),
        "sampling-date" => day.PlusDays(-2),
        "manufacturing-date" or "date-of-death" or "engraftment-date" => day.PlusDays(-1),
        _ => day,
    });

    // In months, as the shelf lives in the workflow files; a vial out of stock has some of it behind it.
    private static int ShelfLife(string workflow) => workflow switch
    {
        "car-t-autologous-cryo" => 9,
        "car-t-autologous-fresh" => 12,
        "til-autologous" => 6,
        "gene-edited-stem-cells" => 24,
        _ => 14,
    };

    private static string? Quantity(string name, EvidenceKind.Quantity q, Order order, int n)
    {
        var spread = n % 100 / 100m;
        decimal? value = name switch
        {
            "patient-weight" when q.Max <= 30 => 4.2m + 6 * spread,
            "patient-weight" => order.Workflow == "gene-edited-stem-cells" ? 44 + 30 * spread : 56 + 36 * spread,
            "collected-volume" => decimal.Round(168 + 90 * spread),
            "processed-blood-volume" => 11.2m + 4 * spread,
            "frozen-bags" => 2,
            "labels-received" => 12,
            "total-nucleated-cells" => 4.1m + 5 * spread,
            "t-cells" => 1.6m + 1.8m * spread,
            "viability" => 88.5m + 8 * spread,
            "car-positive-cells" => decimal.Round(110 + 200 * spread),
            "product-bags" or "bags-infused" => 1,
            "infused-volume" => q.Max > 200 ? decimal.Round(42 + 40 * spread) : decimal.Round(30 + 25 * spread),
            "white-cells" => 1.4m,
            "tocilizumab-doses" => 2,
            "tumour-pieces" => 3,
            "tumour-diameter" => 1.9m + 2 * spread,
            "cd34-cells" => 7.4m + 5 * spread,
            "cd34-cells-of-the-cycle" => 13.1m + 8 * spread,
            "cd34-cells-of-all-cycles" => 24.3m + 8 * spread,
            "rescue-cells-of-this-bag" or "rescue-cells" => 2.3m + spread,
            "neutrophils" => 0.7m + spread,
            "antibody-titre" => decimal.Round(10 + 15 * spread),
            "cycle-number" => 1 + order.Steps.Values.Count(s => s.Step == "start-mobilisation"),
            "highest-temperature" => Measured(order, "max"),
            "lowest-temperature" => Measured(order, "min"),
            "dose-volume" => decimal.Round(33 + 30 * spread, 1),
            _ => null,
        };
        return value is { } given && !(given < q.Min) && !(given > q.Max) ? given.ToString("0.##", CultureInfo.InvariantCulture) : null;
    }

    // What the logger of the last leg said, as the person who reads it would write it down.
    private static decimal? Measured(Order order, string what) =>
        order.Evidence.TryGetValue("logger-file", out var file) && order.Documents.TryGetValue(file.Value.Value, out var log)
        && log.Summary.TryGetValue(what, out var text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string? Text(string name, string step, int n) => name switch
    {
        "consent-form-version" => "Version 3.2 of 12 January",
        "board-decision" => "Cellular therapy board: suitable, no better option left. Minutes filed.",
        "courier-booking" => $"Booking {48_000 + n % 9_000}, pick-up confirmed by telephone",
        "kit-lot" => $"KT-{26_000 + n % 900}",
        "shipper-number" => $"SH-{100 + n % 800}",
        "logger-number" => $"{20_480_000 + n % 90_000}",
        "waybill-number" => $"{700 + n % 200}-{10_000_000 + n * 37 % 80_000_000}",
        "nitrogen-tank-position" => $"Tank {1 + n % 4}, rack {1 + n % 9}, shelf {1 + n % 6}, place {1 + n % 12:00}",
        "refrigerator-position" => $"Refrigerator {1 + n % 3}, shelf {1 + n % 4}",
        "deviation-number" => $"DEV-{1_000 + n % 8_000}",
        "resectable-lesion" => "Axillary node, left, 2.4 cm on CT",
        "tumour-site" => "Axillary lymph node, left",
        "registry-reference" => $"REG-{200_000 + n % 90_000}",
        "benefit-and-risk" => "Progressing disease, no time for a second manufacture. The lower viability is judged acceptable against the risk of waiting.",
        "patient-wish-for-material" => "The material shall be destroyed.",
        "fate-details" => "Destroyed as clinical waste, witnessed by two people.",
        "event-description" => step == "report-late-finding" ? "Reported by the laboratory after release." : "Grade 2 on day 3, resolved with one dose of tocilizumab.",
        "reason" => Reason(step),
        _ => null,
    };

    private static string? Reason(string step) => step switch
    {
        "request-slot" => "Third line, bridging therapy holds the disease for now.",
        "plan-second-collection" => "The first collection was cut short by a failing line; too few cells for manufacture.",
        "plan-next-cycle" => "The first cycle gave fewer cells than the dose needs.",
        "report-transport-delay" => "Customs asks for the original invoice; the broker has sent it.",
        "receive-starting-material-into-quarantine" => "The logger shows a rise above the limit on the way.",
        "report-out-of-specification" => "Viability 68 %, below the specification of 70 %.",
        "stop-infusion-early" => "Fever and falling blood pressure after half of the bag; the physician stopped the infusion.",
        "cancel-order" => "Liver values do not allow the treatment this year.",
        "postpone-collection" or "postpone-delivery" => "Infection; treated, new date in two weeks.",
        _ => null,
    };
}
