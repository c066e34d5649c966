using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TherapyChain.Domain.Access;
using TherapyChain.Server.Access;
using TherapyChain.Server.Clocks;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Health;

/// <summary>Whether the process lives, whether it can serve, and what it has counted.</summary>
public static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Text("alive")).Does(Acts.SeeHealth).WithTags("Health").WithSummary("The process answers.");
        routes.MapGet("/readyz", ReadyAsync).Does(Acts.SeeHealth).WithTags("Health").WithSummary("The ledger can be written, workflows are loaded, the clock watch runs.");
        routes.MapGet("/metrics", MetricsAsync).Does(Acts.SeeMetrics).WithTags("Health").WithSummary("Counters as Prometheus text.");
    }

    private static async Task<IResult> ReadyAsync(HttpContext http, Ledger ledger, WorkflowShelf shelf, ClockWatch watch)
    {
        var checks = new Dictionary<string, bool>
        {
            ["ledger"] = await CanWriteAsync(ledger, http.RequestAborted),
            ["workflows"] = shelf.All.Any(w => w.Offered),
            ["clockWatch"] = watch.IsAlive,
        };
        return Results.Json(checks, statusCode: checks.Values.All(ok => ok) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> MetricsAsync(HttpContext http, Ledger ledger, Tally tally)
    {
        var text = new StringBuilder();
        Family(text, "therapychain_entries_total", "counter", "Entries recorded since the start, by type.", "type", tally.Entries);
        Family(text, "therapychain_refusals_total", "counter", "Reasons given for a no since the start, by code.", "code", tally.Refusals);
        Family(text, "therapychain_security_notices_total", "counter", "Security notices raised since the start, by kind.", "kind", tally.Notices);
        One(text, "therapychain_races_total", "counter", "Decisions taken again because someone was faster.", tally.Races);
        One(text, "therapychain_orders_on_hold", "gauge", "Orders that are on hold now.", await OnHoldAsync(ledger, http.RequestAborted));
        One(text, "therapychain_ledger_commits_total", "counter", "Durable commits since the start.", ledger.Commits);
        One(text, "therapychain_ledger_appends_total", "counter", "Appends that shared those commits; divided by the commits it is the batch size.", ledger.Appends);
        return Results.Text(text.ToString(), "text/plain; version=0.0.4; charset=utf-8");
    }

    // Taking the writer's turn and giving it back tells whether the file can be written, and costs nothing.
    private static async Task<bool> CanWriteAsync(Ledger ledger, CancellationToken ct)
    {
        try
        {
            await using var db = ledger.CreateDb();
            await using var turn = await db.Database.BeginTransactionAsync(ct);
            await turn.RollbackAsync(ct);
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }

    private static async Task<long> OnHoldAsync(Ledger ledger, CancellationToken ct)
    {
        await using var db = ledger.CreateDb();
        return await db.Orders.LongCountAsync(o => o.Held && !o.Final, ct);
    }

    private static void Family(StringBuilder text, string name, string type, string help, string label, IEnumerable<KeyValuePair<string, long>> values)
    {
        Head(text, name, type, help);
        foreach (var (key, value) in values) text.Append(CultureInfo.InvariantCulture, $"{name}{{{label}=\"{key}\"}} {value}\n");
    }

    private static void One(StringBuilder text, string name, string type, string help, long value)
    {
        Head(text, name, type, help);
        text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
}
