using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;
using OrderPaperNames = TherapyChain.Documents.Records.Papers;

namespace TherapyChain.Server.Papers;

/// <summary>
/// The papers of one order. <c>GET</c> looks: the paper carries no copy number and says so. <c>POST</c> prints: the printing is an entry of the
/// order, the last one that the paper shows, and gives it its number.
/// </summary>
internal sealed class OrderPapers(OrderDesk desk, WorkflowShelf shelf, Keyring keys, AccessTrail trail, InstitutionSignature institution, IClock clock)
{
    private const int MostLines = 10_000;

    public async Task<IResult> LookAsync(HttpContext http, string order, string paper, CurrentPerson who)
    {
        var (ask, wrong) = PaperRequest.Of(http);
        if (wrong is not null) return wrong;
        if (desk.See(order, who) is not { } opened) return Problems.NotFound($"order");
        var now = Moment.Whole(clock.GetCurrentInstant());
        if (Against(paper, opened.Order, ask, now) is { } no) return Problems.Refused(no);
        var entries = desk.EntriesOf(opened.Order.Id).ToImmutableArray();
        var access = paper == OrderPaperNames.Audit ? await trail.OfOrderAsync(opened.Order, who, before: null, http.RequestAborted) : null;
        if (TooLong(access, ask) is { } tooLong) return Problems.Refused(tooLong);
        return await SendAsync(http, who, paper, ask, entries, access, NamesIn(keys.Now), now, string.Create(CultureInfo.InvariantCulture, $"{opened.Order.Id}-{paper}"));
    }

    public async Task<IResult> PrintAsync(HttpContext http, string order, string paper, CurrentPerson who, bool byAccept = true)
    {
        var (ask, wrong) = PaperRequest.Of(http, byAccept);
        if (wrong is not null) return wrong;
        // Asked before the print is recorded: one that cannot be set would stand in the record for nothing.
        if (paper == OrderPaperNames.Audit && desk.See(order, who) is { } seen && TooLong(await trail.OfOrderAsync(seen.Order, who, before: null, http.RequestAborted), ask) is { } tooLong)
            return Problems.Refused(tooLong);
        var answer = await desk.ChangeAsync(http, order, who, new Wish(Acts.PrintRecord, ReadOnlyMemory<byte>.Empty, (o, _, context) =>
            Against(paper, o.Order, ask, context.Now) is { } no ? new Decision.Refused([no], [], o.Order)
                : Domain.Orders.Documents.Print(
                    o.Order, paper, o.Head.ToString(), NamesIn(keys.Now).In(desk.EntriesOf(o.Order.Id).Select(e => e.Read()), context.Actor), context)));
        if (answer is not Answer { Status: StatusCodes.Status200OK } printed || desk.See(order, who) is not { } opened) return answer;
        // A repeated request prints the same copy again: up to the entry that it made then, signed as of then.
        var entries = desk.EntriesOf(opened.Order.Id).Take(SeqOf(printed)).ToImmutableArray();
        var copy = ((DocumentPrinted)entries[^1].Read().Event).Copy;
        var at = entries[^1].Envelope.Recorded;
        // Up to the second of the print: the same copy, made again, holds no look that came later.
        var access = paper == OrderPaperNames.Audit ? await trail.OfOrderAsync(opened.Order, who, at, http.RequestAborted) : null;
        return await SendAsync(http, who, paper, ask, entries, access, Names.None, at, string.Create(CultureInfo.InvariantCulture, $"{opened.Order.Id}-{paper}-copy-{copy}"));
    }

    private async Task<IResult> SendAsync(
        HttpContext http, CurrentPerson who, string paper, PaperRequest ask, ImmutableArray<SealedEntry> entries, AccessPart? access, Names today, Instant at, string name)
    {
        var then = OrderFold.Of(entries[0].Read().Order, entries.Select(e => e.Read()));
        if (PaperPress.Make(paper, ask.Form, shelf.For(then).Workflow, entries, today, ask.Language, access) is not { } made) return Problems.Refused(ReleaseRule.Missing(then)!);
        if (paper == OrderPaperNames.Audit) await trail.NoteAsync(http, who, ask, name, then.Id.ToString());
        http.Response.Headers.ETag = OpenOrder.Tag(then.Seq, entries[^1].Hash);
        return ask.File(http, ask.Form == PaperForm.Pdf ? institution.Sign(made, at, ask.Language) : made, name);
    }

    private Reason? Against(string paper, Order order, PaperRequest ask, Instant now) =>
        (paper == OrderPaperNames.Release ? ReleaseRule.Missing(order) : null) ?? (ask.Form == PaperForm.Pdf ? institution.Against(now) : null);

    // Nobody reads thousands of looks on paper; programs take as many as there are.
    private static Reason? TooLong(AccessPart? access, PaperRequest ask) => ask.Form != PaperForm.Pdf || access is not { Facts.Length: > MostLines } ? null
        : new Reason("audit.too-long", $"This report would hold {access.Facts.Length} looks, and at most {MostLines} are set on paper. Ask for it as CSV or JSON.", "format");

    private static int SeqOf(Answer answer)
    {
        using var stands = JsonDocument.Parse(answer.Body);
        return stands.RootElement.GetProperty("seq").GetInt32();
    }

    /// <summary>What everybody in the network is called, also those who have left.</summary>
    public static Names NamesIn(Roll network) => Names.Of(
        network.Sites.Values.Select(s => KeyValuePair.Create(s.Id, new SiteName(s.Name, s.City, s.Country, s.Zone))),
        network.Names);
}
