using System.Net;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests;

/// <summary>Labels over HTTP: printed on paper that readers read, recorded one by one, and asked for until their fate is known.</summary>
public sealed class LabelRouteTests : IDisposable
{
    private const string Lab = "cell-lab@karolinska";

    private readonly string _folder = TempFolder.New().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Requirement("P4-05")]
    [Requirement("FJ-01")]
    public async Task Each_printed_label_has_a_number_that_is_asked_for_until_its_fate_is_told()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("frozen");
        var bag = order.Order.Expected("frozen-bag")[0];

        var printed = await server.PostAsync(Lab, $"{order.Path}/labels", new { size = "100x50", copies = 2, container = "frozen-bag" });
        Assert.Equal(("application/pdf", $"{order.Id}-labels-001-002.pdf"), (printed.Content.Headers.ContentType?.MediaType, printed.Content.Headers.ContentDisposition?.FileName));
        var entry = Assert.Single((await (await server.GetAsync(Lab, $"{order.Path}/entries")).JsonAsync()).GetProperty("entries").EnumerateArray(), e => e.GetProperty("type").GetString() == "labels.printed");
        Assert.Equal([1, 2], entry.GetProperty("data").GetProperty("labels").EnumerateArray().Select(l => l.GetProperty("serial").GetInt32()));
        await ReadBackAsync(printed, order, bag);

        Assert.Equal(["labels.no-fate"], await (await order.PostAsync("reconcile-labels", order.Form("reconcile-labels"))).CodesAsync());
        var told = await server.PostAsync(Lab, $"{order.Path}/labels/fates", new
        {
            labels = new object[] { new { serial = $"{order.Id}#001", fate = "applied", to = bag }, new { serial = "2", fate = "destroyed", reason = "Not needed." } },
        });
        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        var list = (await (await server.GetAsync(Lab, $"{order.Path}/labels")).JsonAsync()).EnumerateArray().ToList();
        Assert.Equal([("applied", bag), ("destroyed", null)], list.Select(l => (l.GetProperty("fate").GetString(), l.TryGetProperty("to", out var to) ? to.GetString() : null)));
        await order.TakeAsync("reconcile-labels");

        var paper = await (await server.GetAsync(Lab, $"{order.Path}/documents/custody-record?format=json")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"serial\":\"001\"", paper, StringComparison.Ordinal);
        Assert.Contains("Not needed.", paper, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_print_needs_a_reason_and_a_request_that_came_twice_is_one_print()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collected");
        var address = $"{order.Path}/labels";

        var first = await server.PostAsync(Lab, address, "{}", ("Idempotency-Key", "one"));
        var same = await server.PostAsync(Lab, address, "{}", ("Idempotency-Key", "one"));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(await BytesAsync(first), await BytesAsync(same));
        var seq = order.Order.Seq;
        Assert.Equal(["labels.reprint"], await (await server.PostAsync(Lab, address, "{}")).CodesAsync());
        Assert.Equal(seq, order.Order.Seq);

        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Lab, address, new { reason = "Torn." })).StatusCode);
        Assert.Equal(2, order.Order.Labels.Count);
        // The page of the order sends a form.
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("size", "a4"), KeyValuePair.Create("copies", "1"), KeyValuePair.Create("reason", "Torn again.")]);
        Assert.Equal(HttpStatusCode.OK, (await server.As(Lab).PostAsync(address, form, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(3, order.Order.Labels.Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync(Lab, address, new { size = "a5" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync(Lab, address, new { language = "xx" })).StatusCode);
    }

    [Fact]
    public async Task Strangers_carriers_and_onlookers_print_nothing_and_nobody_prints_on_hold()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("collected");
        var (seq, fates) = (order.Order.Seq, new { labels = new[] { new { serial = "1", fate = "destroyed", reason = "Torn." } } });
        foreach (var (who, status) in new[] { ("coordinator@stranger-clinic", HttpStatusCode.NotFound), ("courier@nordic-cryo", HttpStatusCode.Forbidden), ("partner-viewer@karolinska", HttpStatusCode.Forbidden) })
        {
            Assert.Equal(status, (await server.PostAsync(who, $"{order.Path}/labels", "{}")).StatusCode);
            Assert.Equal(status, (await server.PostAsync(who, $"{order.Path}/labels/fates", fates)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Stranger().PostAsync($"{order.Path}/labels", null, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(seq, order.Order.Seq);

        await server.PostAsync("quality@karolinska", $"{order.Path}/hold", new { reason = "Something is amiss." });
        Assert.Equal(["order.on-hold"], await (await server.PostAsync(Lab, $"{order.Path}/labels", "{}")).CodesAsync());
        Assert.Empty(order.Order.Labels);
    }

    [Fact]
    public async Task A_label_reported_on_another_bag_puts_the_order_on_hold()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("frozen");
        await server.PostAsync(Lab, $"{order.Path}/labels", new { container = "frozen-bag" });

        var no = await server.PostAsync(Lab, $"{order.Path}/labels/fates", new { labels = new[] { new { serial = "1", fate = "applied", to = "BAG-OF-ANOTHER" } } });

        Assert.Equal(["labels.other-container"], await no.CodesAsync());
        Assert.Equal(HoldCode.IdentityMismatch, Assert.Single(order.Order.Holds).Code);
        var report = await (await server.GetAsync(Lab, $"{order.Path}/documents/identity?format=csv&language=de")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Verbleib der Etiketten", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_of_another_order_holds_the_order_it_was_found_at_and_says_nothing_of_its_own()
    {
        await using var server = await RunningServer.StartAsync();
        var (order, other) = (await (await HttpScenario.BeginAsync(server)).AtAsync("frozen"), await HttpScenario.BeginAsync(server));
        await server.PostAsync(Lab, $"{order.Path}/labels", new { container = "frozen-bag" });
        var untouched = other.Order.Seq;

        var no = await server.PostAsync(Lab, $"{order.Path}/labels/fates", new { labels = new[] { new { serial = $"]d1{other.Id}#001", fate = "destroyed", reason = "Lay beside the bag." } } });

        Assert.Equal(["labels.other-order"], await no.CodesAsync());
        Assert.Equal(HoldCode.IdentityMismatch, Assert.Single(order.Order.Holds).Code);
        Assert.Equal((untouched, false), (other.Order.Seq, other.Order.IsOnHold));
        var report = await (await server.GetAsync(Lab, $"{order.Path}/documents/identity?format=csv&language=de")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Gedrucktes Etikett", report, StringComparison.Ordinal);
        Assert.Contains($"{other.Id}#001", report, StringComparison.Ordinal);
        foreach (var paper in (string[])["custody-record", "identity"])
            Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(Lab, $"{order.Path}/documents/{paper}?format=pdf&language=fr")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync(Lab, $"{order.Path}/labels/fates", new { labels = new[] { new { serial = "1", fate = "destroyed", reason = "Not needed." } } })).StatusCode);
    }

    // Karolinska is in Sweden: the words on its labels are Swedish.
    private async Task ReadBackAsync(HttpResponseMessage printed, HttpScenario order, string bag)
    {
        foreach (var tool in (string[])["pdftotext", "pdftoppm", "zbarimg", "dmtxread"])
            if (!ExternalTool.IsThere(tool))
            {
                Assert.False(ExternalTool.MustBeThere, $"{tool} is not installed.");
                Assert.Skip($"{tool} is not installed.");
            }
        var (pdf, picture) = (Path.Combine(_folder, "labels.pdf"), Path.Combine(_folder, "label"));
        await File.WriteAllBytesAsync(pdf, await BytesAsync(printed), TestContext.Current.CancellationToken);
        var text = ExternalTool.Run("pdftotext", "-raw", pdf, "-").Output;
        Assert.Contains("Etikett 001 (1/2)", text, StringComparison.Ordinal);
        Assert.Contains("Etikett 002 (2/2)", text, StringComparison.Ordinal);
        Assert.Contains("Endast för autolog användning", text, StringComparison.Ordinal);
        ExternalTool.Run("pdftoppm", "-r", "200", "-png", "-singlefile", pdf, picture);
        Assert.Contains($"CODE-128:{bag}", ExternalTool.Run("zbarimg", "-q", picture + ".png").Output.Split('\n'));
        var matrices = ExternalTool.Run("dmtxread", "-n", "-N", "3", picture + ".png").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equivalent(new[] { "&/" + order.Order.Identifiers["chain-of-identity"], bag, $"{order.Id}#001" }, matrices);
    }

    private static Task<byte[]> BytesAsync(HttpResponseMessage answer) => answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
}
