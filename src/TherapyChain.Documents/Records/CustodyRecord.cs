using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;
using TherapyChain.Documents.Words;

namespace TherapyChain.Documents.Records;

/// <summary>
/// What a custody record says, apart from how it is set: everything an inspector asks of one order, in the order they ask it. Made by
/// <see cref="CustodyRecordBuilder"/> from the sealed entries; all texts are final, all times already in the zone of the site they happened at.
/// </summary>
/// <param name="Head">What stands on every page: the order, where it stands, the seal, the copy.</param>
/// <param name="Identifiers">Every code that was ever given to the order or its containers, in the order they were given.</param>
/// <param name="Signatures">Every signature with its meaning, in the order of signing.</param>
/// <param name="Refused">Refused identity checks.</param>
/// <param name="Departures">Holds, deviations, exceeded limits and late entries.</param>
/// <param name="Labels">Every label printed for the order, by serial number.</param>
/// <param name="People">Everybody who acted, as they are named on this paper.</param>
public sealed record CustodyRecord(
    PaperHead Head,
    Counts Counts,
    ImmutableArray<Identifier> Identifiers,
    ImmutableArray<PartyLine> Parties,
    ImmutableArray<HandoverLine> Handovers,
    ImmutableArray<EntryLine> Entries,
    ImmutableArray<SignatureLine> Signatures,
    ImmutableArray<CorrectionLine> Corrections,
    ImmutableArray<RefusalLine> Refused,
    ImmutableArray<DepartureLine> Departures,
    ImmutableArray<DocumentLine> Documents,
    ImmutableArray<LabelLine> Labels,
    ImmutableArray<PersonLine> People)
{
    internal PaperWords Words => Head.Words;
}

/// <summary>How often each thing happened.</summary>
public sealed record Counts(int Entries, int Handovers, int Refused, int Corrections, int Deviations, int Exceeded, int Late);

/// <summary>One identifier, readable and as a barcode.</summary>
/// <param name="Symbol">What the barcode encodes: the ISBT 128 data structure, a GS1 element string after ASCII 29, or the text itself.</param>
/// <param name="Given">The entry that gave it.</param>
/// <param name="Scanned">The entries in which it was scanned again and matched.</param>
/// <param name="Now">Who holds the container, what became of it, or that another code took its place; empty for an identifier that stands.</param>
public sealed record Identifier(string Name, string Value, string Symbol, int Given, ImmutableArray<int> Scanned, string Now);

/// <summary>Which site played which part.</summary>
public sealed record PartyLine(string Party, string Site, string Zone);

/// <summary>A time as it was on the wall at the site, the zone it was read in, and UTC.</summary>
public sealed record When(string Local, string Zone, string Utc);

/// <summary>One change of hands: which containers, by their codes, between which parties, and who recorded it.</summary>
public sealed record HandoverLine(
    int Seq, When When, string Container, ImmutableArray<string> Codes, string Gives, string Takes, string Seal, string Condition, string Who);

/// <summary>One entry: what happened, when, who, in which role, where, and every detail it holds.</summary>
/// <param name="Moves">The order's state before and after, or null where the entry moves none.</param>
/// <param name="Late">When it was recorded and why late, or null when it was recorded as it happened.</param>
/// <param name="Refused">The codes of a refused identity check.</param>
/// <param name="Hash">The entry's hash, whole.</param>
/// <param name="Recorded">When it was entered, in UTC.</param>
public sealed record EntryLine(
    int Seq, When When, string What, string? Moves, string Who, string Role, string Site, LateEntry? Late,
    ImmutableArray<Detail> Details, ImmutableArray<RefusedCode> Refused, Weight Weight, string Hash, string Recorded);

/// <summary>An entry made after the fact: when, how long after, and why.</summary>
public sealed record LateEntry(When Entered, string After, string? Reason);

/// <summary>How loudly a line speaks on paper.</summary>
public enum Weight { Plain, Warning, Stop }

/// <summary>A named detail. A corrected one shows the old value struck, then the new one and where it was corrected.</summary>
public sealed record Detail(string Name, string Value, string? Struck = null, string? Note = null, bool IsCode = false)
{
    /// <summary>The text as it stands in the entry, where a rule of ours wrote it in English and the value tells it in another language.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? AsRecorded { get; init; }
}

public sealed record SignatureLine(int Seq, string Name, string Meaning, When When, string Step, string Hash);

public sealed record CorrectionLine(int Seq, int Corrects, string Field, string Old, string New, string Reason, string Who, When When);

/// <summary>A code that was scanned, and those that belong there; none where the code is one that another order owns.</summary>
public sealed record RefusedCode(string Name, string Scanned, ImmutableArray<string> Expected);

/// <param name="Second">The other person of a two-person check, or null.</param>
public sealed record RefusalLine(int Seq, When When, string Step, string Who, string? Second, ImmutableArray<RefusedCode> Codes, string Resolution);

/// <summary>Something that did not go as planned, and what was done about it.</summary>
public sealed record DepartureLine(int Seq, When When, string Kind, string Text, string Outcome);

public sealed record DocumentLine(int Seq, string Name, string Kind, string MediaType, string Size, string Sha256, ImmutableArray<Detail> Summary);

/// <summary>One printed label.</summary>
/// <param name="Printed">The entry that printed it.</param>
/// <param name="Again">Why it was printed again; empty the first time.</param>
/// <param name="Code">The container's code it carries; empty when it carries the chain of identity alone.</param>
/// <param name="Fate">What became of it last; null when nobody has said.</param>
public sealed record LabelLine(string Serial, int Printed, When When, string Who, string Again, string For, string Code, FateLine? Fate);

/// <param name="To">What it was put on; empty when on nothing.</param>
public sealed record FateLine(int Seq, When When, string Who, string Fate, string To, string Reason);

/// <param name="Id">The identifier that stands in the entries: unique and never given to another person.</param>
/// <param name="Entries">The entries the person made or was the second person of.</param>
public sealed record PersonLine(string Name, string Id, ImmutableArray<string> Roles, ImmutableArray<string> Sites, ImmutableArray<int> Entries);

/// <summary>What binds the paper to the ledger.</summary>
/// <param name="Head">Hash of the last entry, in which all before it are bound.</param>
/// <param name="Code">The text of the QR code: <c>TC1:order:entries:head</c>, what <c>ledger verify --expect</c> takes.</param>
/// <param name="Recorded">When the last entry was recorded.</param>
public sealed record SealStatement(int Entries, string Head, string Code, string WorkflowSha256, Instant Recorded);

/// <summary>Who printed it, when, which copy: the last entry when the record was printed through the server.</summary>
public sealed record PrintStatement(string Who, string Site, When When, int Copy);
