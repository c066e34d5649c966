using TherapyChain.Documents.Layout;

namespace TherapyChain.Documents.Records;

/// <summary>The last page: what binds this paper to the ledger, how anyone checks it, and where a person countersigns.</summary>
internal static class SealPage
{
    /// <summary>One block that stays on one page: nobody should sign below a line without seeing what it seals.</summary>
    public static Block Set(CustodyRecord record) => new Stack(5, Blocks(record)) { KeepTogether = true, Before = 18 };

    private static IEnumerable<Block> Blocks(CustodyRecord record)
    {
        yield return Section.Seal.Heading;
        yield return new Box(new Columns(14,
            (Column.Share(), new Stack(5,
                new Paragraph(Inline.Bold($"Head hash: entry {record.Seal.Entries}, the last one on this paper")),
                new Paragraph(Inline.Mono(Ink.Grouped(record.Seal.Head)).InBold()) { Style = s => s with { Size = 11.5, Leading = 17 } },
                Field("Workflow", new Paragraph(record.Workflow)),
                Field("SHA-256 of the workflow", new Paragraph(Inline.Mono(Ink.Grouped(record.Seal.WorkflowSha256)))))),
            (Column.Auto, new Qr(record.Seal.Code) { Size = Length.Mm(38), Alternative = $"QR code of {record.Seal.Code}" })))
        {
            Border = Ink.Black, BorderWidth = 1, Padding = new(10, 8),
        };
        yield return new Heading(3, "How to check this paper");
        yield return new Paragraph(
            "Ask anyone who has it for the order's bundle (entries, workflow, hashes of the documents). On any computer, without network and without ",
            "the server, run the command below; the square code holds the text behind ", Inline.Mono("--expect"), ".");
        yield return new Box(Ink.Mono($"therapychain ledger verify <bundle> --expect \\\n  {record.Seal.Code}"))
        {
            Background = Ink.Tint, Padding = new(8, 5), Style = s => s.As(TextStyle.Small),
        };
        yield return new Paragraph(
            Inline.Bold("It proves "), "that the entries in the bundle are, byte for byte and in this order, the ones this paper was printed from: ",
            "none altered, left out, added or moved since. ", Inline.Bold("It does not prove "), "that what was entered is true, who sat at the keyboard, ",
            "what was recorded after this paper was printed, or that a copy of this paper is unaltered: compare the paper with the verified entries for that.");
        yield return new Heading(3, "Printed");
        yield return record.Print is { } print
            ? new Paragraph(
                $"By {print.Who}, {print.Site}, on {print.When.Local} {print.When.Zone} (UTC {print.When.Utc}), as copy {print.Copy}. ",
                $"The printing is entry {record.Seal.Entries} of this record.")
            : new Paragraph("This view was not recorded as a printing. It carries no copy number.");
        yield return Countersignature(record);
    }

    private static Stack Field(string name, Paragraph value) => new(0, Ink.Fine(name), value);

    private static Stack Countersignature(CustodyRecord record) => new(6,
        new Heading(3, "Countersigned by hand"),
        $"I have read this record of order {record.Order} and its {record.Seal.Entries} entries.",
        new Columns(16,
            (Column.Share(1.3), Line("Name in capitals")), (Column.Share(), Line("Date")), (Column.Share(1.5), Line("Signature"))))
    {
        Before = 12,
    };

    private static Stack Line(string caption) => new(2, new Blank(30), new Rule(0.6, Ink.Black), Ink.Fine(caption));
}
