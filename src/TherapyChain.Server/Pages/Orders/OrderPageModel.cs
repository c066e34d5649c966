using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Documents.Records;
using TherapyChain.Documents.Words;
using TherapyChain.Domain;
using TherapyChain.Domain.Access;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Papers;
using TherapyChain.Server.Workflows;

namespace TherapyChain.Server.Pages.Orders;

/// <summary>What the page of one order shows: the view that the programming interface gives, and the words of the custody record.</summary>
public sealed record OrderPageModel(
    OrderView View, CustodyRecord Record, IReadOnlyList<RunningLimit> Limits, IReadOnlyList<StepView> Steps, ImmutableArray<string> Resumers, bool MayResume, bool MayHold, bool IsReleased, bool MayPrintLabels)
{
    private static readonly string[] MarkKeys =
        ["detail.stands", "detail.stands-not", "detail.limit-begins", "detail.limit-ends", "detail.workflow-sha256", "detail.head-before", "detail.form-size", "field.workflow", "log.format"];

    /// <summary>The state of the order that the page shows.</summary>
    public string ETag { get; init; } = "";

    /// <summary>What details are called, in the language of the page, that few people look for.</summary>
    public IReadOnlySet<string> Marks { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The steps of the shortest way to the order's good end, in words; none when there is no such way.</summary>
    public IReadOnlyList<string> ToCome { get; init; } = [];

    /// <summary>Steps that are open from most places, such as to cancel: never what an order is for.</summary>
    public IReadOnlySet<string> Exits { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The pages that look closer at this order or change it otherwise, for this person: the end of the address, and what it is called.</summary>
    public IReadOnlyList<(string Path, Sentence Words)> Closer { get; init; } = [];

    private Func<string, string?> Called { get; init; } = _ => null;

    private Func<HoldView, Sentence> Told { get; init; } = hold => $"{hold.Reason}";

    /// <summary>Why an order is on hold, where a rule of ours wrote it in the reader's language.</summary>
    public Sentence ReasonOf(HoldView hold) => Told(hold);

    /// <summary>What a step is called; null when it is none of this therapy.</summary>
    public string? StepCalled(string? step) => step is null ? null : Called(step);

    /// <summary>The numbers of printed labels of which nobody has said what became of them.</summary>
    public string LabelsWithoutFate => string.Join(", ", Record.Labels.Where(l => l.Fate is null).Select(l => l.Serial));

    /// <summary>What the details of an entry are called in a language that are hashes and marks: told behind a click.</summary>
    public static IReadOnlySet<string> MarksIn(string language) => MarkKeys.Select(key => PaperWords.In(language)[key]).Append("SHA-256").ToImmutableHashSet(StringComparer.Ordinal);

    /// <returns>Null when there is no such order that the person may see.</returns>
    internal static OrderPageModel? Of(string name, CurrentPerson who, OrderDesk desk, WorkflowShelf shelf, Roll network, string language, Instant now)
    {
        if (desk.See(name, who) is not { } opened) return null;
        var (order, shelved) = (opened.Order, shelf.For(opened.Order));
        var workflow = shelved.Workflow;
        var context = new Context(now, who.Person);
        var today = WatchClocks.Decide(workflow, order, context).After;
        return new OrderPageModel(
            OrderView.Of(opened, shelved, network, who.Person.Zone, language, now),
            CustodyRecordBuilder.Build(workflow, [.. desk.EntriesOf(order.Id)], OrderPapers.NamesIn(network), language),
            [.. order.Clocks.OrderBy(c => c.Value.Limit).Select(c => new RunningLimit(
                workflow.Say(c.Key, language), c.Value.Limit, now, c.Value.Started, c.Value.Earliest, c.Value.UrgencyAt(now), c.Value.Holds))],
            [.. OpenSteps.Of(workflow, today, context).Select(step => StepView.Of(step, today, workflow, language))],
            workflow.Anywhere.GetValueOrDefault("resume", []),
            May(Acts.Resume), May(Acts.Hold) && workflow.FindState(order.State) is { IsFinal: false }, ReleaseRule.Missing(order) is null,
            who.May(Acts.PrintLabels, order) && !order.IsOnHold && workflow.FindState(order.State) is { IsFinal: false })
        {
            ETag = opened.ETag,
            Marks = MarksIn(language),
            ToCome = [.. PathToCome.Of(workflow, order).Select(step => workflow.Say(step, language))],
            Exits = workflow.Steps.Where(step => step.From.Length * 3 > workflow.States.Length).Select(step => step.Name).ToImmutableHashSet(StringComparer.Ordinal),
            Closer =
            [
                ("record", $"The custody record on screen"),
                ("release", $"What a release is judged by"),
                .. order.Labels.Count > 0 ? [("labels", (Sentence)$"Printed labels and what became of them")] : Array.Empty<(string, Sentence)>(),
                .. May("correct") ? [("corrections", (Sentence)$"Correct a value")] : Array.Empty<(string, Sentence)>(),
                .. May("record-deviation") ? [("deviations", (Sentence)$"Record a deviation")] : Array.Empty<(string, Sentence)>(),
                .. May("move-workflow") ? [("workflow", (Sentence)$"Move to a newer version")] : Array.Empty<(string, Sentence)>(),
            ],
            Told = hold => HoldReason.Told(workflow, hold.Code, hold.Reason),
            Called = step => workflow.FindStep(step) is null ? null : workflow.Say(step, language),
        };

        bool May(string verb) => who.May(verb, order) && workflow.Anywhere.GetValueOrDefault(verb, []).Any(who.Person.Roles.Contains);
    }

    public static Instant At(Moment moment) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(moment.Utc).Value;

    /// <summary>Whether a step belongs to other people, whatever else stands against it.</summary>
    public static bool IsNotTheirs(Reason reason) => reason.Code is "actor.role" or "actor.site" or "actor.qualification";
}

/// <summary>A running limit and how much of it has passed.</summary>
public sealed record RunningLimit(string Words, Instant At, Instant Now, Instant Started, Instant? Earliest, Urgency Urgency, bool Holds)
{
    public Duration Left => At - Now;

    public bool IsOver => Urgency == Urgency.Over;

    public string Weight => Urgency.ToString().ToLowerInvariant();

    public int Percent => IsOver ? 100 : (int)Math.Clamp((Now - Started) / (At - Started) * 100, 0, 100);
}
