using System.Globalization;
using System.Text.Json;
using TherapyChain.Documents.Records;
using TherapyChain.Documents.Words;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Identity;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Papers;

/// <summary>A printed label as it stands. <paramref name="Fate"/> is null while nobody has said what became of it.</summary>
public sealed record LabelView(int Serial, string Symbol, string? Container, string? Code, int Printed, string? Fate, string? To, string? Reason);

/// <summary>
/// <c>POST …/labels</c> prints: an entry that gives each label its serial number, and the sheet of exactly those. <c>GET …/labels</c> lists what was
/// printed and what became of it, <c>POST …/labels/fates</c> says it.
/// </summary>
internal static class OrderLabelSheet
{
    private const string A4 = "a4", Single = "100x50";

    public static async Task<IResult> Print(HttpContext http, string order, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Keyring keys)
    {
        var read = http.Request.HasFormContentType ? await OfFormAsync(http) : await Body.ReadAsync(http, ApiJson.Default.LabelsBody);
        if (read.Problem is { } unreadable) return unreadable;
        var ask = read.Value!;
        if (ask.Size is not (A4 or Single)) return Problems.Unreadable($"size is {A4} or {Single}.", field: "size");
        var language = ask.Language ?? LanguageOf(keys.Now.Sites.GetValueOrDefault(who.Person.Site)?.Country);
        if (PaperWords.In(language).Language != language) return Problems.Unreadable($"language is en, de, sv or fr.", field: "language");

        var answer = await desk.ChangeAsync(http, order, who, new Wish(Acts.PrintLabels, read.Bytes, (o, workflow, context) =>
            PrintLabels.Decide(workflow, o.Order, new LabelWish(ask.Container, ask.Copies, ask.Size, language, ask.Reason), context)));
        if (answer is not Answer { Status: StatusCodes.Status200OK } printed || desk.See(order, who) is not { } opened) return answer;
        // A repeated request gives the same labels again, with the serial numbers they got then.
        var entries = desk.EntriesOf(opened.Order.Id).Take(SeqOf(printed)).Select(e => e.Read()).ToList();
        var then = OrderFold.Of(opened.Order.Id, entries);
        var labels = OrderLabels.Of(shelf.For(then).Workflow, then, (LabelsPrinted)entries[^1].Event);
        http.Response.Headers.CacheControl = "no-store";
        return Results.File(
            LabelPaper.Set(labels, ask.Size == Single ? LabelSize.Single : LabelSize.A4, language, entries[^1].Recorded), "application/pdf",
            string.Create(CultureInfo.InvariantCulture, $"{then.Id}-labels-{labels[0].Serial[^3..]}-{labels[^1].Serial[^3..]}.pdf"));
    }

    public static IResult All(HttpContext http, string order, CurrentPerson who, OrderDesk desk) =>
        desk.Refusal(order, who, Acts.SeeOrder, out var opened) is { } no ? no : Results.Json(
            opened!.Order.Labels.Values.Select(l => new LabelView(
                l.Serial, new LabelSerial(opened.Order.Id, l.Serial).ToString(), l.Container, l.Code, l.Seq, l.Fate?.Fate, l.Fate?.To, l.Fate?.Reason)).ToList(), ViewJson.Options);

    public static async Task<IResult> Account(HttpContext http, string order, CurrentPerson who, OrderDesk desk)
    {
        var read = await Body.ReadAsync(http, ApiJson.Default.FatesBody);
        if (read.Problem is { } no) return no;
        if (read.Value!.Labels.Any(l => l is null)) return Problems.Unreadable($"\"labels\" holds null where a label belongs.", field: "labels");
        if (read.Value.Labels.Length > LabelSerial.Last) return Problems.Unreadable($"An order has at most {LabelSerial.Last} labels.", field: "labels");
        return await desk.ChangeAsync(http, order, who, new Wish(Acts.AccountLabels, read.Bytes, (o, workflow, context) =>
            AccountLabels.Decide(workflow, o.Order, [.. read.Value.Labels.Select(l => new ToldFate(l.Serial, l.Fate, l.To, l.Reason))], context)));
    }

    // The form of the order's page, which a browser sends without a script; a field left empty is one that was not sent.
    private static async Task<Bound<LabelsBody>> OfFormAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!int.TryParse(Field("copies") ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var copies))
            return new(null, default, Problems.Unreadable($"copies is a whole number.", field: "copies"));
        var body = new LabelsBody(Field("size") ?? A4, copies, Field("container"), Field("language"), Field("reason"));
        return new(body, JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Default.LabelsBody), null);

        string? Field(string name) => form[name].ToString() is { Length: > 0 } value ? value : null;
    }

    // What stands on the bag is read by those at hand. Countries of several languages say which in "language".
    private static string LanguageOf(string? country) => country switch { "DE" or "AT" => "de", "SE" => "sv", "FR" => "fr", _ => "en" };

    private static int SeqOf(Answer answer)
    {
        using var stands = JsonDocument.Parse(answer.Body);
        return stands.RootElement.GetProperty("seq").GetInt32();
    }
}
