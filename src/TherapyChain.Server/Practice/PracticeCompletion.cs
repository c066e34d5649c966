using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Server.Access;
using TherapyChain.Server.Network;

namespace TherapyChain.Server.Practice;

/// <summary>
/// When somebody has walked a practice order to its good end, and took every step of their role themself, this is recorded as a qualification of theirs: once, by the way
/// on which an administrator records one. An order that ended otherwise, or in which a colleague took a step of theirs, gives none. A task that is no whole walk is done
/// when everything that it asks for was done by the person themself.
/// </summary>
public sealed class PracticeCompletion(PracticeHouse house, NetworkDesk desk, Keyring keys, IClock clock)
{
    private const string RecordedKey = "practised-qualification";

    /// <summary>What a completed practice is called among the qualifications of a person.</summary>
    internal static string QualificationOf(PracticeOrder practice) =>
        QualificationOf(practice.Workflow, practice.Path);

    internal static string QualificationOf(Domain.Workflows.Workflow workflow, PracticePath path) => string.Create(
        CultureInfo.InvariantCulture, $"practice-{(path.Task == PracticeTask.Walk ? "" : $"{path.Task}-")}{workflow.Id}-{workflow.Version}-{path.Role}");

    /// <summary>The steps that the walker took themself, of those that are theirs; none of them counts when a colleague took one of theirs.</summary>
    internal static IReadOnlySet<string> OwnOf(PracticeOrder practice) =>
        practice.Taken().Where(taken => taken.By == practice.Person.Id).Select(taken => taken.Step.Name).ToImmutableHashSet(StringComparer.Ordinal);

    /// <summary>Whether all that is asked for was done.</summary>
    internal static bool IsWhole(PracticeOrder practice)
    {
        if (practice.Path.Task != PracticeTask.Walk) return PracticeGoal.Of(practice) is { Length: > 0 } goals && goals.All(goal => goal.IsDone);
        // The good end alone: Pages.Orders.PathToCome leads to it, and a cancelled order never stands in it.
        if (practice.Order.State != Pages.Orders.PathToCome.GoodEnd) return false;
        var own = OwnOf(practice);
        return practice.Path.Steps.Length > 0 && practice.Path.Steps.All(own.Contains) && practice.Taken().All(taken => taken.By == practice.Person.Id || !practice.Path.IsOwn(taken.Step));
    }

    /// <summary>The qualification that this order gave; null as long as it gave none.</summary>
    internal static string? GivenBy(PracticeOrder practice) =>
        practice.Order.Documents.Values.Select(document => document.Summary.GetValueOrDefault(RecordedKey)).FirstOrDefault(name => name is not null);

    /// <summary>Records what is due. Asked again after a crash in between, it records the same once.</summary>
    internal async Task SettleAsync(HttpContext http, PracticeOrder practice)
    {
        if (!IsWhole(practice) || GivenBy(practice) is not null || keys.Now.People.GetValueOrDefault(practice.Person.Id) is not { } person) return;
        var (name, zone) = (QualificationOf(practice), DateTimeZoneProviders.Tzdb[person.Zone]);
        // The program records it, and the log says why; the address is that of the one whose last step it was.
        var by = AccessNote.OfServer(person.Site) with { Address = AccessNote.AddressOf(http) };
        // What stands until a year from the order's beginning was recorded for it before, or for a later one.
        var refused = await desk.QualifyAsync(
            person.Id, name, clock.GetCurrentInstant().InZone(zone).Date.PlusYears(1), practice.Begun.InZone(zone).Date.PlusYears(1), $"Practice order {practice.Id} walked to its end.", by);
        if (!refused.IsEmpty) return;
        await practice.Desk.ActAsync(practice.Id, practice.Network.Self, (opened, context) => PracticeHouse.Paper(
            opened.Order, "practice-completed.txt", $"{person.Name} did all that was theirs as {practice.Path.Role}. Recorded as the qualification {name}.",
            ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create(RecordedKey, name)]), context));
    }

    /// <summary>The practice orders of a person, with whatever a crash left unrecorded recorded now.</summary>
    internal async Task<IReadOnlyList<PracticeOrder>> OfAsync(HttpContext http, Person person)
    {
        var all = await house.OfAsync(person, http.RequestAborted);
        foreach (var practice in all) await SettleAsync(http, practice);
        return all;
    }
}
