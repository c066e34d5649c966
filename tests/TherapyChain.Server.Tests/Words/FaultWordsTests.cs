using System.Net.Http.Headers;
using System.Text;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Identity.Gs1;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Words;
using TherapyChain.Testing;

namespace TherapyChain.Server.Tests.Words;

/// <summary>That what is wrong inside a code, a logger file or a workflow file is told in the reader's language, not only that something is.</summary>
public sealed class FaultWordsTests
{
    [Theory]
    [InlineData("en", "character 4 is X; a digit belongs there (facility)")]
    [InlineData("de", "Zeichen 4 ist X; dorthin gehört eine Ziffer (Einrichtung)")]
    [InlineData("sv", "tecken 4 är X; där hör en siffra hemma (enhet)")]
    [InlineData("fr", "le caractère 4 est X ; c'est un chiffre qui doit s'y trouver (établissement)")]
    public void Which_character_of_a_code_is_wrong_and_why(string language, string told)
    {
        Assert.False(DonationNumber.TryParse("A99X926000001", out _, out var fault));

        Assert.Equal(told, PageTongue.In(language)[fault.Why].Replace('\u00a0', ' '));
    }

    [Theory]
    [InlineData("de", "(01) Artikel (GTIN): die Prüfziffer müsste 8 sein: eine Ziffer ist falsch (04012345111119, ab Zeichen 5)")]
    [InlineData("sv", "(01) artikel (GTIN): kontrollsiffran borde vara 8: en siffra är fel (04012345111119, från tecken 5)")]
    [InlineData("fr", "(01) article (GTIN): le chiffre de contrôle devrait être 8 : un chiffre est faux (04012345111119, à partir du caractère 5)")]
    public void What_a_GS1_key_is_called_and_its_check_digit(string language, string told)
    {
        Assert.False(ElementString.TryReadBracketed("(01)04012345111119", out _, out var fault));

        Assert.Equal(told, PageTongue.In(language)[fault.Why].Replace('\u00a0', ' '));
    }

    [Fact]
    public void A_code_for_another_label_is_told_with_what_it_was_read_as()
    {
        Assert.Null(LabelGrammar.Read(IdentifierKinds.Donation, "(01)04012345111118", out var problem));

        Assert.Equal("dies enthält keinen Code der Art ISBT-128-Spendenkennnummer; gelesen wurde: GS1-Elementstring", PageTongue.In("de")[problem!]);
    }

    [Fact]
    public async Task A_logger_file_and_a_network_file_are_refused_in_the_language_that_was_asked_for()
    {
        await using var server = await RunningServer.StartAsync();
        var order = await HttpScenario.BeginAsync(server);

        Assert.Contains("Filen har inget av de format som är kända här", await SendAsync(server.As("coordinator@karolinska"), $"{order.Path}/traces?name=leg1.txt&container=frozen-bag", "no logger", "text/plain", "sv"), StringComparison.Ordinal);
        var french = await SendAsync(server.As("administrator@operations"), "/api/network", "network: [", "application/yaml", "fr");
        Assert.Contains("pas du YAML lisible", french, StringComparison.Ordinal);
        var german = await SendAsync(server.As("administrator@operations"), "/api/network", "network: X\nsites:\n  a: { nme: X }\n", "application/yaml", "de");
        Assert.Contains("hat keinen Schlüssel „nme“. Meinten Sie „name“?", german, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_of_a_hold_that_a_rule_wrote_is_told_in_the_readers_language_and_a_persons_own_stays()
    {
        var workflow = Shipped.Workflow("car-t-autologous-cryo");
        const string Recorded = "An identity check failed at \"Check at the bedside\": X-1 was read as the Drug product bag; X-2 was read as the nothing known.";
        var (step, bag) = (workflow.Words.Single(w => w.Key == "check-at-bedside").Value, workflow.Words.Single(w => w.Key == "drug-product-bag").Value);
        var recorded = Recorded.Replace("Check at the bedside", step.En, StringComparison.Ordinal).Replace("Drug product bag", bag.En, StringComparison.Ordinal);

        var told = HoldReason.Told(workflow, HoldCode.IdentityMismatch, recorded);

        Assert.Equal($"En identitetskontroll misslyckades vid ”{step.Sv}”: X-1 lästes som {bag.Sv}; X-2 lästes som nothing known.", PageTongue.In("sv")[told]);
        Assert.Equal(recorded, told.ToString());
        Assert.Equal(recorded, HoldReason.Told(workflow, HoldCode.Requested, recorded).ToString());
        Assert.Equal("Wait {0} for the physician.", PageTongue.In("de")[HoldReason.Told(workflow, HoldCode.IdentityMismatch, "Wait {0} for the physician.")]);
        var late = HoldReason.Told(workflow, HoldCode.ClockExceeded, $"\"{workflow.Say("post-thaw", "en")}\" ran out at 12 March 2026, 10:00 (Etc/UTC).");
        Assert.Equal($"„{workflow.Say("post-thaw", "de")}“ ist um 12 March 2026, 10:00 (Etc/UTC) abgelaufen.", PageTongue.In("de")[late]);
    }

    private static async Task<string> SendAsync(HttpClient client, string path, string text, string type, string language)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        using var answer = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.GetProperty("title").GetString() + string.Join('\n', json.RootElement.GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("message").GetString())).Replace('\u00a0', ' ');
    }
}
