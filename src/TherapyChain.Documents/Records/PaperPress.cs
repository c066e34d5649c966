using System.Collections.Immutable;
using TherapyChain.Documents.Words;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Documents.Records;

/// <summary>The forms a paper can be had in.</summary>
public enum PaperForm { Pdf, Csv, Json }

/// <summary>Makes a paper of one order by its name: the one place that knows which model, setting and table belong together.</summary>
public static class PaperPress
{
    /// <param name="paper">One of <see cref="Papers.All"/>.</param>
    /// <param name="access">Sign-ins and looks for an audit report; null when the reader may not see them.</param>
    /// <returns>The file, or null when the order has nothing to print it of: a release certificate without a release.</returns>
    /// <inheritdoc cref="CustodyRecordBuilder.Build"/>
    public static byte[]? Make(string paper, PaperForm form, Workflow workflow, ImmutableArray<SealedEntry> entries, Names today, string language, AccessPart? access = null) => paper switch
    {
        Papers.CustodyRecord => Make(paper, form, CustodyRecordBuilder.Build(workflow, entries, today, language), CustodyRecordPaper.Set, PaperCsv.Of),
        Papers.Identity => Make(paper, form, IdentityReport.Build(workflow, entries, today, language), IdentityReportPaper.Set, PaperCsv.Of),
        Papers.Release => ReleaseCertificate.Build(workflow, entries, today, language) is { } released ? Make(paper, form, released, ReleaseCertificatePaper.Set, PaperCsv.Of) : null,
        Papers.Signatures => Make(paper, form, SignaturePage.Build(workflow, entries, today, language), SignaturePagePaper.Set, PaperCsv.Of),
        Papers.Audit => Make(form, AuditReport.OfOrder(workflow, entries, today, language, access)),
        _ => throw new ArgumentOutOfRangeException(nameof(paper), paper, "There is no such paper."),
    };

    /// <summary>An audit report of whatever scope.</summary>
    public static byte[] Make(PaperForm form, AuditReport report) => Make(Papers.Audit, form, report, AuditReportPaper.Set, PaperCsv.Of);

    /// <summary>The lines that stand in the margin of a signed paper: who signed and when, and where the signature is.</summary>
    public static string[] SignedBy(string institution, NodaTime.Instant at, string language)
    {
        var words = PaperWords.In(language);
        return [words.Say("sign.line", institution, words.Moment(at, "Etc/UTC").Utc.TrimEnd('Z')), words["sign.look"]];
    }

    private static byte[] Make<T>(string paper, PaperForm form, T model, Func<T, byte[]> pdf, Func<T, byte[]> csv) => form switch
    {
        PaperForm.Pdf => pdf(model),
        PaperForm.Csv => csv(model),
        PaperForm.Json => PaperJson.Of(paper, model),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "There is no such form."),
    };
}
