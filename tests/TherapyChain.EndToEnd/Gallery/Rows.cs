using Microsoft.AspNetCore.Components;
using TherapyChain.Server.Pages;

namespace TherapyChain.EndToEnd.Gallery;

/// <summary>A page as somebody sees it.</summary>
/// <param name="Picture">What its pictures are called.</param>
/// <param name="Route">Which page it is, by its route.</param>
/// <param name="Person">Who looks; null for somebody who is not signed in.</param>
/// <param name="Path">Where it is. <c>{CHA-26-285}</c> stands for the order with this reference.</param>
/// <param name="Status">What it answers with.</param>
public sealed record Row(string Picture, string Route, string? Person, string Path, int Status = 200)
{
    public override string ToString() => Picture;
}

/// <summary>Every page of the server, in every state that looks different. A new page belongs here: a test says which is missing.</summary>
public static class Rows
{
    private const string Coordinator = "jule-petersdorf", Quality = "ulrike-sandmann", Courier = "emil-hagstrom", Inspector = "solveig-thaler", Administrator = "henning-ostrow";

    public static IReadOnlyList<Row> All { get; } =
    [
        new("sign-in", "/sign-in", null, "/sign-in"),
        new("sign-in-failed", "/sign-in", null, "/sign-in?failed=1"),
        new("sign-in-ended", "/sign-in", null, "/sign-in?ended=1&return=%2F"),
        new("sign-in-code-over", "/sign-in/code", null, "/sign-in/code"),
        new("set-password", "/set-password", null, "/set-password"),
        new("set-password-unknown-code", "/set-password", null, "/set-password?code=AAAA-BBBB-CCCC-DDDD"),
        new("set-password-invited", "/set-password", null, "/set-password?code={invitation}"),
        new("orders-coordinator", "/", Coordinator, "/"),
        new("orders-courier", "/", Courier, "/"),
        new("orders-administrator", "/", Administrator, "/"),
        new("orders-inspector", "/", Inspector, "/?phase=treatment"),
        new("orders-none", "/", Coordinator, "/?text=no-such-order"),
        new("order-in-transit", "/orders/{order}", Coordinator, "/orders/{CHA-26-285}"),
        new("order-held-for-quality", "/orders/{order}", Quality, "/orders/{CHA-26-211}"),
        new("order-corrected", "/orders/{order}", Inspector, "/orders/{KAR-26-174}"),
        new("step-pack", "/orders/{order}/steps/{step}", "lotte-kuiper", "/orders/{UTR-26-248}/steps/pack-starting-material"),
        new("step-signed-by-two", "/orders/{order}/steps/{step}", "tuva-akerlund", "/orders/{KAR-26-347}/steps/start-rescue-thaw"),
        new("step-of-others", "/orders/{order}/steps/{step}", Coordinator, "/orders/{CHA-26-285}/steps/receive-starting-material"),
        new("step-missing", "/orders/{order}/steps/{step}", Coordinator, "/orders/{CHA-26-285}/steps/no-such-step", 404),
        new("order-missing", "/orders/{order}", Coordinator, "/orders/0000-0000-0000", 404),
        new("board", "/board", Coordinator, "/board"),
        new("order-new", "/orders/new", Coordinator, "/orders/new"),
        new("shipments-coordinator", "/shipments", Coordinator, "/shipments"),
        new("shipments-courier", "/shipments", Courier, "/shipments"),
        new("shipment", "/shipments/{order}", Courier, "/shipments/{CHA-26-285}"),
        new("shipment-coordinator", "/shipments/{order}", Coordinator, "/shipments/{CHA-26-433}"),
        new("shipment-receive", "/shipments/{order}/{step}", "nadine-kuhnert", "/shipments/{CHA-26-285}/receive-starting-material"),
        new("labels", "/orders/{order}/labels", "svenja-kratz", "/orders/{CHA-26-236}/labels"),
        new("hold", "/orders/{order}/holds/{seq:int}", Quality, "/orders/{CHA-26-211}/holds/{hold}"),
        new("map", "/map", Coordinator, "/map"),
        new("quality", "/quality", Quality, "/quality"),
        new("find", "/find", Quality, "/find"),
        new("find-entries", "/find", Quality, "/find?type=identity.refused"),
        new("audit", "/audit", Quality, "/audit"),
        new("ledger", "/ledger", Quality, "/ledger"),
        new("record", "/orders/{order}/record", Quality, "/orders/{CHA-26-433}/record"),
        new("release", "/orders/{order}/release", Quality, "/orders/{CHA-26-433}/release"),
        new("corrections", "/orders/{order}/corrections", Quality, "/orders/{CHA-26-433}/corrections"),
        new("deviations", "/orders/{order}/deviations", Quality, "/orders/{CHA-26-433}/deviations"),
        new("move", "/orders/{order}/workflow", Quality, "/orders/{CHA-26-433}/workflow"),
        new("network", "/network", Administrator, "/network"),
        new("site", "/network/{site}", Administrator, "/network/pleisse"),
        new("site-change", "/network/{site}/change", Administrator, "/network/pleisse/change"),
        new("site-add", "/add-site", Administrator, "/add-site"),
        new("people", "/people", Administrator, "/people"),
        new("person", "/people/{person}", Administrator, "/people/jule-petersdorf"),
        new("person-change", "/people/{person}/change", Administrator, "/people/jule-petersdorf/change"),
        new("person-add", "/add-person", Administrator, "/add-person"),
        new("workflows", "/workflows", Administrator, "/workflows"),
        new("workflow", "/workflows/{id}", Administrator, "/workflows/car-t-autologous-cryo"),
        new("workflow-compare", "/workflows/{id}/compare", Administrator, "/workflows/car-t-autologous-cryo/compare"),
        new("workflow-check", "/check-workflow", Administrator, "/check-workflow"),
        new("workflow-propose", "/propose-workflow", Administrator, "/propose-workflow"),
        new("workflow-proposal", "/workflow-proposals/{number:int}", Administrator, "/workflow-proposals/1"),
        new("settings", "/settings", Administrator, "/settings"),
        new("practice", "/practice", Coordinator, "/practice"),
        new("practice-order", "/orders/{order}", "oskar-nyberg", "/orders/{practice}"),
        new("practice-step", "/orders/{order}/steps/{step}", "oskar-nyberg", "/orders/{practice}/steps/check-kit-and-labels"),
        new("my-security", "/my-security", Coordinator, "/my-security"),
    ];

    /// <summary>The routes of all pages the server has.</summary>
    public static IReadOnlySet<string> Routes { get; } = typeof(App).Assembly.GetTypes()
        .SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false)).Select(route => ((RouteAttribute)route).Template).ToHashSet(StringComparer.Ordinal);
}
