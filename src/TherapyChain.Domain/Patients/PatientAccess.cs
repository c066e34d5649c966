using System.Collections.Immutable;
using TherapyChain.Domain.Orders;

namespace TherapyChain.Domain.Patients;

/// <summary>
/// Who may know who a patient is: those who treat them, at a hospital of one of their orders. The supply chain works with codes, and so do
/// those who inspect it or run the server.
/// </summary>
public static class PatientAccess
{
    public static readonly ImmutableArray<string> Carers = ["coordinator", "referring-physician", "physician", "apheresis-nurse", "ward-nurse"];

    /// <summary>Who answers for a patient's data: reports to the patient, and erases.</summary>
    public static readonly ImmutableArray<string> Keepers = ["coordinator"];

    public static readonly ImmutableArray<string> Hospitals = ["referring-site", "collection-site", "treatment-site"];

    /// <summary>Roles that never know a patient, whatever other role the same person holds.</summary>
    public static readonly ImmutableArray<string> Never = ["administrator", "inspector", "partner-viewer", "courier"];

    /// <summary>The role in which somebody cares for patients; null when they do not.</summary>
    public static string? CarerRole(Person person) => RoleAmong(Carers, person);

    /// <summary>The role in which somebody keeps patients' data; null when they do not.</summary>
    public static string? KeeperRole(Person person) => RoleAmong(Keepers, person);

    /// <summary>Whether somebody's site is a hospital of the order.</summary>
    public static bool IsHospitalOf(Order order, string site) => Hospitals.Any(party => order.Parties.GetValueOrDefault(party) == site);

    /// <summary>What is wrong with a reason for touching a patient's data; null when it will do.</summary>
    public static Reason? ProblemOf(string? reason) => Verb.Words("reason", reason);

    private static string? RoleAmong(ImmutableArray<string> roles, Person person) =>
        person.Roles.Any(role => Never.Contains(role)) ? null : roles.FirstOrDefault(role => person.Roles.Contains(role));
}
