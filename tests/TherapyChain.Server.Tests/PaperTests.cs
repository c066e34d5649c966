using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using NodaTime;
using TherapyChain.Server.Tests.Cli;
using TherapyChain.Testing;
using OrderPapers = TherapyChain.Documents.Records.Papers;

namespace TherapyChain.Server.Tests;

/// <summary>Papers over HTTP and by the command line: who gets them in which form, what is recorded, and the institution's signature on them.</summary>
public sealed class PaperTests : IDisposable
{
    private const string Coordinator = "coordinator@karolinska", Inspector = "inspector@stranger-clinic", Stranger = "coordinator@stranger-clinic";

    private readonly string _folder = TempFolder.New().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_paper_comes_in_every_form_to_those_who_see_the_order_and_looking_records_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("product-stored-at-manufacturer");
        var seq = order.Order.Seq;

        foreach (var paper in OrderPapers.All)
        {
            var address = $"{order.Path}/documents/{paper}";
            Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync(Stranger, address)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Stranger().GetAsync(address, TestContext.Current.CancellationToken)).StatusCode);
            Assert.StartsWith("%PDF-", await TextAsync(await server.GetAsync(Coordinator, $"{address}?language=fr")), StringComparison.Ordinal);
            Assert.StartsWith("order,", (await TextAsync(await server.GetAsync(Inspector, $"{address}?format=csv"))).Replace("kind,", "", StringComparison.Ordinal), StringComparison.Ordinal);
            using var json = JsonDocument.Parse(await TextAsync(await server.GetAsync(Coordinator, $"{address}?format=json")));
            Assert.Equal(paper, json.RootElement.GetProperty("paper").GetString());
        }

        Assert.Equal(seq, order.Order.Seq);
    }

    [Fact]
    public async Task Printing_a_paper_is_recorded_under_its_name_and_each_has_copies_of_its_own()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("eligible");

        var first = await server.PostAsync(Coordinator, $"{order.Path}/documents/signatures", "", ("Idempotency-Key", "one"));
        var same = await server.PostAsync(Coordinator, $"{order.Path}/documents/signatures", "", ("Idempotency-Key", "one"));
        var table = await server.PostAsync(Inspector, $"{order.Path}/documents/signatures?format=csv", "");
        var other = await server.PostAsync(Coordinator, $"{order.Path}/documents/identity?format=json", "");
        var stranger = await server.PostAsync(Stranger, $"{order.Path}/documents/identity", "");

        Assert.Equal(await BytesAsync(first), await BytesAsync(same));
        Assert.Contains("signatures-copy-2.csv", table.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        Assert.Contains("identity-copy-1.json", other.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        Assert.Equal((2, 1), (order.Order.Copies["signatures"], order.Order.Copies["identity"]));
    }

    [Theory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", "application/pdf")]
    [InlineData("application/json;q=0.2, text/csv;q=0.9", "text/csv")]
    [InlineData("application/pdf", "application/pdf")]
    public async Task The_accept_header_chooses_the_form(string accept, string type)
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var client = server.As(Coordinator);
        foreach (var value in accept.Split(',', StringSplitOptions.TrimEntries)) client.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(value));

        var answer = await client.GetAsync($"{order.Path}/documents/identity", TestContext.Current.CancellationToken);

        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.GetAsync(Coordinator, $"{order.Path}/documents/identity?format=docx")).StatusCode);
    }

    [Fact]
    public async Task A_release_certificate_is_refused_without_a_release_and_nothing_is_recorded()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("reviewed");
        var seq = order.Order.Seq;

        var looked = await server.GetAsync(Coordinator, $"{order.Path}/documents/release");
        var printed = await server.PostAsync(Coordinator, $"{order.Path}/documents/release", "");

        Assert.Equal(["release.none"], await looked.CodesAsync());
        Assert.Equal(["release.none"], await printed.CodesAsync());
        Assert.Equal(seq, order.Order.Seq);
    }

    [Fact]
    public async Task A_document_is_still_found_by_its_hash_beside_the_papers()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var content = new ByteArrayContent([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } };
        await server.As(Coordinator).PostAsync($"{order.Path}/documents?name=a.pdf", content, TestContext.Current.CancellationToken);

        Assert.Equal(new byte[] { 1, 2, 3 }, await BytesAsync(await server.GetAsync(Coordinator, $"{order.Path}/documents/{order.Order.Documents.Keys.Single()}")));
    }

    [Fact]
    public async Task Papers_are_signed_with_the_certificate_that_the_command_line_made()
    {
        Assert.SkipUnless(ExternalTool.IsThere("pdfsig") || ExternalTool.MustBeThere, "pdfsig is not installed.");
        var password = System.IO.Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(password, "a long enough password\n", TestContext.Current.CancellationToken);
        var made = await Command.RunAsync("keys", "make-certificate", "--name", "Karolinska universitetssjukhuset", "--country", "se", "--out", _folder, "--password-file", password, "--json");
        Assert.Equal(TherapyChain.Cli.ExitCode.Good, made.Exit);
        var (key, certificate) = (System.IO.Path.Combine(_folder, "institution.key"), System.IO.Path.Combine(_folder, "institution.pem"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        Assert.Contains("ENCRYPTED", await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await using var server = await RunningServer.StartAsync(
            now: SystemClock.Instance.GetCurrentInstant(), settings: [("Signing:Certificate", certificate), ("Signing:Key", key), ("Signing:PasswordFile", password)]);
        var order = await HttpScenario.BeginAsync(server);
        var printed = await BytesAsync(await server.PostAsync(Coordinator, $"{order.Path}/documents/identity?language=sv", "", ("Idempotency-Key", "one")));

        Assert.Equal(printed, await BytesAsync(await server.PostAsync(Coordinator, $"{order.Path}/documents/identity?language=sv", "", ("Idempotency-Key", "one"))));
        var told = Judge(printed);
        Assert.Contains("Signature is Valid.", told, StringComparison.Ordinal);
        Assert.Contains("Signer Certificate Common Name: Karolinska universitetssjukhuset", told, StringComparison.Ordinal);
        printed[printed.Length / 3] ^= 1;
        Assert.DoesNotContain("Signature is Valid.", Judge(printed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_certificate_that_is_not_valid_today_no_paper_is_made_but_tables_are()
    {
        using var institution = new TestInstitution("ecdsa");
        var path = System.IO.Path.Combine(_folder, "institution.p12");
        await WriteOwnAsync(path, institution.Chain.Export(X509ContentType.Pkcs12, "secret")!);
        await using var server = await RunningServer.StartAsync(now: Instant.FromUtc(2045, 1, 10, 8, 0), settings: [("Signing:Certificate", path), ("Signing:Password", "secret")]);
        var order = await HttpScenario.BeginAsync(server);

        Assert.Equal(["signing.expired"], await (await server.PostAsync(Coordinator, $"{order.Path}/documents/identity", "")).CodesAsync());
        Assert.Equal(["signing.expired"], await (await server.GetAsync(Coordinator, $"{order.Path}/documents/identity")).CodesAsync());
        Assert.Equal(1, order.Order.Seq);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync(Coordinator, $"{order.Path}/documents/identity?format=csv")).StatusCode);
    }

    [Fact]
    public async Task The_server_does_not_start_with_a_certificate_it_cannot_sign_with()
    {
        using var institution = new TestInstitution("rsa");
        string Path(string name) => System.IO.Path.Combine(_folder, name);
        await WriteOwnAsync(Path("good.p12"), institution.Chain.Export(X509ContentType.Pkcs12, "secret")!);
        await WriteOwnAsync(Path("keyless.pem"), Encoding.ASCII.GetBytes(institution.Certificate.ExportCertificatePem()));
        await WriteOwnAsync(Path("rubbish.p12"), [1, 2, 3]);
        await WriteOwnAsync(Path("open.p12"), institution.Chain.Export(X509ContentType.Pkcs12, "secret")!);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path("open.p12"), UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Contains("no file", ProblemWith(Path("missing.p12"), "secret"), StringComparison.Ordinal);
        Assert.Contains("password", ProblemWith(Path("good.p12"), "wrong"), StringComparison.Ordinal);
        Assert.Contains("cannot be used", ProblemWith(Path("rubbish.p12"), "secret"), StringComparison.Ordinal);
        Assert.NotEqual("", ProblemWith(Path("keyless.pem"), ""));
        if (!OperatingSystem.IsWindows()) Assert.Contains("chmod", ProblemWith(Path("open.p12"), "secret"), StringComparison.Ordinal);
        Assert.Equal("", ProblemWith(Path("good.p12"), "secret"));
    }

    [Fact]
    [Requirement("A11-05")]
    public async Task The_audit_report_of_a_person_or_day_is_for_reviewers_and_holds_only_orders_they_see()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("eligible");
        var day = Some.Start.InUtc().Date.ToString("uuuu-MM-dd", null);
        var coordinator = TestNetwork.IdOf(Coordinator);
        var own = $"/api/audit/people/{coordinator}?from={day}&to={day}&zone=Europe/Berlin&format=csv";

        Assert.Contains(order.Id, await TextAsync(await server.GetAsync("quality@charite", own)), StringComparison.Ordinal);
        Assert.DoesNotContain(order.Id, await TextAsync(await server.GetAsync("quality@stranger-clinic", own)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync(Coordinator, own)).StatusCode);
        Assert.Contains(order.Id, await TextAsync(await server.GetAsync(Inspector, own)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync("physician@charite", own)).StatusCode);
        var all = await TextAsync(await server.GetAsync(Inspector, $"/api/audit/days/{day}?zone=Europe/Berlin&format=csv"));
        Assert.Equal(order.Order.Seq + 1, all.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.StartsWith("%PDF-", await TextAsync(await server.GetAsync(Inspector, $"/api/audit/days/{day}?zone=Europe/Berlin&language=de")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync(Inspector, $"/api/audit/people/nobody?from={day}&to={day}")).StatusCode);
        foreach (var wrong in (string[])["/api/audit/days/yesterday", $"/api/audit/days/{day}?zone=Mars", $"/api/audit/people/{coordinator}?from={day}", $"/api/audit/people/{coordinator}?from=2020-01-01&to={day}"])
            Assert.Equal(HttpStatusCode.BadRequest, (await server.GetAsync(Inspector, wrong)).StatusCode);
    }

    [Fact]
    public async Task The_command_line_prints_each_paper_in_each_form()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await (await HttpScenario.BeginAsync(server)).AtAsync("eligible");
        var file = System.IO.Path.Combine(_folder, "identity.csv");

        var run = await Command.RunAsync(
            "orders", "print", order.Id, "--paper", "identity", "--as", "csv", "--out", file, "--server", server.Address.ToString(), "--key", TestNetwork.KeyOf(Coordinator));
        var no = await Command.RunAsync(
            "orders", "print", order.Id, "--paper", "release", "--out", file + ".pdf", "--server", server.Address.ToString(), "--key", TestNetwork.KeyOf(Coordinator));

        Assert.Equal(TherapyChain.Cli.ExitCode.Good, run.Exit);
        Assert.StartsWith("order,entry,", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(TherapyChain.Cli.ExitCode.Finding, no.Exit);
        Assert.Contains("release.none", no.Error, StringComparison.Ordinal);
        Assert.Equal(1, order.Order.Copies["identity"]);
    }

    [Fact]
    public async Task A_request_for_a_certificate_is_one_that_openssl_accepts_and_no_file_is_ever_replaced()
    {
        Assert.SkipUnless(ExternalTool.IsThere("openssl") || ExternalTool.MustBeThere, "openssl is not installed.");
        var run = await Command.RunAsync("keys", "make-certificate", "--name", "Charité", "--country", "DE", "--request", "--out", _folder);
        Assert.Equal(TherapyChain.Cli.ExitCode.Good, run.Exit);
        var told = ExternalTool.Run("openssl", "req", "-verify", "-noout", "-subject", "-nameopt", "utf8", "-in", System.IO.Path.Combine(_folder, "institution.csr"));
        Assert.Equal(0, told.ExitCode);
        Assert.Contains("CN=Charité", told.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(TherapyChain.Cli.ExitCode.WrongUse, (await Command.RunAsync("keys", "make-certificate", "--name", "Charité", "--out", _folder)).Exit);
        Assert.False(File.Exists(System.IO.Path.Combine(_folder, "institution.pem")));
        foreach (var wrong in (string[][])[["--name", ""], ["--name", "A", "--country", "Germany"], ["--name", "A", "--years", "50"]])
            Assert.Equal(TherapyChain.Cli.ExitCode.WrongUse, (await Command.RunAsync(["keys", "make-certificate", .. wrong, "--out", _folder + "/other"])).Exit);
    }

    private static string ProblemWith(string certificate, string password)
    {
        var (signature, problem) = TherapyChain.Server.Papers.InstitutionSignature.Open(new() { Certificate = certificate, Password = password });
        Assert.Equal(problem is null, signature is not null);
        return problem ?? "";
    }

    private static async Task WriteOwnAsync(string path, byte[] bytes)
    {
        await File.WriteAllBytesAsync(path, bytes);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string Judge(byte[] pdf)
    {
        var path = System.IO.Path.Combine(_folder, "judged.pdf");
        File.WriteAllBytes(path, pdf);
        return ExternalTool.Run("pdfsig", "-nocert", path).Output;
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static Task<byte[]> BytesAsync(HttpResponseMessage answer) => answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
}
