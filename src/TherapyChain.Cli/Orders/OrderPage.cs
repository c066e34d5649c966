using System.Globalization;
using System.Text.Json;
using System.Xml;
using TherapyChain.Cli.Servers;

namespace TherapyChain.Cli.Orders;

/// <summary>An order for people: as a whole, and as every change answers it.</summary>
internal static class OrderPage
{
    /// <summary>What a change answers: what was recorded and where the order stands now.</summary>
    public static Action<Page> Stands(JsonElement order) => page =>
    {
        page.Line($"Order {order.Text("order")} is at \"{order.Text("state")}\"{(order.Is("final") ? ", its end" : "")}, entry {order.Text("seq")}.");
        foreach (var entry in order.Items("recorded")) page.Item($"entry {entry.Text("seq")}, {entry.Text("type")}, {entry.Text("hash")}");
        foreach (var hold in order.Items("holds")) page.Line($"ON HOLD since entry {hold.Text("seq")}: {hold.Text("reason")} [{hold.Text("code")}]");
        foreach (var clock in order.Items("clocks")) page.Line($"Clock {clock.Text("clock")}: {Left(clock.Text("left"))}");
        if (order.Items("open").Any()) page.Line($"Steps from here: {order.List("open")}.");
    };

    public static Action<Page> Whole(JsonElement order) => page =>
    {
        var (state, workflow) = (order.GetProperty("state"), order.GetProperty("workflow"));
        page.Fields(
            ("Order", $"{order.Text("order")}, reference {order.Text("reference")}"),
            ("State", $"{state.Text("words")} ({state.Text("name")}){(state.Is("final") ? ", its end" : "")}"),
            ("As of", $"{order.Local("asOf")}"),
            ("Workflow", $"{workflow.Text("id")} version {workflow.Text("version")}"),
            ("Entries", $"{order.Text("seq")}, head {order.Text("head")}"),
            ("Begun", order.Local("created")),
            ("Last step", order.Local("lastStep")),
            ("Keep", Kept(order.GetProperty("retention"))));
        foreach (var hold in order.Items("holds"))
            page.Line($"ON HOLD since entry {hold.Text("seq")}, {hold.Local("since")}: {hold.Text("reason")} [{hold.Text("code")}]");
        Section(page, "Parties", order.Members("parties")
            .Select(p => (p.Name, $"{p.Value.Text("name")} ({p.Value.Text("site")}, {p.Value.Text("zone")})")));
        Section(page, "Identifiers", order.Members("identifiers").Select(i => (i.Name, i.Value.ToString())));
        Section(page, "Containers", order.Items("containers").Select(c => (c.Text("container")!,
            $"held by the {c.Text("heldBy")} since {c.Local("since")}: {c.List("labels")}{(c.Text("seal") is { } seal ? $", seal {seal}" : "")}")));
        Section(page, "Clocks", order.Items("clocks")
            .Select(c => (c.Text("clock")!, $"{Left(c.Text("left"))}, limit {c.Local("limit")}{(c.Is("warned") && !c.Is("exceeded") ? ", WARNED" : "")}")));
        Section(page, "Documents", order.Items("documents")
            .Select(d => (d.Text("name")!, $"{d.Text("kind")}, {d.Text("size")} bytes, SHA-256 {d.Text("sha256")}")));
        Section(page, "Steps from here", order.Items("open").Select(step => (step.ToString(), "")));
    };

    private static string Kept(JsonElement retention) => retention.Text("until") is { } until
        ? $"until {until}, 30 years after the product's expiry date {retention.Text("productExpiry")}"
        : retention.Text("duty") == "none" ? "no duty yet: nothing was collected or made" : "without end: no expiry date of a product is recorded";

    /// <summary>A length in ISO 8601, in words; what is negative has passed.</summary>
    public static string Left(string? iso)
    {
        if (iso is null) return "";
        var length = XmlConvert.ToTimeSpan(iso);
        var whole = length.Duration();
        var words = whole switch
        {
            { Days: > 0, Hours: > 0 } => $"{whole.Days} d {whole.Hours} h",
            { Days: > 0 } => $"{whole.Days} d",
            { Hours: > 0, Minutes: > 0 } => $"{whole.Hours} h {whole.Minutes} min",
            { Hours: > 0 } => $"{whole.Hours} h",
            { Minutes: > 0 } => $"{whole.Minutes} min",
            _ => string.Create(CultureInfo.InvariantCulture, $"{whole.Seconds} s"),
        };
        return length < TimeSpan.Zero ? $"EXCEEDED by {words}" : $"{words} left";
    }

    private static void Section(Page page, string heading, IEnumerable<(string Name, string Value)> lines)
    {
        var all = lines.Select(line => ($"  {line.Name}", line.Value)).ToArray();
        if (all.Length == 0) return;
        page.Heading(heading);
        page.Fields(all);
    }
}
