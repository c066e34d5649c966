using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Custody;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Exchange.Loggers;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Demo;
using TherapyChain.Server.Orders;
using TherapyChain.Storage;

namespace TherapyChain.Server.Practice;

/// <summary>What the practice colleagues do: every step that is not the walker's own, each through the real decision, with files and values like those of the demonstration.</summary>
internal static class PracticeColleagues
{
    // The longest therapy has some sixty steps.
    private const int MostAtOnce = 150;

    private static readonly ImmutableSortedDictionary<string, string> Nothing = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Goes on until it is the walker's turn, the order has ended, or it is on hold.</summary>
    /// <param name="resolve">Whether somebody of quality looks into holds first and lets work go on.</param>
    /// <returns>Why they could not go on; nothing when they did all that was theirs.</returns>
    public static async Task<ImmutableArray<Reason>> GoOnAsync(PracticeOrder practice, bool resolve)
    {
        for (var i = 0; i < MostAtOnce; i++)
        {
            var order = practice.Order;
            if (practice.Path.Task != PracticeTask.Walk && (PracticeScene.IsSet(practice) || PracticeCompletion.IsWhole(practice))) return [];
            if (order.IsOnHold)
            {
                // What a colleague scanned wrongly before a release is judged by a colleague, too: it is the evidence.
                if (!resolve && (practice.Path.Task != PracticeTask.Release || order.Holds[0].By == practice.Person.Id)) return [];
                if (await ResolveAsync(practice, order.Holds[0]) is { IsEmpty: false } held) return held;
                continue;
            }
            if (await PracticeScene.PrintAsync(practice)) return [];
            if (NextOf(practice, order) is not { } step) return [];
            var isOwn = practice.Path.IsOwn(step);
            if (isOwn)
            {
                await PrepareAsync(practice, step, practice.Network.Colleagues.First(colleague => colleague.Site == practice.Path.Site));
                return [];
            }
            if (await TakeAsync(practice, step) is { IsEmpty: false } refused) return refused;
        }
        return [];
    }

    /// <summary>The next step on the straight way; null when there is none any more.</summary>
    public static Step? NextOf(PracticeOrder practice, Order order) =>
        Pages.Orders.PathToCome.Of(practice.Workflow, order).Select(practice.Workflow.FindStep).FirstOrDefault();

    /// <summary>The form of a step as somebody would fill it in who makes no mistake.</summary>
    public static StepRequest Form(PracticeOrder practice, Order order, Step step, Instant now)
    {
        var zone = practice.Network.Self.Zone;
        var number = NumberOf(practice.Id);
        var paper = step.Evidence.FirstOrDefault(piece => piece is { Required: true, Kind: EvidenceKind.Document });
        var form = Rehearsal.Fill(practice.Workflow, order, step, now, zone, paper is null ? null : PaperFor(order, paper.Name)) with { At = null, LateReason = null };
        foreach (var piece in step.Evidence.Where(piece => piece is { Required: true, Kind: EvidenceKind.Document }))
            form = form with { Evidence = form.Evidence.SetItem(piece.Name, new EvidenceValue(PaperFor(order, piece.Name) ?? "")) };
        return DemoEvidence.Enliven(form, step, order, now.InZone(DateTimeZoneProviders.Tzdb[zone]).Date, number);
    }

    private static async Task<ImmutableArray<Reason>> TakeAsync(PracticeOrder practice, Step step)
    {
        var doer = practice.Network.Cast.Doer(practice.Order, step, 0);
        await PrepareAsync(practice, step, doer);
        var second = practice.Network.Cast.Second(step, doer);
        var toFail = PracticeScene.IsToFail(practice, practice.Order, step);
        var refused = await practice.Desk.ActAsync(practice.Id, doer, (opened, context) =>
        {
            var form = Form(practice, opened.Order, step, context.Now);
            var checkedBy = context with { Second = second };
            return (Advance.Decide(practice.Workflow, opened.Order, toFail ? PracticeScene.Failing(practice, opened.Order, step, form, checkedBy) ?? form : form, checkedBy), null);
        });
        // A scan that was meant to fail has done what it should.
        return practice.Order.IsOnHold ? [] : refused;
    }

    private static async Task<ImmutableArray<Reason>> ResolveAsync(PracticeOrder practice, Hold held) =>
        await practice.Desk.ActAsync(practice.Id, practice.Network.Cast.Of(practice.Order, "quality"), (opened, context) =>
            (Holds.Resolve(practice.Workflow, opened.Order, held.Seq, "Practice: two people of quality compared everything again, and it agrees. Work goes on.", context), null));

    // The papers that a step asks for lie ready, as they would on a desk.
    private static async Task PrepareAsync(PracticeOrder practice, Step step, Person by)
    {
        foreach (var piece in step.Evidence.Where(piece => piece is { Required: true, Kind: EvidenceKind.Document }))
            if (PaperFor(practice.Order, piece.Name) is null)
                await practice.Desk.ActAsync(practice.Id, by, (opened, context) => piece.Name == "logger-file" ? Trace(practice, opened.Order, step, context)
                    : PracticeHouse.Paper(opened.Order, $"{piece.Name}-practice.txt", $"{practice.Workflow.Say(piece.Name, "en")}\n\nIssued {Moment.Iso(context.Now)}", Nothing, context));
    }

    private static (Decision, KeptDocument?) Trace(PracticeOrder practice, Order order, Step step, Context context)
    {
        var container = step.Custody[0].Container;
        var kind = practice.Workflow.Containers[container];
        var bytes = DemoFiles.Trace(kind, order.Containers[container].Since, context.Now, NumberOf(practice.Id) + order.Seq, warm: false);
        if (LoggerFiles.Read(bytes) is not LoggerOutcome.Parsed parsed) throw new InvalidOperationException($"The logger file of practice at {step.Name} cannot be read.");
        var document = new DocumentAdded(Hash.Of(bytes).ToString(), $"logger-file-{parsed.Record.Serial}-practice.csv", "text/csv", bytes.LongLength, TraceSummary.Kind, TraceSummary.Of(parsed.Record, kind));
        return (Domain.Orders.Documents.Add(order, document, context), new KeptDocument(Hash.Of(bytes), document.MediaType, bytes));
    }

    private static string? PaperFor(Order order, string evidence) =>
        order.Documents.Values.LastOrDefault(document => document.Name.StartsWith(evidence, StringComparison.Ordinal) && document.Name.Contains("-practice.", StringComparison.Ordinal))?.Sha256;

    // Values differ from one practice order to the next.
    private static int NumberOf(OrderId id) => (int)(id.Value % 900) + 17;
}
