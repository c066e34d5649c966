using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;
using TherapyChain.Server.Tests.Pages;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Practice;

/// <summary>A file of practice that cannot be used is kept under another name, and people are told; no page fails, and nothing real is touched.</summary>
public sealed class PracticeFileTests : IDisposable
{
    private const string Nurse = "apheresis-nurse@karolinska";

    private readonly string _folder = Directory.CreateTempSubdirectory("therapychain-").FullName;

    private string Practice => Path.Combine(_folder, "practice.db");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Wrong => new()
    {
        { "text", "is damaged, or another program" },
        { "empty", "is damaged, or another program" },
        { "foreign", "is damaged, or another program" },
        { "cut", "is damaged, or another program" },
        { "pages", "is damaged, or another program" },
        { "real", "holds orders, sites or people that are none of practice" },
        { "bare", "holds orders, sites or people that are none of practice" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_file_that_is_no_ledger_of_practice_is_kept_and_practice_begins_anew(string kind, string told)
    {
        await using (var first = await RunningServer.StartAsync(_folder))
        {
            // A real ledger with its network, and no order yet.
            if (kind != "bare") await HttpScenario.BeginAsync(first);
            if (kind is "cut" or "pages")
            {
                using var walks = new Browser(first.Address, TestNetwork.KeyOf(Nurse));
                await Walker.BeginAsync(walks, Walker.Cryo, "apheresis-nurse");
            }
        }
        await MakeAsync(kind);
        var bytes = await File.ReadAllBytesAsync(Practice, Ct);

        await using var server = await RunningServer.StartAsync(_folder, network: false);
        using var browser = new Browser(server.Address, TestNetwork.KeyOf(Nurse));
        var page = await browser.GetAsync("/practice");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains(told, await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.DoesNotContain(_folder, await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("nothing real is touched", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var kept = Assert.Single(Directory.GetFiles(_folder, "practice.db.set-aside-*"), name => name.EndsWith('Z'));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(kept, Ct));
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
        await walker.StepAsync();
        if (kind != "bare") Assert.Contains("2026-0001", await (await server.GetAsync(Nurse, "/")).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_damaged_while_people_practise_is_found_at_the_next_look()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = new Browser(server.Address, TestNetwork.KeyOf(Nurse));
        var walker = await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
        await using (var db = new SqliteConnection($"Data Source={Practice};Pooling=false"))
        {
            await db.OpenAsync(Ct);
            await using var break_ = db.CreateCommand();
            // Somebody with a tool for databases: the rows stay rows, and what they hold is no sealed entry any more.
            break_.CommandText = "SELECT group_concat('DROP TRIGGER \"' || name || '\"', ';') FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entries'";
            break_.CommandText = $"{await break_.ExecuteScalarAsync(Ct)}; UPDATE entries SET body = CAST(replace(CAST(body AS TEXT), '\"data\":{{', '\"data\":{{ ') AS BLOB);";
            await break_.ExecuteNonQueryAsync(Ct);
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/practice")).StatusCode);
        Assert.Contains("is damaged, or another program", await browser.TextAsync("/practice"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(walker.Path)).StatusCode);
        await Walker.BeginAsync(browser, Walker.Cryo, "apheresis-nurse");
    }

    [Fact]
    public async Task What_can_neither_be_opened_nor_moved_is_told_with_what_the_administrator_does()
    {
        Directory.CreateDirectory(Practice);
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = new Browser(server.Address, TestNetwork.KeyOf(Nurse));

        Assert.Contains("Nobody can practise now", await browser.TextAsync("/practice"), StringComparison.Ordinal);
        var refused = await browser.SubmitAsync("/practice", "name=\"Choice\"", ("Choice", $"{Walker.Cryo} apheresis-nurse"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("The administrator moves practice.db out of the data folder", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.True(Directory.Exists(Practice));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task MakeAsync(string kind)
    {
        switch (kind)
        {
            case "text": await File.WriteAllTextAsync(Practice, "Notes of the last practice day. " + new string('.', 200), Ct); break;
            case "empty": await File.WriteAllTextAsync(Practice, "", Ct); break;
            case "foreign":
                await using (var db = new SqliteConnection($"Data Source={Practice};Pooling=false"))
                {
                    await db.OpenAsync(Ct);
                    await using var make = db.CreateCommand();
                    make.CommandText = "CREATE TABLE recipes (name TEXT)";
                    await make.ExecuteNonQueryAsync(Ct);
                }
                break;
            case "cut":
                await using (var file = new FileStream(Practice, FileMode.Open)) file.SetLength(file.Length / 2);
                break;
            case "pages":
                await using (var file = new FileStream(Practice, FileMode.Open))
                {
                    file.Position = 4096 * 3;
                    await file.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 4096 * 12)), Ct);
                }
                break;
            default: File.Copy(Path.Combine(_folder, "ledger.db"), Practice); break;
        }
    }
}
