using System.ComponentModel;
using System.Text.Json.Serialization;

namespace TherapyChain.Server.Orders;

/// <summary>An order to begin.</summary>
public sealed record CreateBody(
    [property: Description("The id of a workflow, car-t-autologous-cryo.")] string Workflow,
    [property: Description("The hospital's own order number. Never a patient's name or number.")] string Reference,
    [property: Description("For each party of the workflow the site that plays it.")] Dictionary<string, string> Parties,
    [property: Description("The version to follow; the newest when left out.")] int? Version = null);

/// <summary>The form of a step. What a step demands is told by GET …/steps.</summary>
public sealed record StepBody(
    [property: Description("When it happened: with an offset, or the wall clock of your site. Now when left out.")] string? At = null,
    [property: Description("Every code as it was scanned, and what it was scanned as.")] ScanBody[]? Scans = null,
    [property: Description("Values by the name of the evidence.")] Dictionary<string, ValueBody>? Evidence = null,
    [property: Description("What was seen of each kind of container that changes hands.")] Dictionary<string, HandoverBody>? Handovers = null,
    [property: Description("The other person of a two-person check.")] SecondBody? Second = null,
    [property: Description("The meaning you sign with.")] string? Signature = null,
    [property: Description("Why it is entered late, when it is.")] string? LateReason = null,
    [property: Description("With a step that carries a signature: who signs, proved anew. With an API key both are given each time; in a session opened with a password the person may be left out after the first signature.")] CredentialsBody? Credentials = null);

public sealed record ScanBody(string Name, string Value);

/// <summary>A value of evidence; a text, a number or true may stand in its place when there is no unit.</summary>
[JsonConverter(typeof(ValueBodyJson))]
public sealed record ValueBody(string Value, string? Unit = null);

public sealed record HandoverBody(string? Seal = null, string? Condition = null);

/// <summary>The second person's own id and password, entered by them. They are compared and forgotten; an API key is nobody's second person.</summary>
public sealed record SecondBody(string? Person = null, string? Password = null);

/// <summary>Who signs, proved anew; compared and forgotten.</summary>
public sealed record CredentialsBody(string? Person = null, string? Password = null);

public sealed record ReasonBody(string Reason);

public sealed record CorrectionBody(
    [property: Description("The sequence number of the entry that gave the value.")] int Corrects,
    [property: Description("The name of the evidence.")] string Field,
    [property: Description("The value that is right.")] ValueBody Value,
    string Reason);

public sealed record DeviationBody(string Category, string Description);

/// <summary>Labels to print.</summary>
public sealed record LabelsBody(
    [property: Description("a4, to be cut, or 100x50 for a label printer.")] string Size = "a4",
    [property: Description("How many for each container; 1 to 50.")] int Copies = 1,
    [property: Description("The kind of container to label; every one that lives when left out.")] string? Container = null,
    [property: Description("The language of the words on them: en, de, sv or fr. That of your site's country when left out.")] string? Language = null,
    [property: Description("Why labels that were printed before are printed again.")] string? Reason = null);

/// <summary>What became of printed labels.</summary>
public sealed record FatesBody(FateBody[] Labels);

public sealed record FateBody(
    [property: Description("The label's own symbol, scanned, or the number that stands on it.")] string Serial,
    [property: Description("applied, destroyed or missing; that a label is missing, quality says.")] string Fate,
    [property: Description("For an applied one: the code of the container, scanned; where the label carries none, what it was put on.")] string? To = null,
    [property: Description("Why it was destroyed or is missing, or why a fate told before was wrong.")] string? Reason = null);

public sealed record MoveBody([property: Description("The version to move to.")] int Version, string Reason);
