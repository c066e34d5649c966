using TherapyChain.Domain.Access;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;

namespace TherapyChain.Server.Workflows;

/// <summary>The workflows this server knows, and each as the text that was proved.</summary>
public static class WorkflowApi
{
    public static void MapWorkflows(this IEndpointRouteBuilder routes)
    {
        var workflows = routes.MapGroup("/api/workflows").WithTags("Workflows");
        workflows.MapGet("", All).Does(Acts.SeeWorkflows).WithSummary("The workflow versions known here.").Produces<IReadOnlyList<WorkflowView>>();
        workflows.MapGet("/{id}/{version:int}", One).Does(Acts.SeeWorkflows).WithSummary("A workflow as it stands in its file.").Produces<string>(200, "application/yaml").ProducesProblem(404);
    }

    private static IResult All(WorkflowShelf shelf, string? language) => Results.Json(shelf.All.Select(w => new WorkflowView(
        w.Workflow.Id, w.Workflow.Version, w.Workflow.Say(w.Workflow.Id, language ?? "en"), w.Workflow.Sha256, w.Offered, w.Workflow.Parties,
        [.. w.Workflow.States.Select(s => new WorkflowState(s.Name, w.Workflow.Say(s.Name, language ?? "en"), s.Phase, s.IsFinal))], w.Workflow.Source)).ToList(), ViewJson.Options);

    private static IResult One(HttpContext http, WorkflowShelf shelf, string id, int version)
    {
        if (shelf.Find(id, version) is not { } found) return Problems.NotFound($"workflow version");
        http.Response.Headers.ETag = $"\"{found.Workflow.Sha256}\"";
        return Results.Text(found.Workflow.Text, "application/yaml; charset=utf-8");
    }
}

/// <param name="Offered">Whether new orders can take this version.</param>
/// <param name="Parties">The parts for which an order names a site.</param>
public sealed record WorkflowView(
    string Id, int Version, string Title, string Sha256, bool Offered, IReadOnlyList<string> Parties, IReadOnlyList<WorkflowState> States, string Source);

public sealed record WorkflowState(string Name, string Words, string Phase, bool Final);
