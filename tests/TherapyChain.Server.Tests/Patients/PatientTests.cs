using System.Net;
using TherapyChain.Domain.Workflows;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Patients;

public sealed class PatientTests
{
    private static readonly string[] Carers = ["coordinator", "referring-physician", "physician", "apheresis-nurse", "ward-nurse"];

    [Fact]
    [Requirement("GDPR-04")]
    public async Task A_patient_is_taken_up_found_seen_and_put_right_and_every_access_is_told_with_its_reason()
    {
        await using var server = await VaultServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var patient = await server.RegisterAsync(order.Id);

        var byNumber = await Found(server, new { reason = "Calls at the desk.", hospitalNumber = new { issuer = "karolinska", number = "19610723 8846" } });
        var byName = await Found(server, new { reason = "Calls at the desk.", name = "ingrid wallenius-zetterström", birthDate = VaultServer.BirthDate });
        var seen = await (await server.PostAsync("physician@charite", $"/api/patients/{patient}/view", new { reason = "Prepares the consent talk." })).JsonAsync();
        var amended = await server.PostAsync("coordinator@karolinska", $"/api/patients/{patient}/amend", new
        {
            name = "Ingrid Zetterström", birthDate = VaultServer.BirthDate, hospitalNumber = new { issuer = "karolinska", number = VaultServer.Number }, reason = "Name changed.",
        });
        var report = await (await server.PostAsync("coordinator@karolinska", $"/api/patients/{patient}/access-report", new { reason = "The patient asked in writing." })).JsonAsync();

        Assert.Equal([patient], byNumber);
        Assert.Equal([patient], byName);
        Assert.Equal((VaultServer.Name, VaultServer.BirthDate, VaultServer.Contact), (seen.GetProperty("name").GetString(), seen.GetProperty("birthDate").GetString(), seen.GetProperty("contact").GetString()));
        Assert.Equal(HttpStatusCode.OK, amended.StatusCode);
        Assert.Equal("Ingrid Zetterström", report.GetProperty("data").GetProperty("name").GetString());
        Assert.Equal(
            ["registered coordinator-karolinska", "found coordinator-karolinska", "found coordinator-karolinska", "viewed physician-charite", "amended coordinator-karolinska", "reported coordinator-karolinska"],
            report.GetProperty("accesses").EnumerateArray().Select(a => $"{a.GetProperty("act").GetString()} {a.GetProperty("person").GetString()}"));
        Assert.NotEqual("", report.GetProperty("purpose").GetString());
        Assert.Equal(order.Order.Parties.Select(p => (p.Key, p.Value, p.Key is "referring-site" or "collection-site" or "treatment-site")).Order(),
            report.GetProperty("recipients").EnumerateArray().Select(r => (r.GetProperty("party").GetString()!, r.GetProperty("site").GetString()!, r.GetProperty("knowsThePatient").GetBoolean())).Order());
        Assert.Equal(["name", "birth-date", "hospital-number"], report.GetProperty("retention").EnumerateArray().Select(r => r.GetProperty("field").GetString()));
        Assert.Equal(patient, (await (await server.GetAsync("ward-nurse@charite", $"/api/patients/of/{order.Id}")).JsonAsync()).GetProperty("patient").GetString());
    }

