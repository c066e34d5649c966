using System.Collections.Frozen;

namespace TherapyChain.Domain.Workflows;

/// <summary>The words a drawing needs beside those of the workflow itself.</summary>
internal sealed record DrawingWords(
    string From, string Step, string To, string Who, string Demands, string Anywhere, string Qualified, string Requires, string Within, string After,
    string Assigns, string Identity, string TwoPeople, string Custody, string Seal, string Condition, string Optional, string Labels, string Sign, string EvenOnHold,
    FrozenDictionary<string, string> Phases)
{
    private static readonly DrawingWords En = new(
        "From", "Step", "To", "Who", "Demands", "Anywhere", "qualified", "requires", "within", "not before", "gives", "identity", "two people",
        "handover", "seal", "condition", "optional", "labels reconciled", "signed", "even on hold",
        Named("Ordering", "Collection", "To the manufacturer", "Manufacture", "Release", "To the treatment site", "Treatment", "Follow-up", "Ended"));

    private static readonly DrawingWords De = new(
        "Von", "Schritt", "Nach", "Wer", "Verlangt", "Überall", "qualifiziert", "setzt voraus", "innerhalb", "nicht vor", "vergibt", "Identität", "zwei Personen",
        "Übergabe", "Siegel", "Zustand", "freiwillig", "Etiketten abgeglichen", "unterschrieben", "auch während eines Stopps",
        Named("Bestellung", "Entnahme", "Zum Hersteller", "Herstellung", "Freigabe", "Zur Behandlungseinrichtung", "Behandlung", "Nachsorge", "Beendet"));

    private static readonly DrawingWords Sv = new(
        "Från", "Steg", "Till", "Vem", "Kräver", "Var som helst", "behörighet", "förutsätter", "inom", "inte före", "tilldelar", "identitet", "två personer",
        "överlämning", "försegling", "skick", "valfritt", "etiketter avstämda", "undertecknas", "även när ordern är stoppad",
        Named("Beställning", "Insamling", "Till tillverkaren", "Tillverkning", "Frisläppning", "Till behandlande sjukhus", "Behandling", "Uppföljning", "Avslutad"));

    private static readonly DrawingWords Fr = new(
        "De", "Étape", "Vers", "Qui", "Exige", "Partout", "qualification", "suppose", "dans le délai", "pas avant", "attribue", "identité", "deux personnes",
        "remise", "scellé", "état", "facultatif", "étiquettes rapprochées", "signé", "même pendant un blocage",
        Named("Commande", "Prélèvement", "Vers le fabricant", "Fabrication", "Libération", "Vers le site de traitement", "Traitement", "Suivi", "Terminée"));

    public static DrawingWords In(string language) => language switch { "de" => De, "sv" => Sv, "fr" => Fr, _ => En };

    public string Phase(string phase) => Phases[phase];

    private static FrozenDictionary<string, string> Named(
        string ordering, string collection, string inbound, string manufacture, string release, string outbound, string treatment, string followUp, string ended) =>
        new Dictionary<string, string>
        {
            ["ordering"] = ordering,
            ["collection"] = collection,
            ["inbound"] = inbound,
            ["manufacture"] = manufacture,
            ["release"] = release,
            ["outbound"] = outbound,
            ["treatment"] = treatment,
            ["follow-up"] = followUp,
            ["ended"] = ended,
        }.ToFrozenDictionary(StringComparer.Ordinal);
}
