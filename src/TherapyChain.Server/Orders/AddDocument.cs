using System.Collections.Immutable;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Exchange.Loggers;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Orders;

/// <summary><c>POST …/documents</c> and <c>POST …/traces</c>: a file joins the order, byte for byte.</summary>
internal static class AddDocument
{
    private static readonly ImmutableArray<string> Kinds = ["document", "certificate", "customs", "laboratory", "consent", "photograph", "label"];

    public static async Task<IResult> Document(HttpContext http, string order, CurrentPerson who, OrderDesk desk, Settings settings)
    {
        if (desk.See(order, who) is null) return Problems.NotFound($"order");
        var (file, no) = await Upload.ReadAsync(http, settings.UploadLimit);
        if (file is null) return no!;
        var kind = file.Fields.GetValueOrDefault("kind", "document");
        if (!Kinds.Contains(kind)) return Problems.Refused(new Reason("document.kind", $"The kind is one of: {string.Join(", ", Kinds)}. Logger files go to …/traces.", "kind"));
        return await AddAsync(http, order, who, desk, file, kind, ImmutableSortedDictionary<string, string>.Empty);
    }

    public static async Task<IResult> Trace(HttpContext http, string order, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Settings settings)
    {
        if (desk.See(order, who) is null) return Problems.NotFound($"order");
        var (file, no) = await Upload.ReadAsync(http, settings.UploadLimit);
        return file is null ? no! : await TraceAsync(http, order, who, desk, shelf, settings, file);
    }

    /// <summary>The same for a file that came with a page's form, its fields <c>container</c> and, where the file does not tell it, <c>zone</c>.</summary>
    public static async Task<IResult> TraceAsync(HttpContext http, string order, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Settings settings, Upload file)
    {
        if (desk.See(order, who) is not { } opened) return Problems.NotFound($"order");
        var containers = shelf.For(opened.Order).Workflow.Containers;
        if (file.Fields.GetValueOrDefault("container") is not { } name || !containers.TryGetValue(name, out var container))
            return Problems.Refused(new Reason("trace.container", $"Say which kind of container travelled with the logger: {string.Join(", ", containers.Keys.Order(StringComparer.Ordinal))}.", "container"));
        NodaTime.DateTimeZone? zone = null;
        if (file.Fields.GetValueOrDefault("zone") is { } asked && !LoggerClock.TryParseZone(asked, out zone))
            return Problems.Refused(new Reason("trace.zone", $"\"{asked}\" is not a time zone. Write an IANA name such as Europe/Berlin, or UTC+01:00.", "zone"));
        return LoggerFiles.Read(file.Bytes, zone, settings.UploadLimit) switch
        {
            LoggerOutcome.Parsed parsed => await AddAsync(http, order, who, desk, file, TraceSummary.Kind, TraceSummary.Of(parsed.Record, container)),
            LoggerOutcome.ZoneNeeded needed => Problems.Refused(new Reason("logger-zone-needed", $"{needed.Why} Say it with zone, such as zone=Europe/Berlin.", "zone")),
            LoggerOutcome.Refused refused => Problems.Refused(new Reason(refused.Code, refused.Line is { } line ? (Sentence)$"Line {line}: {refused.Why}" : (Sentence)$"{refused.Why}", "file")) with { Line = refused.Line },
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    /// <summary>A file that came with the form of a page.</summary>
    public static Task<IResult> OfFormAsync(HttpContext http, string order, CurrentPerson who, OrderDesk desk, Upload file) =>
        AddAsync(http, order, who, desk, file, "document", ImmutableSortedDictionary<string, string>.Empty);

    private static Task<IResult> AddAsync(
        HttpContext http, string order, CurrentPerson who, OrderDesk desk, Upload file, string kind, ImmutableSortedDictionary<string, string> summary)
    {
        var hash = Hash.Of(file.Bytes);
        var document = new DocumentAdded(hash.ToString(), file.Name, file.MediaType, file.Bytes.LongLength, kind, summary);
        return desk.ChangeAsync(http, order, who, new Wish(Acts.AddDocument, file.Bytes, (o, _, context) => Domain.Orders.Documents.Add(o.Order, document, context))
        {
            Status = StatusCodes.Status201Created,
            Document = new KeptDocument(hash, file.MediaType, file.Bytes),
        });
    }
}
