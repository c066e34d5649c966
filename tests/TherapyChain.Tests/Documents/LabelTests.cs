using System.Collections.Immutable;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Tests.Documents;

/// <summary>Labels as a scanner and an eye see them.</summary>
public sealed class LabelTests
{
    [Theory]
    [InlineData(LabelSize.Single, "100x50")]
    [InlineData(LabelSize.A4, "a4")]
    public void Every_code_of_a_bag_is_read_back(LabelSize size, string name)
    {
        var scenario = Scenario.Of("car-t-autologous-cryo").At("collected");
        var labels = Printed(scenario, size == LabelSize.Single ? "de" : "en");
        using var file = new PdfFile(LabelPaper.Set(labels, size, size == LabelSize.Single ? "de" : "en", scenario.Now));
        Assert.Equal(size == LabelSize.Single ? labels.Length : 1, file.Pages);

        var first = labels[0];
        Assert.Equal(2, first.Codes.Length);
        Assert.Equal(["&/" + scenario.Order.Identifiers["chain-of-identity"], "=" + scenario.Order.Expected("apheresis-bag")[0] + "00"], first.Codes.Select(c => c.Symbol));
        var bars = file.Scan();
        var matrices = size == LabelSize.Single ? file.ScanMatrices(first.Codes.Length + 1) : [];
        foreach (var code in first.Codes)
        {
            Assert.Contains($"CODE-128:{code.Symbol}", bars);
            if (size == LabelSize.Single) Assert.Contains(code.Symbol, matrices);
            Assert.Contains(code.Value, file.RawText(), StringComparison.Ordinal);
        }
        // The label's own number is apart from the codes that identify: in small print, and in a symbol that no standard's reader takes for one.
        if (size == LabelSize.Single) Assert.Contains($"{scenario.Order.Id}#001", matrices);
        Assert.DoesNotContain(bars, b => b.Contains('#', StringComparison.Ordinal));
        Assert.Contains(size == LabelSize.Single ? "Etikett 001 (1/1)" : "Label 001 (1/1)", file.RawText(), StringComparison.Ordinal);
        Assert.Contains(size == LabelSize.Single ? "Nur zur autologen Anwendung" : "For autologous use only", file.RawText(), StringComparison.Ordinal);
        Assert.Contains(scenario.Order.Reference, file.RawText(), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("TC_KEEP_LABELS") is { } folder) File.Copy(file.Location, Path.Combine(folder, name + ".pdf"), overwrite: true);
    }

    [Fact]
    public void Without_a_container_the_chain_of_identity_stands_alone_and_without_it_there_is_no_label()
    {
        var scenario = Scenario.Of("car-t-autologous-cryo").At("approved");
        Assert.Equal("labels.none", Assert.Single(Assert.IsType<Decision.Refused>(Print(scenario, "en")).Reasons).Code);
        scenario.At("identified");
        var label = Assert.Single(Printed(scenario, "en"));
        Assert.Single(label.Codes);
        Assert.False(label.AutologousOnly);
    }

    [Theory]
    [InlineData("allogeneic-from-stock", false)]
    [InlineData("in-vivo-gene-therapy", false)]
    [InlineData("gene-edited-stem-cells", true)]
    [InlineData("til-autologous", true)]
    public void Only_what_is_for_the_donor_alone_says_so(string workflow, bool autologous) =>
        Assert.All(Shipped.Workflow(workflow).Containers.Values, c => Assert.Equal(autologous, c.AutologousOnly));

    private static Decision Print(Scenario s, string language) =>
        PrintLabels.Decide(s.Workflow, s.Order, new LabelWish(null, 1, "a4", language, null), s.By("apheresis-nurse", "collection-site"));

    private static ImmutableArray<OrderLabel> Printed(Scenario s, string language)
    {
        s.Accept(Print(s, language));
        return OrderLabels.Of(s.Workflow, s.Order, (LabelsPrinted)s.Entries[^1].Event);
    }
}
