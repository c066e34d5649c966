using NodaTime;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Papers;

/// <summary>The labels of an order, with the codes it has now. Nothing is recorded: labels are counted by the steps that apply them.</summary>
internal static class OrderLabelSheet
{
    public static IResult Handle(HttpContext http, string order, string? size, string? language, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, IClock clock)
    {
        LabelSize? asked = size switch { null or "a4" => LabelSize.A4, "100x50" => LabelSize.Single, _ => null };
        if (asked is not { } known) return Problems.Unreadable($"size is a4 or 100x50.", field: "size");
        if (desk.Refusal(order, who, Acts.PrintLabels, out var opened) is { } no) return no;
        var today = opened!.Order;
        // A wrong code may be why it is on hold: it is not put on further bags.
        if (today.IsOnHold) return Problems.Refused(new Reason("order.on-hold", $"The order is on hold: {today.Holds[0].Reason} Quality must resolve it first."));
        var labels = OrderLabels.Of(shelf.For(today).Workflow, today, language ?? "en");
        if (labels.IsEmpty) return Problems.Refused(new Reason("labels.none", $"This order has no chain of identity and no container yet: there is nothing to label."));
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(LabelPaper.Set(labels, known, language ?? "en", Moment.Whole(clock.GetCurrentInstant())), "application/pdf", $"{today.Id}-labels.pdf");
    }
}
