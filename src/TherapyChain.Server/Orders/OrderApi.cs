using TherapyChain.Domain.Access;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Orders;

/// <summary>Every address of an order.</summary>
public static class OrderApi
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/api/orders").WithTags("Orders").ProducesProblem(401);
        orders.MapGet("", ListOrders.Handle).Does(Acts.ListOrders).WithSummary("The orders you may see, newest first.").Produces<OrderListView>().ProducesProblem(400);
        Writes<CreateBody>(orders.MapPost("", BeginOrder.Handle).Does(Acts.BeginOrder), "Begin an order, pinned to one version of a workflow.", 201);

        routes.MapGet("/api/identifiers/{**value}", FindIdentifier.Handle).Does(Acts.FindCode).WithTags("Orders").ProducesProblem(401).ProducesProblem(404)
            .WithSummary("The orders and the container that a code belongs to, with who gave it and when. Never a hospital number: see /api/patients/find.").Produces<CodeView>();

        var order = orders.MapGroup("/{order}").ProducesProblem(404);
        order.MapGet("", ViewOrder.One).Does(Acts.SeeOrder).WithSummary("One order with the remaining time of every clock; with asOf as it was at that instant.").Produces<OrderView>();
        order.MapGet("/entries", ViewOrder.History).Does(Acts.SeeOrder).WithSummary("The record of an order, oldest entry first.").Produces<HistoryView>();
        order.MapGet("/steps", ViewOrder.Steps).Does(Acts.SeeOrder).WithSummary("The steps open now: what each demands and what blocks it.").Produces<OpenStepsView>();
        order.MapGet("/bundle", ReadBundle.Handle).Does(Acts.SeeOrder).WithSummary("The custody record as a file that anyone can verify offline.").Produces<string>(200, "application/x-ndjson");
        order.MapGet("/documents", ReadDocument.All).Does(Acts.SeeOrder).WithSummary("The documents of an order.").Produces<IReadOnlyList<DocumentView>>();
        order.MapGet("/documents/{sha256}", ReadDocument.One).Does(Acts.SeeOrder).WithSummary("A document, byte for byte.").Produces<byte[]>(200, "application/octet-stream");

        Writes<StepBody>(order.MapPost("/steps/{step}", AdvanceOrder.Handle).Does(Acts.TakeStep), "Take a step, or be told everything that stands against it.");
        order.MapPost("/chain-of-identity", IssueChainOfIdentity.Handle).Does(Acts.IssueChainOfIdentity)
            .WithSummary("Be offered a chain of identity identifier in your site's name, to be sent with the step that gives it; nothing is recorded before.")
            .Produces<OfferedIdentifierView>().ProducesProblem(403).ProducesProblem(422);
        Writes<ReasonBody>(order.MapPost("/hold", HoldOrder.Place).Does(Acts.Hold), "Put the order on hold.");
        Writes<ReasonBody>(order.MapPost("/holds/{seq:int}/resolve", HoldOrder.Resolve).Does(Acts.Resume), "Resolve a hold, named by the entry that placed it.");
        Writes<CorrectionBody>(order.MapPost("/corrections", CorrectOrder.Handle).Does(Acts.Correct), "Correct a value of an earlier entry; the old one stays in the record.");
        Writes<DeviationBody>(order.MapPost("/deviations", DeviateOrder.Handle).Does(Acts.RecordDeviation), "Record that something departed from the plan.");
        Writes<MoveBody>(order.MapPost("/workflow", MoveOrder.Handle).Does(Acts.MoveWorkflow), "Move the order to a newer version of its workflow.");
        Uploads(order.MapPost("/documents", AddDocument.Document).Does(Acts.AddDocument), "Add a document: raw with ?name= and ?kind=, or as a form with the part \"file\".");
        Uploads(order.MapPost("/traces", AddDocument.Trace).Does(Acts.AddDocument), "Add the file of a temperature logger as evidence of a leg, with ?container= and, where the file does not say it, ?zone=.");
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
