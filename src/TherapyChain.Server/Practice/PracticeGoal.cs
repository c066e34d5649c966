using System.Collections.Immutable;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Server.Practice;

/// <summary>One thing that somebody does in a practice order.</summary>
/// <param name="Address">The page on which it is done.</param>
/// <param name="IsDone">Whether they did it themself.</param>
/// <param name="IsNow">Whether it can be done now.</param>
internal sealed record PracticeGoal(string Name, Sentence Words, string Address, bool IsDone, bool IsNow)
{
    /// <summary>What is asked of the one who practises, in order.</summary>
    public static ImmutableArray<PracticeGoal> Of(PracticeOrder practice)
    {
        var (order, path, at) = (practice.Order, practice.Path, $"/orders/{practice.Id}");
        var entries = practice.Desk.EntriesOf(practice.Id).Where(entry => entry.Envelope.Actor == practice.Person.Id).Select(entry => entry.Read()).ToList();
        switch (path.Task)
        {
            case PracticeTask.Holds when PracticeScene.HeldIn(practice) is { } held:
                var (resolved, deviated) = (entries.Any(entry => entry.Event is HoldResolved by && by.Held == held.Seq), entries.Any(entry => entry.Event is DeviationRecorded));
                List<PracticeGoal> asked = [new("resolve", $"Judge the failed scan, and resolve the hold", $"{at}/holds/{held.Seq}", resolved, !resolved)];
                if (PracticeScene.SlipIn(practice) is { } slip)
                {
                    var corrected = entries.Any(entry => entry.Event is EntryCorrected by && by.Corrects == slip.Seq && by.Field == slip.Field)
                        && order.Steps[slip.Seq].Evidence[slip.Field].Value == slip.True;
                    asked.Add(new("correct", $"Correct a value: {new Term.Label(practice.Workflow, slip.Field)}", $"{at}/corrections?entry={slip.Seq}&field={slip.Field}#correct", corrected, !corrected));
                }
                asked.Add(new("deviate", $"Record the mistake as a deviation", $"{at}/deviations", deviated, !deviated));
                return [.. asked];
            case PracticeTask.Labels when order.Labels.Count > 0:
                return
                [
                    .. order.Labels.Values.Select(label =>
                    {
                        var fate = PracticeScene.FateOf(label, order);
                        var told = label.Fate?.Fate == fate && entries.Any(entry => entry.Event is LabelsAccounted by && by.Labels.Any(one => one.Serial == label.Serial));
                        return new PracticeGoal(
                            $"label-{label.Serial}", fate == LabelFate.Applied ? (Sentence)$"Label {Short(label)}: applied" : (Sentence)$"Label {Short(label)}: destroyed", $"{at}/labels", told, !told);
                    }),
                ];
            case PracticeTask.Shipment when path.Carries && PracticeScene.IsSet(practice):
                var late = entries.Any(entry => entry.Event is DeviationRecorded);
                return [new("deviate", $"Record that the flight is late", $"{at}/deviations", late, !late)];
            default:
                var own = PracticeCompletion.OwnOf(practice);
                var next = path.IsBeside && PracticeScene.IsSet(practice) ? path.Steps[0] : PracticeColleagues.NextOf(practice, order) is { } step && path.IsOwn(step) ? step.Name : null;
                return
                [
                    .. path.Steps.Select(name => new PracticeGoal(
                        name, $"{new Term.Label(practice.Workflow, name)}", path.Task == PracticeTask.Shipment && !path.IsBeside ? $"/shipments/{practice.Id}/{name}" : $"{at}/steps/{name}", own.Contains(name), name == next && (path.Task == PracticeTask.Walk || !own.Contains(name)))),
                ];
        }
    }

    /// <summary>The page on which a practice begins and is gone on with.</summary>
    public static string PageOf(PracticeOrder practice) => practice.Path.Task switch
    {
        PracticeTask.Holds when PracticeScene.HeldIn(practice) is { } held => $"/orders/{practice.Id}/holds/{held.Seq}",
        PracticeTask.Labels => $"/orders/{practice.Id}/labels",
        PracticeTask.Release => $"/orders/{practice.Id}/release",
        PracticeTask.Shipment => $"/shipments/{practice.Id}",
        _ => $"/orders/{practice.Id}",
    };

    private static string Short(PrintedLabel label) => Domain.Identity.LabelSerial.Short(label.Serial);
}
