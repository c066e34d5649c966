using TherapyChain.Documents.Records;
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
        var labels = OrderLabels.Of(scenario.Workflow, scenario.Order, "en");
        Assert.NotEmpty(labels);
        using var file = new PdfFile(LabelPaper.Set(labels, size, "en", scenario.Now));
        Assert.Equal(size == LabelSize.Single ? labels.Length : 1, file.Pages);

        var first = labels[0];
        Assert.Equal(2, first.Codes.Length);
        Assert.Equal(["&/" + scenario.Order.Identifiers["chain-of-identity"], "=" + scenario.Order.Expected("apheresis-bag")[0] + "00"], first.Codes.Select(c => c.Symbol));
        var bars = file.Scan();
        var matrices = size == LabelSize.Single ? file.ScanMatrices(first.Codes.Length) : [];
        foreach (var code in first.Codes)
        {
            Assert.Contains($"CODE-128:{code.Symbol}", bars);
            if (size == LabelSize.Single) Assert.Contains(code.Symbol, matrices);
            Assert.Contains(code.Value, file.RawText(), StringComparison.Ordinal);
        }
        Assert.Contains(scenario.Order.Reference, file.RawText(), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("TC_KEEP_LABELS") is { } folder) File.Copy(file.Location, Path.Combine(folder, name + ".pdf"), overwrite: true);
    }

    [Fact]
    public void Without_a_container_the_chain_of_identity_stands_alone_and_without_it_there_is_no_label()
    {
        var scenario = Scenario.Of("car-t-autologous-cryo").At("approved");
        Assert.Empty(OrderLabels.Of(scenario.Workflow, scenario.Order, "en"));
        scenario.At("identified");
        Assert.Single(Assert.Single(OrderLabels.Of(scenario.Workflow, scenario.Order, "en")).Codes);
    }
}
