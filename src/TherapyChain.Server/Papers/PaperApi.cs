using TherapyChain.Domain.Access;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using OrderPaperNames = TherapyChain.Documents.Records.Papers;

namespace TherapyChain.Server.Papers;

/// <summary>Every address of a paper.</summary>
public static class PaperApi
{
    private const string Asked = "?format=pdf|csv|json, or the Accept header; words in ?language=en|de|sv|fr. PDFs are signed where the institution has a certificate.";

    public static void AddPapers(this IServiceCollection services, InstitutionSignature signature)
    {
        services.AddSingleton(signature);
        services.AddSingleton<AccessTrail>();
        services.AddSingleton<OrderPapers>();
        services.AddSingleton<AuditReports>();
    }

    public static void MapPapers(this IEndpointRouteBuilder routes)
    {
        var order = routes.MapGroup("/api/orders/{order}").WithTags("Papers").ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(422);
        // One address for each paper, not one with a gap: the gap beside them takes the SHA-256 of a document.
        foreach (var paper in OrderPaperNames.All)
        {
            Sends(order.MapGet($"/documents/{paper}", (HttpContext http, string order, CurrentPerson who, OrderPapers papers) => papers.LookAsync(http, order, paper, who)).Does(Acts.SeeOrder),
                $"Look at the paper \"{paper}\": without a copy number, and no entry is made of it. {Asked}");
            Prints(order.MapPost($"/documents/{paper}", (HttpContext http, string order, CurrentPerson who, OrderPapers papers) => papers.PrintAsync(http, order, paper, who)).Does(Acts.PrintRecord),
                $"Print the paper \"{paper}\": the print is recorded and stands in it. {Asked}");
        }

        Prints(order.MapPost("/custody-record", (HttpContext http, string order, CurrentPerson who, OrderPapers papers) =>
            papers.PrintAsync(http, order, OrderPaperNames.CustodyRecord, who, byAccept: false)).Does(Acts.PrintRecord), $"Print the custody record, as PDF unless ?format= says otherwise; the print is recorded and stands in it. {Asked}");

        order.MapGet("/labels", OrderLabelSheet.All).Does(Acts.SeeOrder).WithSummary("Every label printed for the order, and what became of it.").Produces<IReadOnlyList<LabelView>>();
        order.MapPost("/labels", OrderLabelSheet.Print).Does(Acts.PrintLabels)
            .WithSummary("Print labels with the chain of identity and the code of each container, each with a serial number of its own; the print is recorded, and a second one needs a reason.")
            .WithDescription($"Takes If-Match and {Repeats.Header}.").WithMetadata(new TakesRepeats()).Accepts<LabelsBody>("application/json", "application/x-www-form-urlencoded")
            .Produces<byte[]>(200, "application/pdf").ProducesProblem(403).ProducesProblem(412).ProducesProblem(507).DisableAntiforgery();
        order.MapPost("/labels/fates", OrderLabelSheet.Account).Does(Acts.AccountLabels)
            .WithSummary("Say what became of printed labels: applied, destroyed or missing.")
            .WithDescription($"Takes If-Match and {Repeats.Header}.").WithMetadata(new TakesRepeats()).Accepts<FatesBody>("application/json")
            .Produces<OrderStands>(200).ProducesProblem(403).ProducesProblem(412).ProducesProblem(507);

        var audit = routes.MapGroup("/api/audit").WithTags("Papers").ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(422);
        Sends(audit.MapGet("/people/{person}", (HttpContext http, string person, string? from, string? to, string? zone, CurrentPerson who, AuditReports reports) =>
            reports.PersonAsync(http, person, from, to, zone, who)).Does(Acts.AuditPerson), $"The audit trail of one person, ?from= to ?to= (days, both included). {Asked}");
        Sends(audit.MapGet("/days/{date}", (HttpContext http, string date, string? zone, CurrentPerson who, AuditReports reports) =>
            reports.DayAsync(http, date, zone, who)).Does(Acts.AuditDay), $"The audit trail of one day. {Asked}");
    }

    private static RouteHandlerBuilder Sends(RouteHandlerBuilder route, string summary) =>
        route.WithSummary(summary).Produces<byte[]>(200, "application/pdf", "text/csv", "application/json");

    private static void Prints(RouteHandlerBuilder route, string summary) => Sends(route, summary)
        .WithDescription($"Takes If-Match and {Repeats.Header}.").WithMetadata(new TakesRepeats()).ProducesProblem(403).ProducesProblem(412).ProducesProblem(507);
}
