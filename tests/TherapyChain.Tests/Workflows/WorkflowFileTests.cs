using System.Security.Cryptography;
using System.Text;
using NodaTime;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Tests.Workflows;

public sealed class WorkflowFileTests
{
    [Fact]
    public void A_sound_file_becomes_a_workflow_with_everything_it_says()
    {
        var w = Toy.Read();

        Assert.Equal(("toy", 1, "ordered"), (w.Id, w.Version, w.Initial));
        Assert.Equal(Duration.FromHours(1), w.LateAfter);
        Assert.Equal(["ordered", "collected", "on-the-way", "received", "closed"], w.States.Select(s => s.Name));
        Assert.Equal((2m, 8m), (w.Containers["bag"].Storage.MinCelsius, w.Containers["bag"].Storage.MaxCelsius));
        Assert.Equal(Period.FromHours(48), w.Clocks["fresh"].Limit);
        Assert.True(w.Clocks["fresh"].HoldsWhenExceeded);
        Assert.Equal(["ward-nurse", "physician"], w.FindStep("infuse")!.By.Roles);
        Assert.Equal(2, w.FindStep("infuse")!.Identity!.People);
        Assert.Equal(new CustodyMove("bag", "collection-site", "courier", true, true), Assert.Single(w.FindStep("send")!.Custody));
        Assert.Equal(["collected", "received"], w.FindStep("discard")!.From);
        Assert.True(w.FindStep("discard")!.EvenOnHold);
        Assert.Equal(new EvidenceKind.Quantity("kg", 30, 200), w.FindStep("collect")!.Evidence[0].Kind);
        Assert.Equal([(60m, 1), (200m, 2)], Assert.IsType<EvidenceKind.TableCount>(w.FindStep("receive")!.Evidence[0].Kind).Rows);
        Assert.Equal("collect", w.Say("collect", "sv"));
    }

    [Fact]
    public void A_word_may_come_in_French_too_and_stands_in_English_where_it_does_not()
    {
        var w = Toy.Read("collect: { en: collect, de: collect, sv: collect }", "collect: { en: Collect, de: Entnehmen, sv: Samla in, fr: Prélever }");

        Assert.Equal(["Collect", "Entnehmen", "Samla in", "Prélever"], new[] { "en", "de", "sv", "fr" }.Select(l => w.Say("collect", l)));
        Assert.Equal(("send", "Collect"), (w.Say("send", "fr"), w.Say("collect", "fi")));
    }

    [Fact]
    public void The_hash_is_that_of_the_bytes_and_the_text_is_kept_as_it_stands()
    {
        var text = Toy.With();
        var w = Toy.Read();

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), w.Sha256);
        Assert.Equal(text, w.Text);
    }

    [Fact]
    public void A_finding_tells_line_and_column_and_what_was_probably_meant()
    {
        var finding = Assert.Single(Toy.Findings(Toy.With("requires: [consent]", "requires: [consnet]")));

        var line = Array.FindIndex(Toy.Text.Split('\n'), l => l.Contains("requires: [consent]", StringComparison.Ordinal)) + 1;
        Assert.Equal(("unknown-word", line, 16), (finding.Code, finding.Line, finding.Column));
        Assert.Contains("Did you mean \"consent\"?", finding.Message, StringComparison.Ordinal);
    }
}
