using System.Collections.Immutable;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;
using TherapyChain.Server.Access;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage;

namespace TherapyChain.Server.Practice;

/// <summary>One practice order, with the one who walks it and everything invented around them.</summary>
/// <param name="Person">The real person.</param>
/// <param name="Begun">When it was begun, by the real clock.</param>
/// <param name="Desk">The way of every change of it: the real one's, over the ledger and the hour of practice.</param>
internal sealed record PracticeOrder(OrderId Id, Person Person, NodaTime.Instant Begun, Shelved Shelved, PracticePath Path, PracticeNetwork Network, OrderDesk Desk, Ledger Ledger, PracticeClock Clock, Changes Changes)
{
    /// <summary>What everybody of practice gives as their password: it opens nothing.</summary>
    public const string Word = "practice";

    public Workflow Workflow => Shelved.Workflow;

    public Order Order => Desk.Open(Id)!.Order;

    /// <summary>Whether its walker put it aside, to begin anew.</summary>
    public bool IsAside => Order.Documents.Values.Any(document => document.Summary.ContainsKey(PracticeHouse.AsideKey));

    /// <summary>As who the person acts in it.</summary>
    public CurrentPerson As(CurrentPerson who) => who with { Person = Network.Self };

    /// <summary>The second person of a two-person check is a practice colleague. Real people and their passwords are nothing here.</summary>
    public (Person? Second, Reason? No) Second(SecondBody given) =>
        Network.Colleagues.FirstOrDefault(colleague => colleague.Id == given.Person?.Trim()) is { } second && given.Password == Word ? (second, null)
            : (null, new("second-person.credentials", $"In practice a practice colleague checks with you: their id and word stand on the practice sheet. Nobody real vouches for anything here.", "second"));

    /// <summary>The steps that were taken, each with who took it, oldest first.</summary>
    public IEnumerable<(Step Step, string By)> Taken() =>
        Desk.EntriesOf(Id).Where(entry => entry.Envelope.Type == "step.completed").Select(entry => (Step: Workflow.FindStep(((StepCompleted)entry.Read().Event).Step), entry.Envelope.Actor))
            .Where(taken => taken.Step is not null).Select(taken => (taken.Step!, taken.Actor));
}
