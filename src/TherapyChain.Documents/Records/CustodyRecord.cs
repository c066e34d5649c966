using System.Collections.Immutable;

namespace TherapyChain.Documents.Records;

/// <summary>
/// What a custody record says, apart from how it is set: everything an inspector asks of one order, in the order they ask it. Made by
/// <see cref="CustodyRecordBuilder"/> from the sealed entries; all texts are final, all times already in the zone of the site they happened at.
/// </summary>
/// <param name="Order">The order's name, on every page.</param>
/// <param name="Reference">The hospital's own order number.</param>
/// <param name="Therapy">The workflow's title, identifier and version.</param>
/// <param name="State">Where the order stands at the last entry.</param>
/// <param name="OnHold">Holds that are open at the last entry, in words; empty when there is none.</param>
/// <param name="Signatures">Every signature with its meaning, in the order of signing.</param>
/// <param name="Refused">Refused identity checks.</param>
public sealed record CustodyRecord(
    string Order,
    string Reference,
    string Therapy,
    string Workflow,
    string State,
    ImmutableArray<string> OnHold,
    ImmutableArray<Identifier> Identifiers,
    ImmutableArray<PartyLine> Parties,
    ImmutableArray<HandoverLine> Handovers,
    ImmutableArray<EntryLine> Entries,
    ImmutableArray<SignatureLine> Signatures,
    ImmutableArray<CorrectionLine> Corrections,
    ImmutableArray<RefusalLine> Refused,
    ImmutableArray<DocumentLine> Documents,
    SealStatement Seal,
    PrintStatement? Print);

/// <summary>One identifier, readable and as a barcode.</summary>
/// <param name="Symbol">What the barcode encodes: the ISBT 128 data structure or the text itself.</param>
public sealed record Identifier(string Name, string Value, string Symbol);

/// <summary>Which site played which part.</summary>
public sealed record PartyLine(string Party, string Site, string Zone);

/// <summary>A time as it was on the wall at the site, the zone it was read in, and UTC.</summary>
public sealed record When(string Local, string Zone, string Utc);

/// <summary>One change of hands.</summary>
public sealed record HandoverLine(int Seq, When When, string Container, string Gives, string Takes, string Seal, string Condition);

/// <summary>One entry: what happened, when, who, in which role, where, and every detail it holds.</summary>
/// <param name="Late">When it was recorded and why late, or null when it was recorded as it happened.</param>
/// <param name="Hash">The entry's hash, whole.</param>
public sealed record EntryLine(
    int Seq, When When, string What, string Who, string Role, string Site, string? Late, ImmutableArray<Detail> Details, Weight Weight, string Hash);

/// <summary>How loudly a line speaks on paper.</summary>
public enum Weight { Plain, Warning, Stop }

/// <summary>A named detail. A corrected one shows the old value struck, then the new one and where it was corrected.</summary>
public sealed record Detail(string Name, string Value, string? Struck = null, string? Note = null, bool IsCode = false);

public sealed record SignatureLine(int Seq, string Name, string Meaning, When When, string Step, string Hash);

public sealed record CorrectionLine(int Seq, int Corrects, string Field, string Old, string New, string Reason, string Who, When When);

public sealed record RefusalLine(int Seq, When When, string Step, string Who, ImmutableArray<(string Name, string Scanned, string Expected)> Codes, string Resolution);

public sealed record DocumentLine(int Seq, string Name, string Kind, string Size, string Sha256, ImmutableArray<Detail> Summary);

/// <summary>What binds the paper to the ledger.</summary>
/// <param name="Head">Hash of the last entry, in which all before it are bound.</param>
/// <param name="Code">The text of the QR code: <c>TC1:order:entries:head</c>, what <c>ledger verify --expect</c> takes.</param>
public sealed record SealStatement(int Entries, string Head, string Code, string WorkflowSha256);

/// <summary>Who printed it, when, which copy: the last entry when the record was printed through the server.</summary>
public sealed record PrintStatement(string Who, string Site, When When, int Copy);
