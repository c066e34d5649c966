using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Pages.Forms;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Pages.Steps;

/// <summary>
/// Files that come with the form of a step. Each joins the order first, as it would by itself, and then stands in the field that asks for a document. What comes
/// from a carrier came with a logger: its file is read and judged against the limits of the container, unless it is a print of the curve.
/// </summary>
internal static class StepFiles
{
    private const string FilePrefix = "file.", ZonePrefix = "zone.";

    /// <summary>The field that takes a file for a piece of evidence.</summary>
    public static string FileOf(string evidence) => FilePrefix + evidence;

    /// <summary>The field that says where the clock of the logger stood, when its file does not.</summary>
    public static string ZoneOf(string evidence) => ZonePrefix + evidence;

    /// <returns>Whether all were taken, and the form names them; else it has the reasons.</returns>
    public static async Task<bool> AddAsync(HttpContext http, StepOnPage step, PageForm form, IFormFileCollection files, OrderDesk desk, WorkflowShelf shelf, Settings settings)
    {
        var (order, who, seen) = (step.Order.Id.ToString(), CurrentPerson.Of(http), form.Typed["seen"]);
        foreach (var part in files.Where(file => file.Length > 0 && file.Name.StartsWith(FilePrefix, StringComparison.Ordinal)))
        {
            var evidence = part.Name[FilePrefix.Length..];
            var (file, no) = await Upload.OfFileAsync(part, settings.UploadLimit);
            var before = desk.See(order, who);
            // Sent again, it is there already.
            var hash = file is null ? null : Hash.Of(file.Bytes).ToString();
            if (file is not null && before?.Order.Documents.ContainsKey(hash!) != true) no = await AddAsync(http, step, file, form.Typed[ZoneOf(evidence)].Trim(), desk, shelf, settings) as Problem;
            if (no is not null)
            {
                form.Refuse(no with { Reasons = [.. no.Told] }, reason => reason with { Field = reason.Field == "zone" ? ZoneOf(evidence) : evidence });
                return false;
            }
            form.Typed = form.Typed.With(evidence, hash!);
            // Our own entries do not make the page an old one; somebody else's before them do.
            if (before?.ETag == seen && desk.See(order, who) is { } now) form.Typed = form.Typed.With("seen", seen = now.ETag);
        }
        return true;
    }

    private static Task<IResult> AddAsync(HttpContext http, StepOnPage step, Upload file, string zone, OrderDesk desk, WorkflowShelf shelf, Settings settings)
    {
        var (order, who) = (step.Order.Id.ToString(), CurrentPerson.Of(http));
        if (step.Logged is not { } container || IsPicture(file.MediaType)) return AddDocument.OfFormAsync(http, order, who, desk, file);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["container"] = container };
        if (zone.Length > 0) fields["zone"] = zone;
        return AddDocument.TraceAsync(http, order, who, desk, shelf, settings, file with { Fields = fields });
    }

    // A curve as a logger prints it is evidence for eyes; there are no readings in it to judge.
    private static bool IsPicture(string mediaType) => mediaType == "application/pdf" || mediaType.StartsWith("image/", StringComparison.Ordinal);
}