    [Fact]
    public async Task Only_those_who_treat_the_patient_at_a_hospital_of_the_order_know_them()
    {
        await using var server = await VaultServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var patient = await server.RegisterAsync(order.Id);
        var hospitals = order.Order.Parties.Where(p => p.Key is "referring-site" or "collection-site" or "treatment-site").Select(p => p.Value).ToHashSet();
        var allowed = 0;

        foreach (var site in order.Order.Parties.Values.Append("stranger-clinic").Distinct())
        foreach (var role in Vocabulary.Roles)
        {
            var answer = await server.PostAsync($"{role}@{site}", $"/api/patients/{patient}/view", new { reason = "Because." });
            var expected = !Carers.Contains(role) ? HttpStatusCode.Forbidden : hospitals.Contains(site) ? HttpStatusCode.OK : HttpStatusCode.NotFound;
            Assert.True(expected == answer.StatusCode, $"{role}@{site}: {answer.StatusCode}");
            if (expected == HttpStatusCode.OK) allowed++;
            else Assert.DoesNotContain("Ingrid", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        Assert.Equal(hospitals.Count * Carers.Length, allowed);
    }

    [Fact]
    public async Task Nobody_else_reaches_any_of_the_routes_or_can_tell_that_the_patient_exists()
    {
        await using var server = await VaultServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var patient = await server.RegisterAsync(order.Id);
        (string Path, object Body)[] routes =
        [
            ("/api/patients", VaultServer.Ingrid(order.Id)), ($"/api/patients/{patient}/view", new { reason = "x" }), ($"/api/patients/{patient}/erase", new { reason = "x" }),
            ($"/api/patients/{patient}/access-report", new { reason = "x" }), ($"/api/patients/{patient}/orders", new { order = order.Id, reason = "x" }),
            ($"/api/patients/{patient}/amend", new { name = "X", birthDate = "1970-01-01", hospitalNumber = new { issuer = "karolinska", number = "1" }, reason = "x" }),
        ];

        foreach (var (path, body) in routes)
        {
            foreach (var who in new[] { "case-manager@leipzig-cells", "courier@nordic-cryo", "inspector@karolinska", "administrator@karolinska", "partner-viewer@charite" })
                Assert.Equal(HttpStatusCode.Forbidden, (await server.PostAsync(who, path, body)).StatusCode);
            foreach (var who in new[] { "coordinator@stranger-clinic", "coordinator@leipzig-cells", "coordinator@nordic-cryo" })
                Assert.Equal(HttpStatusCode.NotFound, (await server.PostAsync(who, path, body)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await server.PostAsync("physician@karolinska", $"/api/patients/{patient}/erase", new { reason = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("coordinator@leipzig-cells", $"/api/patients/of/{order.Id}")).StatusCode);
        var strange = await server.PostAsync("coordinator@stranger-clinic", "/api/patients/find", new { reason = "x", hospitalNumber = new { issuer = "karolinska", number = VaultServer.Number } });
        Assert.Empty((await strange.JsonAsync()).GetProperty("patients").EnumerateArray());
    }

    [Fact]
    public async Task What_is_missing_or_wrong_is_told_and_no_name_comes_back_in_a_refusal()
    {
        await using var server = await VaultServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);
        var other = await HttpScenario.BeginAsync(server, reference: "2026-0002");
        var patient = await server.RegisterAsync(order.Id);

        Assert.Equal(["reason.missing"], await Codes($"/api/patients/{patient}/view", new { reason = " " }));
        Assert.Equal(["reason.names-patient"], await Codes($"/api/patients/{patient}/view", new { reason = $"{VaultServer.Name.ToUpperInvariant()} calls." }));
        Assert.Equal(["patient.number-taken"], await Codes("/api/patients", VaultServer.Ingrid(other.Id)));
        Assert.Equal(["patient.order-taken"], await Codes("/api/patients", new { order = order.Id, name = "Bo", birthDate = "1970-01-01", hospitalNumber = new { issuer = "karolinska", number = "1" }, reason = "x" }));
        Assert.Equal(["patient.birth-date"], await Codes("/api/patients", new { order = other.Id, name = "Bo", birthDate = "1.1.1970", hospitalNumber = new { issuer = "karolinska", number = "1" }, reason = "x" }));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync("coordinator@karolinska", "/api/patients/find", new { reason = "x", name = "Bo" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("coordinator@karolinska", $"/api/patients/{patient}/orders", new { order = other.Id, reason = "Second infusion." })).StatusCode);

        async Task<string[]> Codes(string path, object body)
        {
            var answer = await server.PostAsync("coordinator@karolinska", path, body);
            Assert.DoesNotContain("Ingrid", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
            return await answer.CodesAsync();
        }
    }

    private static async Task<string[]> Found(RunningServer server, object ask) =>
        [.. (await (await server.PostAsync("coordinator@karolinska", "/api/patients/find", ask)).JsonAsync()).GetProperty("patients").EnumerateArray().Select(p => p.GetProperty("patient").GetString()!)];
}
