using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Orders;

/// <summary>Every address of an order.</summary>
public static class OrderApi
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/api/orders").WithTags("Orders").ProducesProblem(401);
        orders.MapGet("", ListOrders.Handle).WithSummary("The orders you may see, newest first.").Produces<OrderListView>().ProducesProblem(400);
        Writes<CreateBody>(orders.MapPost("", BeginOrder.Handle), "Begin an order, pinned to one version of a workflow.", 201);

        routes.MapGet("/api/identifiers/{**value}", FindIdentifier.Handle).WithTags("Orders").ProducesProblem(401).ProducesProblem(404)
            .WithSummary("The orders and the container that a code belongs to, with who gave it and when. Never a hospital number: see /api/patients/find.").Produces<CodeView>();

        var order = orders.MapGroup("/{order}").ProducesProblem(404);
        order.MapGet("", ViewOrder.One).WithSummary("One order with the remaining time of every clock; with asOf as it was at that instant.").Produces<OrderView>();
        order.MapGet("/entries", ViewOrder.History).WithSummary("The record of an order, oldest entry first.").Produces<HistoryView>();
        order.MapGet("/steps", ViewOrder.Steps).WithSummary("The steps open now: what each demands and what blocks it.").Produces<OpenStepsView>();
        order.MapGet("/bundle", ReadBundle.Handle).WithSummary("The custody record as a file that anyone can verify offline.").Produces<string>(200, "application/x-ndjson");
        order.MapGet("/documents", ReadDocument.All).WithSummary("The documents of an order.").Produces<IReadOnlyList<DocumentView>>();
        order.MapGet("/documents/{sha256}", ReadDocument.One).WithSummary("A document, byte for byte.").Produces<byte[]>(200, "application/octet-stream");

        Writes<StepBody>(order.MapPost("/steps/{step}", AdvanceOrder.Handle), "Take a step, or be told everything that stands against it.");
        Writes<ReasonBody>(order.MapPost("/hold", HoldOrder.Place), "Put the order on hold.");
        Writes<ReasonBody>(order.MapPost("/holds/{seq:int}/resolve", HoldOrder.Resolve), "Resolve a hold, named by the entry that placed it.");
        Writes<CorrectionBody>(order.MapPost("/corrections", CorrectOrder.Handle), "Correct a value of an earlier entry; the old one stays in the record.");
        Writes<DeviationBody>(order.MapPost("/deviations", DeviateOrder.Handle), "Record that something departed from the plan.");
        Writes<MoveBody>(order.MapPost("/workflow", MoveOrder.Handle), "Move the order to a newer version of its workflow.");
        Common(order.MapPost("/custody-record", PrintRecord.Handle), "Print the custody record, as PDF; the print is recorded and stands in it. Words in ?language=en|de|sv.", 200)
            .Produces<byte[]>(200, "application/pdf");
        Uploads(order.MapPost("/documents", AddDocument.Document), "Add a document: raw with ?name= and ?kind=, or as a form with the part \"file\".");
        Uploads(order.MapPost("/traces", AddDocument.Trace), "Add the file of a temperature logger as evidence of a leg, with ?container= and, where the file does not say it, ?zone=.");
    }

    private static void Writes<TBody>(RouteHandlerBuilder route, string summary, int status = 200) where TBody : notnull => Common(route, summary, status).Accepts<TBody>("application/json");

    private static void Uploads(RouteHandlerBuilder route, string summary) =>
        Common(route, summary, 201).Accepts<byte[]>("*/*").ProducesProblem(415).DisableAntiforgery();

    private static RouteHandlerBuilder Common(RouteHandlerBuilder route, string summary, int status) =>
        route.WithSummary(summary).WithDescription($"Takes If-Match and {Repeats.Header}.").WithMetadata(new TakesRepeats())
            .Produces<OrderStands>(status).ProducesProblem(400).ProducesProblem(403).ProducesProblem(412).ProducesProblem(413).ProducesProblem(422).ProducesProblem(507);
}

/// <summary>Marks routes whose description names the headers of a change.</summary>
public sealed class TakesRepeats;
