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
internal sealed class OrderPapers(OrderDesk desk, WorkflowShelf shelf, Keyring keys, InstitutionSignature institution, IClock clock)
{
    public IResult Look(HttpContext http, string order, string paper, CurrentPerson who)
    {
        var (ask, wrong) = PaperRequest.Of(http);
        if (wrong is not null) return wrong;
        if (desk.See(order, who) is not { } opened) return Problems.NotFound("order");
        var now = Moment.Whole(clock.GetCurrentInstant());
        if (Against(paper, opened.Order, ask, now) is { } no) return Problems.Refused(no);
        var entries = desk.EntriesOf(opened.Order.Id).ToImmutableArray();
        return Send(http, paper, ask, entries, NamesIn(keys.Now), now, string.Create(CultureInfo.InvariantCulture, $"{opened.Order.Id}-{paper}"));
    }

    public async Task<IResult> PrintAsync(HttpContext http, string order, string paper, CurrentPerson who, bool byAccept = true)
    {
        var (ask, wrong) = PaperRequest.Of(http, byAccept);
        if (wrong is not null) return wrong;
        var answer = await desk.ChangeAsync(http, order, who, new Wish(Acts.PrintRecord, ReadOnlyMemory<byte>.Empty, (o, _, context) =>
            Against(paper, o.Order, ask, context.Now) is { } no ? new Decision.Refused([no], [], o.Order)
                : Domain.Orders.Documents.Print(
                    o.Order, paper, o.Head.ToString(), NamesIn(keys.Now).In(desk.EntriesOf(o.Order.Id).Select(e => e.Read()), context.Actor), context)));
        if (answer is not Answer { Status: StatusCodes.Status200OK } printed || desk.See(order, who) is not { } opened) return answer;
        // A repeated request prints the same copy again: up to the entry that it made then, signed as of then.
        var entries = desk.EntriesOf(opened.Order.Id).Take(SeqOf(printed)).ToImmutableArray();
        var copy = ((DocumentPrinted)entries[^1].Read().Event).Copy;
        return Send(http, paper, ask, entries, Names.None, entries[^1].Envelope.Recorded, string.Create(CultureInfo.InvariantCulture, $"{opened.Order.Id}-{paper}-copy-{copy}"));
    }

    private IResult Send(HttpContext http, string paper, PaperRequest ask, ImmutableArray<SealedEntry> entries, Names today, Instant at, string name)
    {
        var then = OrderFold.Of(entries[0].Read().Order, entries.Select(e => e.Read()));
        if (PaperPress.Make(paper, ask.Form, shelf.For(then).Workflow, entries, today, ask.Language) is not { } made) return Problems.Refused(ReleaseRule.Missing(then)!);
        http.Response.Headers.ETag = OpenOrder.Tag(then.Seq, entries[^1].Hash);
        return ask.File(http, ask.Form == PaperForm.Pdf ? institution.Sign(made, at, ask.Language) : made, name);
    }

    private Reason? Against(string paper, Order order, PaperRequest ask, Instant now) =>
        (paper == OrderPaperNames.Release ? ReleaseRule.Missing(order) : null) ?? (ask.Form == PaperForm.Pdf ? institution.Against(now) : null);

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
