using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TherapyChain.Domain.Custody;
using TherapyChain.Server.Access;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Storage;
using TherapyChain.Storage.Accounts;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Practice;

/// <summary>Practice and the real orders know nothing of each other, in either direction.</summary>
public sealed class PracticeApartTests
{
    private const string Nurse = "apheresis-nurse@karolinska";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_done_in_practice_leaves_the_real_ledger_entry_for_entry_and_row_for_row_as_it_was()
    {
        await using var server = await RunningServer.StartAsync();
        var real = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        using var browser = new Browser(server.Address, TestNetwork.KeyOf(Nurse));
        var before = Dump(server);
        var tally = await (await server.GetAsync("administrator@operations", "/metrics")).Content.ReadAsStringAsync(Ct);

        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
        await walker.StepAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await walker.TakeAsync((await walker.NextAsync())!, ("scans.chain-of-identity", "CHA999926000001"))).StatusCode);
        Assert.Contains("Let the others do their part", await walker.PageAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await browser.SubmitAsync(walker.Path, "Let the others do their part")).StatusCode);
        await walker.Browser.SubmitAsync(walker.Path, "Put on hold", ("Reason", "To see what a hold looks like."));
        Assert.Contains("To see what a hold looks like.", await walker.PageAsync(), StringComparison.Ordinal);

        Assert.Equal(before, Dump(server));
        Assert.Equal(Counted(tally), Counted(await (await server.GetAsync("administrator@operations", "/metrics")).Content.ReadAsStringAsync(Ct)));
        Assert.Equal("collecting", real.Order.State);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(Nurse, $"/orders/{real.Id}")).StatusCode);
    }

    [Fact]
    public async Task A_real_code_matches_nothing_in_practice_and_a_practice_code_matches_nothing_real()
    {
        await using var server = await RunningServer.StartAsync();
        var real = await (await HttpScenario.BeginAsync(server)).AtAsync("collecting");
        var realCode = real.Order.Identifiers["chain-of-identity"];
        using var browser = new Browser(server.Address, TestNetwork.KeyOf(Nurse));
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
        while (!(await walker.FormAsync((await walker.NextAsync())!)).Any(field => field.Name == "scans.chain-of-identity")) await walker.StepAsync();
        var step = (await walker.NextAsync())!;
        var practised = (await walker.FormAsync(step)).First(field => field.Name == "scans.chain-of-identity").Value;

        var refused = await walker.TakeAsync(step, ("scans.chain-of-identity", realCode));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("identity", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var form = real.Form("complete-collection");
        form["scans"]!.AsArray().First(scan => scan!["name"]!.GetValue<string>() == "chain-of-identity")!["value"] = practised;
        var mistaken = await real.PostAsync("complete-collection", form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, mistaken.StatusCode);
        Assert.True(real.Order.IsOnHold);
        // The refusal at the real order knows only what was scanned, and nothing of where it belongs.
        Assert.DoesNotContain("TRY", await mistaken.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("quality@karolinska", $"/api/identifiers/{Uri.EscapeDataString(practised)}")).StatusCode);
    }

    [Fact]
    public async Task A_practice_order_is_no_order_at_every_address_that_is_not_practised()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = new Browser(server.Address, TestNetwork.KeyOf(Nurse));
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
        var order = walker.Order;
        var practised = 0;

        foreach (var route in server.App.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints.OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>().Where(r => r.RoutePattern.GetParameter("order") is not null))
        {
            var path = route.RoutePattern.RawText!.Replace("{order}", order, StringComparison.Ordinal).Replace("{step}", "start-collection", StringComparison.Ordinal).Replace("{seq:int}", "1", StringComparison.Ordinal)
                .Replace("{sha256}", new string('0', 64), StringComparison.Ordinal).Replace("{document}", "audit", StringComparison.Ordinal);
            if (route.Metadata.Any(data => data.GetType().Name == "PractisedAttribute"))
            {
                practised++;
                continue;
            }
            foreach (var method in route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path.StartsWith('/') ? path : "/" + path);
                if (method != "GET") request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
                var answer = await server.As(Nurse).SendAsync(request, Ct);
                Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.Forbidden, $"{method} {path}: {(int)answer.StatusCode}");
                Assert.DoesNotContain("PRACTICE", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
            }
        }

        Assert.Equal(10, practised);
    }

    [Fact]
    public async Task Nobody_else_sees_it_not_even_colleagues_of_the_same_role_and_it_stands_in_no_list()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = new Browser(server.Address, TestNetwork.KeyOf(Nurse));
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");

        foreach (var other in new[] { "apheresis-nurse-2@karolinska", "quality@karolinska", "inspector@operations", "administrator@operations" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync(other, walker.Path)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync(other, $"/api{walker.Path}/changes")).StatusCode);
            foreach (var list in new[] { "/", "/api/orders", "/board", "/shipments", "/practice" })
                Assert.DoesNotContain(walker.Order, await (await server.GetAsync(other, list)).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
        foreach (var list in new[] { "/", "/api/orders", "/board", "/shipments", "/map" })
            Assert.DoesNotContain(walker.Order, await browser.TextAsync(list), StringComparison.Ordinal);
        Assert.Contains(walker.Order, await browser.TextAsync("/practice"), StringComparison.Ordinal);
        await server.App.Services.GetRequiredService<AccessLog>().CatchUpAsync(Ct);
        await using var db = server.App.Services.GetRequiredService<AccountsFile>().CreateDb();
        Assert.False(await db.AccessLog.AnyAsync(row => row.OrderId == walker.Order && row.Person == TestNetwork.IdOf(Nurse), Ct));
    }

    [Fact]
    public async Task Every_page_of_it_says_so_and_none_offers_papers()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = new Browser(server.Address, TestNetwork.KeyOf(Nurse));
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
        var pages = new[] { await walker.PageAsync(), await browser.TextAsync($"{walker.Path}/steps/{await walker.NextAsync()}"), await browser.TextAsync("/practice") };

        Assert.StartsWith("/orders/TRY", walker.Path, StringComparison.Ordinal);
        Assert.All(pages, page => Assert.Contains("Practice. Nothing here is real.", page, StringComparison.Ordinal));
        Assert.DoesNotContain("Practice. Nothing here is real.", await browser.TextAsync("/"), StringComparison.Ordinal);
        foreach (var paper in new[] { "custody-record", "/bundle", "/labels", "format=pdf" }) Assert.DoesNotContain(paper, pages[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_task_leaves_the_real_ledger_as_it_was_says_on_each_page_that_it_is_practice_and_leads_to_nothing_real()
    {
        await using var server = await RunningServer.StartAsync();
        await HttpScenario.BeginAsync(server);
        var before = Dump(server);
        foreach (var (who, choice) in new[]
                 {
                     ("quality@karolinska", "quality holds"), ("qualified-person@leipzig-cells", "qualified-person release"), ("courier@nordic-cryo", "courier shipment"), ("operator@leipzig-cells", "operator shipment"),
                     ("control-tower@leipzig-cells", "control-tower shipment"), ("cell-lab@karolinska", "cell-lab labels"), ("training-manager@karolinska", "training-manager labels"),
                 })
        {
            using var browser = Browser.In(server, who);
            var walker = await Walker.BeginAsync(browser, Walker.Cryo, choice.Split(' ')[0], task: choice.Split(' ')[1]);
            var (seen, left) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>([walker.Page]));
            // Every page that can be reached from the first, as far as the practice order goes.
            while (left.TryDequeue(out var at))
            {
                if (!seen.Add(at.Split('#')[0])) continue;
                var answer = await browser.GetAsync(at);
                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{choice}: {at} is {(int)answer.StatusCode}");
                if (answer.StatusCode == HttpStatusCode.Redirect) continue;
                var page = await answer.Content.ReadAsStringAsync(Ct);
                Assert.Contains("Practice. Nothing here is real.", page, StringComparison.Ordinal);
                var main = page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)];
                foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(main, "(href|action)=\"([^\"]+)\""))
                {
                    var to = WebUtility.HtmlDecode(link.Groups[2].Value);
                    Assert.True(to == "/practice" || to.StartsWith('#') || to.StartsWith(walker.Path, StringComparison.Ordinal) || to.StartsWith($"/shipments/{walker.Order}", StringComparison.Ordinal), $"{choice}: {at} leads to {to}");
                    if (to.StartsWith('/') && to != "/practice") left.Enqueue(to);
                }
                foreach (var paper in new[] { "custody-record", "/bundle", "format=pdf", "download" }) Assert.DoesNotContain(paper, main, StringComparison.Ordinal);
            }
            while (await walker.GoalAsync() is not null) Assert.True((int)(await walker.DoAsync()).StatusCode < 400);
            foreach (var list in new[] { "/", "/api/orders", "/board", "/shipments", "/map" }) Assert.DoesNotContain(walker.Order, await browser.TextAsync(list), StringComparison.Ordinal);
        }
        foreach (var list in new[] { "/quality", "/audit", "/find?type=identity.refused", "/find?type=deviation.recorded" })
            Assert.DoesNotContain("TRY", await (await server.GetAsync("quality@karolinska", list)).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        // What they are qualified for by it is the one thing that is real.
        Assert.Equal(before, Dump(server).Where(row => !row.Contains("|practice-", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_page_that_can_be_practised_reaches_for_the_real_orders_the_real_hour_or_the_real_network_by_itself()
    {
        var practised = typeof(Start).Assembly.GetTypes().Where(type => type.GetCustomAttributes(inherit: false).Any(data => data.GetType().Name == "PractisedAttribute")).ToList();
        Assert.Equal(9, practised.Count);
        var real = new[] { "OrderDesk", "Ledger", "IClock", "Keyring", "Changes", "OpenOrders" };
        Assert.All(practised, page => Assert.DoesNotContain(
            page.GetProperties(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public)
                .Where(property => property.GetCustomAttributes(inherit: false).Any(data => data.GetType().Name == "InjectAttribute")), property => real.Contains(property.PropertyType.Name)));
    }

    [Fact]
    public async Task A_real_order_of_such_a_name_is_the_real_order_and_new_ones_never_get_such_a_name()
    {
        await using var server = await RunningServer.StartAsync();
        using var browser = new Browser(server.Address, TestNetwork.KeyOf(Nurse));
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
        var real = await HttpScenario.BeginAsync(server);
        Assert.True(Domain.OrderId.TryParse(walker.Order, out var name));
        // An order that an earlier version named so, by chance.
        var first = server.App.Services.GetRequiredService<Ledger>().EntriesOf(real.Order.Id)[0].Read();
        var taken = Seal.Close(first with { Order = name }, null);
        var order = Domain.Orders.OrderFold.Of(name, [taken.Read()]);
        await server.App.Services.GetRequiredService<Ledger>().RecordAsync(
            new Append(name, 0, [taken], OrderIndexing.IndexOf(order, real.Workflow)) { Parties = OrderIndexing.PartiesOf(order, new(name)) }, Ct);

        var page = await browser.TextAsync(walker.Path);

        Assert.Contains("2026-0001", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing here is real", page, StringComparison.Ordinal);
        Assert.DoesNotContain("TRY", real.Id[..3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_there_again_after_a_restart_and_gone_after_thirty_days()
    {
        var folder = Directory.CreateTempSubdirectory("therapychain-").FullName;
        try
        {
            string path, next;
            await using (var server = await RunningServer.StartAsync(folder))
            {
                using var browser = new Browser(server.Address, TestNetwork.KeyOf(Nurse));
                var walker = await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
                await walker.StepAsync();
                (path, next) = (walker.Path, (await walker.NextAsync())!);
            }
            await using (var again = await RunningServer.StartAsync(folder, network: false))
            {
                using var browser = new Browser(again.Address, TestNetwork.KeyOf(Nurse));
                Assert.Contains($"{path}/steps/{next}\"", await browser.TextAsync(path), StringComparison.Ordinal);
                again.Clock.AdvanceDays(31);
                Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).StatusCode);
            }
            Assert.True(File.Exists(Path.Combine(folder, "practice.db")));
            await using (var late = await RunningServer.StartAsync(folder, Some.Start + Duration.FromDays(31), network: false))
            {
                using var browser = new Browser(late.Address, TestNetwork.KeyOf(Nurse));
                await browser.TextAsync("/practice");
                Assert.False(File.Exists(Path.Combine(folder, "practice.db")));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Every row of every table but the marks, which follow the entries by themselves a moment later.
    private static List<string> Dump(RunningServer server)
    {
        using var db = new SqliteConnection($"Data Source={server.App.Services.GetRequiredService<Ledger>().Path};Mode=ReadOnly");
        db.Open();
        var rows = new List<string>();
        foreach (var table in Read("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'entry_marks' ORDER BY name"))
            rows.AddRange(Read($"SELECT * FROM \"{table}\"").Select(row => $"{table}: {row}").Order(StringComparer.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("entries:", StringComparison.OrdinalIgnoreCase));
        return rows;

        List<string> Read(string sql)
        {
            using var ask = db.CreateCommand();
            ask.CommandText = sql;
            using var found = ask.ExecuteReader();
            var read = new List<string>();
            while (found.Read()) read.Add(string.Join('|', Enumerable.Range(0, found.FieldCount).Select(i => found.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : found.GetValue(i))));
            return read;
        }
    }

    private static List<string> Counted(string metrics) => [.. metrics.Split('\n').Where(line => line.StartsWith("therapychain_", StringComparison.Ordinal) && (line.Contains("entries", StringComparison.Ordinal) || line.Contains("refus", StringComparison.Ordinal)))];
}
