using System.Collections.Immutable;

namespace TherapyChain.Domain.Compliance;

/// <summary>What an inspector may rely on.</summary>
public enum Fulfilment
{
    NotYet,
    Partly,
    Fulfilled,
}

/// <summary>A regulatory requirement, what meets it, and the tests that show it.</summary>
/// <param name="Id">P11-01 and so on, as in <c>docs/compliance/requirements.csv</c>.</param>
/// <param name="Clause">The clause it comes from.</param>
/// <param name="Asked">The test that the requirement asks for.</param>
/// <param name="How">What meets it; null when nothing does.</param>
/// <param name="Missing">What is not met; null when all is.</param>
/// <param name="Tests">Tests that carry its tag, as Class.Method.</param>
public sealed record Requirement(
    string Id, string Clause, string Behaviour, string Asked, Fulfilment State, string? How, string? Missing, ImmutableArray<string> Tests);

/// <summary>What can go wrong, how badly and how probably, and what stands against it.</summary>
/// <param name="Severity">1 (a nuisance) to 5 (a patient dies or cannot be treated).</param>
/// <param name="Probability">1 (not expected in the life of the system) to 5 (every week), before mitigation.</param>
/// <param name="ResidualSeverity">As <paramref name="Severity"/>, with the mitigation.</param>
/// <param name="ResidualProbability">As <paramref name="Probability"/>, with the mitigation.</param>
/// <param name="Rests">What remains, and what the operator must do about it.</param>
/// <param name="Tests">Tests that show the mitigation, as Class.Method; none where it is the operator's.</param>
public sealed record Risk(
    string Id, string Hazard, string Cause, int Severity, int Probability, string Mitigation, int ResidualSeverity, int ResidualProbability, string Rests, ImmutableArray<string> Tests)
{
    /// <summary>Severity by probability, 1 to 25, before mitigation.</summary>
    public int Before => Severity * Probability;

    /// <summary>Severity by probability, 1 to 25, with the mitigation.</summary>
    public int After => ResidualSeverity * ResidualProbability;
}
