using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain;
using TherapyChain.Domain.Orders;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Testing;

/// <summary>Valid values that a test does not care about.</summary>
public static class Some
{
    public static readonly OrderId OrderId = OrderId.From(0x0123_4567_89AB_CDEF);

    /// <summary>A Monday morning in winter.</summary>
    public static readonly Instant Start = Instant.FromUtc(2026, 1, 12, 8, 0);

    private static readonly ImmutableSortedDictionary<string, (string Site, string Zone)> Sites = new Dictionary<string, (string, string)>
    {
        ["referring-site"] = ("karolinska", "Europe/Stockholm"),
        ["collection-site"] = ("karolinska", "Europe/Stockholm"),
        ["manufacturer"] = ("leipzig-cells", "Europe/Berlin"),
        ["stock-site"] = ("leiden-bank", "Europe/Amsterdam"),
        ["courier"] = ("nordic-cryo", "Europe/Stockholm"),
        ["return-courier"] = ("spree-kurier", "Europe/Berlin"),
        ["treatment-site"] = ("charite", "Europe/Berlin"),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static ImmutableSortedDictionary<string, string> Parties(Workflow workflow) =>
        workflow.Parties.ToImmutableSortedDictionary(p => p, p => Sites[p].Site, StringComparer.Ordinal);

    public static ImmutableHashSet<string> KnownSites { get; } = [.. Sites.Values.Select(s => s.Site)];

    /// <summary>Somebody at the site of a party, in one role, with every qualification that workflows ask for.</summary>
    public static Person Person(string role, string party, string id = "") => new(
        id.Length > 0 ? id : $"{role}.{Sites[party].Site}",
        $"{char.ToUpperInvariant(role[0])}{role[1..].Replace('-', ' ')} of {Sites[party].Site}",
        Sites[party].Site, Sites[party].Zone, [role], Qualifications.Value);

    private static readonly Lazy<ImmutableSortedDictionary<string, LocalDate>> Qualifications = new(() =>
        Shipped.WorkflowIds.SelectMany(w => Shipped.Workflow(w).Steps).SelectMany(s => s.By.Qualified).Distinct()
            .ToImmutableSortedDictionary(q => q, _ => new LocalDate(2030, 12, 31), StringComparer.Ordinal));
}
