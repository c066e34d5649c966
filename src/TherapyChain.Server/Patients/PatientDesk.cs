using NodaTime;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Patients;
using TherapyChain.Domain;
using TherapyChain.Server.Access;
using TherapyChain.Server.Answers;
using TherapyChain.Server.Orders;
using TherapyChain.Server.Workflows;
using TherapyChain.Storage.Patients;

namespace TherapyChain.Server.Patients;

/// <summary>
/// Between the routes and the vault: who may know a patient is asked here, of the roles and of the orders, and nowhere else. A patient whom
/// the caller's site does not treat does not exist for them.
/// </summary>
public sealed class PatientDesk(VaultDoor door, OrderDesk orders, WorkflowShelf shelf, IClock clock)
{
    /// <summary>Somebody who may know patients: who, and in which role they do.</summary>
    internal sealed record Caller(CurrentPerson Who, string Role, Vault Vault)
    {
        public string Site => Who.Person.Site;
    }

    /// <param name="who">Who asks.</param>
    /// <param name="asKeeper">Whether they ask to report or erase, not only to treat.</param>
    /// <param name="no">Why they may not.</param>
    internal Caller? Admit(CurrentPerson who, bool asKeeper, out Problem? no)
    {
        var role = asKeeper ? PatientAccess.KeeperRole(who.Person) : PatientAccess.CarerRole(who.Person);
        no = role is null
            ? Problems.NotAllowed($"This is for: {string.Join(", ", asKeeper ? PatientAccess.Keepers : PatientAccess.Carers)}, of a hospital of the patient. Everybody else works with the code.")
            : door.Vault is null ? Problems.NoVault : null;
        return no is null ? new Caller(who, role!, door.Vault!) : null;
    }

    /// <summary>A patient of the caller's hospital; null when there is none.</summary>
    internal VaultedPatient? See(Caller caller, string name) => PatientId.TryParse(name, out var id) ? See(caller, id) : null;

    internal VaultedPatient? See(Caller caller, PatientId id) =>
        caller.Vault.Find(id) is { } patient && OrdersFor(caller, patient).Any() ? patient : null;

    /// <summary>An order of which the caller's site is a hospital; null when there is none.</summary>
    internal Order? HospitalOrder(Caller caller, string name) =>
        orders.See(name, caller.Who) is { Order: var order } && PatientAccess.IsHospitalOf(order, caller.Site) ? order : null;

    /// <summary>The patient's orders in which the caller's hospital takes part.</summary>
    internal IEnumerable<Order> OrdersFor(Caller caller, VaultedPatient patient) => Open(patient).Where(order => PatientAccess.IsHospitalOf(order, caller.Site));

    internal IReadOnlyList<PatientOrderView> OrderViews(Caller caller, VaultedPatient patient) =>
        [.. OrdersFor(caller, patient).Select(order => new PatientOrderView(order.Id.ToString(), ChainOfIdentityOf(order)))];

    internal PatientCodeView CodeOf(Caller caller, VaultedPatient patient) => new(patient.Id.ToString(), patient.Erased is not null, OrderViews(caller, patient));

    internal Storage.Patients.Access By(Caller caller, string act, string reason, string? about = null) =>
        new(act, Now, caller.Who.Id, caller.Role, caller.Site, reason.Trim(), about);

    internal LocalDate Today(Caller caller) => Now.InZone(DateTimeZoneProviders.Tzdb[caller.Who.Person.Zone]).Date;

    /// <summary>What erasing the patient would do today, by every order they have, the caller's or not.</summary>
    internal Erasure Decide(Caller caller, VaultedPatient patient) => Erasure.Decide(
        [.. Open(patient).Select(order => LinkedOrder.Of(order, shelf.For(order).Workflow.FindState(order.State)?.IsFinal ?? false))],
        Today(caller));

    private Instant Now => Moment.Whole(clock.GetCurrentInstant());

    // An order the ledger does not have (a ledger put back from an older backup) must not look as if there were no duty.
    private IEnumerable<Order> Open(VaultedPatient patient) => patient.Orders.Select(id =>
        orders.Open(id)?.Order ?? throw new InvalidOperationException($"{patient.Id} is linked with order {id}, which is not in this ledger. Was an older ledger restored?"));

    private string? ChainOfIdentityOf(Order order) =>
        shelf.For(order).Workflow.Identifiers.Where(label => label.Value.Kind == "isbt-128-coi").Select(label => order.Identifiers.GetValueOrDefault(label.Key)).FirstOrDefault(code => code is not null);
}
