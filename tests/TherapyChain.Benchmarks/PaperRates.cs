using System.Collections.Immutable;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Testing;

namespace TherapyChain.Benchmarks;

/// <summary>Custody records from sealed entries to the finished file, on one core.</summary>
internal static class PaperRates
{
    /// <returns>Pages a second, and how many pages the record of a whole order has.</returns>
    public static (double Pages, int PerRecord) Rate()
    {
        var s = Scenario.Of("car-t-autologous-cryo").At("closed");
        var entries = ImmutableArray.CreateBuilder<SealedEntry>();
        foreach (var entry in s.Entries) entries.Add(Seal.Close(entry, entries.Count == 0 ? null : entries[^1].Hash));
        var record = entries.ToImmutable();
        byte[] Print() => CustodyRecordPaper.Set(CustodyRecordBuilder.Build(s.Workflow, record, Names.None));
        var pages = Pages(Print());
        return (Measure.Rate(() => { Print(); return pages; }), pages);
    }

    /// <summary>The count as the page tree gives it; the tree is in an object stream, so poppler is asked.</summary>
    private static int Pages(byte[] pdf)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, pdf);
            var info = ExternalTool.Run("pdfinfo", file).Output;
            return int.Parse(info.Split('\n').First(line => line.StartsWith("Pages:", StringComparison.Ordinal))[6..].Trim(), System.Globalization.CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
