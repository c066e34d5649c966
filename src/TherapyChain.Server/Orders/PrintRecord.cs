using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TherapyChain.Documents.Records;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Orders;

/// <summary><c>POST …/custody-record</c>: prints the record. Printing is an entry of the order, and the last one the paper shows.</summary>
internal static class PrintRecord
{
    public const string Paper = "custody-record";

    public static async Task<IResult> Handle(HttpContext http, string order, string? language, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Keyring keys)
    {
        var answer = await desk.ChangeAsync(http, order, who, new Wish(ReadOnlyMemory<byte>.Empty, (o, _, context) =>
            Domain.Orders.Documents.Print(o.Order, Paper, o.Head.ToString(), NamesIn(keys.Now).In(desk.EntriesOf(o.Order.Id).Select(e => e.Read()), context.Actor), context))
        {
            OpenToOnlookers = true,
        });
        if (answer is not Answer { Status: StatusCodes.Status200OK } printed || desk.See(order, who) is not { } opened) return answer;
        // A repeated request prints the same copy again: up to the entry that it made then.
        var entries = desk.EntriesOf(opened.Order.Id).Take(SeqOf(printed)).ToImmutableArray();
        var then = OrderFold.Of(opened.Order.Id, entries.Select(e => e.Read()));
        var record = CustodyRecordBuilder.Build(shelf.For(then).Workflow, entries, Names.None, language is "de" or "sv" ? language : "en");
        http.Response.Headers.ETag = OpenOrder.Tag(then.Seq, entries[^1].Hash);
        return Results.File(CustodyRecordPaper.Set(record), "application/pdf",
            string.Create(CultureInfo.InvariantCulture, $"{then.Id}-{Paper}-copy-{then.Copies[Paper]}.pdf"));
    }

    private static int SeqOf(Answer answer)
    {
        using var stands = JsonDocument.Parse(answer.Body);
        return stands.RootElement.GetProperty("seq").GetInt32();
    }

    /// <summary>What everybody in the network is called today.</summary>
    public static Names NamesIn(Roll network) => Names.Of(
        network.Sites.Values.Select(s => KeyValuePair.Create(s.Id, new SiteName(s.Name, s.City, s.Country, s.Zone))),
        network.People.Values.Select(p => KeyValuePair.Create(p.Id, p.Name)));
}
