using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Pages.Forms;

namespace TherapyChain.Server.Pages.Steps;

/// <summary>Files that come with the form of a step. Each joins the order first, as it would by itself, and then stands in the field that asks for a document.</summary>
internal static class StepFiles
{
    private const string Prefix = "file.";

    /// <returns>Null when no file came; otherwise what is typed now, and why a file was not taken.</returns>
    public static async Task<(Fields Typed, Problem? No)?> AddAsync(HttpContext http, string order, CurrentPerson who, OrderDesk desk, Settings settings, IFormCollection form, Fields typed)
    {
        var files = form.Files.Where(file => file.Length > 0 && file.Name.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        if (files.Count == 0) return null;
        // Our own entries do not make the page an old one; somebody else's before them do.
        var seen = typed["seen"];
        foreach (var file in files)
        {
            var isFresh = desk.See(order, who)?.ETag == seen;
            var (hash, no) = await AddDocument.OfFormAsync(http, order, who, desk, settings, file);
            if (no is not null) return (typed, no);
            typed = typed.With(file.Name[Prefix.Length..], hash!);
            if (isFresh && desk.See(order, who) is { } now) typed = typed.With("seen", seen = now.ETag);
        }
        return (typed, null);
    }
}
