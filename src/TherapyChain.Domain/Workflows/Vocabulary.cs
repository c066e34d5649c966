using System.Collections.Frozen;

namespace TherapyChain.Domain.Workflows;

/// <summary>
/// The closed sets of words a workflow file may use. A word that is not here is refused when the file is read, so that a misspelt role
/// or act can never become a rule that nobody meets or, worse, that everybody meets.
/// </summary>
public static class Vocabulary
{
    /// <summary>What a person does in the chain (the trade's roles).</summary>
    public static readonly FrozenSet<string> Roles = Set(
        "referring-physician", "physician", "coordinator", "apheresis-nurse", "surgeon", "cell-lab", "pharmacist", "ward-nurse",
        "case-manager", "control-tower", "planner", "operator", "quality-control", "quality-assurance", "qualified-person", "courier",
        "customs-broker", "quality", "partner-viewer", "data-manager", "training-manager", "administrator", "inspector");

    /// <summary>The part a site plays in one order.</summary>
    public static readonly FrozenSet<string> Parties = Set(
        "referring-site", "collection-site", "manufacturer", "stock-site", "courier", "return-courier", "treatment-site");

    /// <summary>Parties that only carry: what they hold is in transit and must be received by somebody.</summary>
    public static readonly FrozenSet<string> Carriers = Set("courier", "return-courier");

    /// <summary>Milestones that a step may record and another may require.</summary>
    public static readonly FrozenSet<string> Acts = Set(
        "referral", "antibody-test", "hla-typing", "eligibility", "consent", "infection-tests", "prescription", "approval", "slot",
        "identity-issued", "kit-ready", "collection", "freeze", "shipping-documents", "manufacture", "quality-control",
        "quality-review", "release", "out-of-specification", "physician-acceptance", "acceptance", "quarantine", "rejection",
        "storage", "fitness", "rescue-ready", "conditioning", "lot-selection", "dose-preparation", "inbound-transit",
        "outbound-transit", "thaw", "issue", "infusion", "partial-infusion", "rescue-infusion", "monitoring", "registry-report",
        "label-reconciliation", "postponement", "reserve", "material-accounted", "cancellation", "consent-withdrawal", "death",
        "close");

    /// <summary>Units evidence may be given in; the written form is the UCUM-like text clinicians use.</summary>
    public static readonly FrozenSet<string> Units = Set(
        "10^6", "10^9", "10^6/kg", "10^6/mL", "10^9/L", "vg", "vg/kg", "10^13 vg/kg", "mL", "L", "mg", "g", "kg", "cm", "mm", "°C", "%", "min", "h", "d",
        "bag", "vial", "dose", "bottle", "piece", "label", "IU", "titre");

    /// <summary>What can become of a container.</summary>
    public static readonly FrozenSet<string> Fates = Set("infused", "consumed", "destroyed", "returned", "retained", "lost", "as-recorded");

    /// <summary>Where an identity check is made.</summary>
    public static readonly FrozenSet<string> Places = Set("bedside", "bench", "dock");

    /// <summary>What a signature means (21 CFR 11.50).</summary>
    public static readonly FrozenSet<string> Meanings = Set(
        "performed-by", "verified-by", "ordered-by", "approved-by", "released-by", "rejected-by", "accepted-responsibility-for", "received-by");

    /// <summary>The large parts of an order's life, for boards and worklists.</summary>
    public static readonly FrozenSet<string> Phases = Set(
        "ordering", "collection", "inbound", "manufacture", "release", "outbound", "treatment", "follow-up", "ended");

    /// <summary>Grammars of identifiers, read by <see cref="Identity.LabelGrammar"/>.</summary>
    public static readonly FrozenSet<string> Labels = Set(
        "isbt-128-coi", "isbt-128-din", "sec", "gs1-sgtin", "gs1-lgtin", "gs1-sscc", "gs1-gsrn", "gs1-giai", "gs1-grai", "text");

    /// <summary>The verbs an order always has; a workflow says which roles may use them.</summary>
    public static readonly FrozenSet<string> Verbs = Set("hold", "resume", "correct", "record-deviation", "move-workflow");

    /// <summary>Languages every word of a workflow must be given in.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "de", "sv"];

    /// <summary>Languages a word may be given in besides; English stands in where it is not.</summary>
    public static readonly IReadOnlyList<string> OptionalLanguages = ["fr"];

    private static FrozenSet<string> Set(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
