using System.Collections.Immutable;
using System.Globalization;
using TherapyChain.Documents.Layout;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>The sections of the custody record in their order, numbered so that they can be named over a telephone.</summary>
internal sealed record Section(int Number, string Key)
{
    public static readonly Section Identifiers = new(1, "section.identifiers");
    public static readonly Section Parties = new(2, "section.parties");
    public static readonly Section Chronology = new(3, "section.chronology");
    public static readonly Section Handovers = new(4, "section.handovers");
    public static readonly Section Signatures = new(5, "section.signatures");
    public static readonly Section Refused = new(6, "section.refused");
    public static readonly Section Corrections = new(7, "section.corrections");
    public static readonly Section Departures = new(8, "section.departures");
    public static readonly Section Documents = new(9, "section.documents");
    public static readonly Section Labels = new(10, "section.labels");
    public static readonly Section People = new(11, "section.people");
    public static readonly Section Hashes = new(12, "section.hashes");
    public static readonly Section Seal = new(13, "section.seal");

    public static readonly ImmutableArray<Section> All =
        [Identifiers, Parties, Chronology, Handovers, Signatures, Refused, Corrections, Departures, Documents, Labels, People, Hashes, Seal];

    public string Title(PaperWords words) => string.Create(CultureInfo.InvariantCulture, $"{Number}  {words[Key]}");

    public Heading Heading(PaperWords words) => new(2, Title(words));
}
