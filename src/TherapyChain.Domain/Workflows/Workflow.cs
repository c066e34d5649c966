using System.Collections.Immutable;
using NodaTime;
using TherapyChain.Domain.Custody;

namespace TherapyChain.Domain.Workflows;

/// <summary>
/// One version of a therapy's path, as read from its file and checked. It is data: what the words mean for an order is in
/// <see cref="Orders.Advance"/>. Instances come from <see cref="WorkflowFile.Read"/> only, so that holding one means that it is sound.
/// </summary>
/// <param name="Id">The workflow's name, <c>car-t-autologous-cryo</c>.</param>
/// <param name="Version">From 1; a published version never changes.</param>
/// <param name="Sha256">SHA-256 of the file's bytes, lower-case hex: what <c>order.created</c> pins.</param>
/// <param name="Text">The file's text, byte for byte what was hashed.</param>
/// <param name="Source">The public document that times and limits were taken from.</param>
/// <param name="LateAfter">An entry recorded later than this after it happened needs a reason.</param>
/// <param name="Anywhere">Verbs of <see cref="Vocabulary.Verbs"/> and the roles that may use them.</param>
/// <param name="Words">Every name in the file, in every language of <see cref="Vocabulary.Languages"/> at least.</param>
public sealed record Workflow(
    string Id,
    int Version,
    string Sha256,
    string Text,
    string Source,
    string Initial,
    Duration LateAfter,
    ImmutableArray<string> Parties,
    ImmutableDictionary<string, Label> Identifiers,
    ImmutableDictionary<string, ContainerKind> Containers,
    ImmutableDictionary<string, Clock> Clocks,
    ImmutableArray<State> States,
    ImmutableArray<Step> Steps,
    ImmutableDictionary<string, ImmutableArray<string>> Anywhere,
    ImmutableDictionary<string, Wording> Words)
{
    private readonly ImmutableDictionary<string, State> _states = States.ToImmutableDictionary(s => s.Name, StringComparer.Ordinal);
    private readonly ImmutableDictionary<string, Step> _steps = Steps.ToImmutableDictionary(s => s.Name, StringComparer.Ordinal);

    public State? FindState(string name) => _states.GetValueOrDefault(name);

    public Step? FindStep(string name) => _steps.GetValueOrDefault(name);

    /// <summary>The word for a name in a language, English when the file has none in it.</summary>
    public string Say(string name, string language) => Words.TryGetValue(name, out var words) ? words.In(language) : name;
}

/// <summary>One name in the languages of <see cref="Vocabulary.Languages"/> and, where the file has them, of <see cref="Vocabulary.OptionalLanguages"/>.</summary>
/// <param name="Fr">Null where the file leaves French out.</param>
public sealed record Wording(string En, string De, string Sv, string? Fr)
{
    public string In(string language) => language switch { "de" => De, "sv" => Sv, "fr" => Fr ?? En, _ => En };
}

/// <summary>A place on the path. A final state is an end: no step leaves it.</summary>
public sealed record State(string Name, string Phase, bool IsFinal);

/// <summary>The grammar of an identifier, one of <see cref="Vocabulary.Labels"/>.</summary>
/// <param name="Shared">Whether several orders may carry the same one: the lot of a product that is made for many.</param>
public sealed record Label(string Kind, bool Shared = false)
{
    /// <summary>Whether it is a number that each site counts for itself, so that two sites may give the same one.</summary>
    public bool IsCountedBySite => Kind == "text" && !Shared;
}

/// <summary>A kind of container of the patient's material: all live ones of a kind are in one party's hands.</summary>
/// <param name="Storage">What it is stored at.</param>
/// <param name="AutologousOnly">Whether its content is for the donor alone, which its label then says.</param>
/// <param name="Transport">What it travels at, where that is another range than it is stored at; null where it is the same.</param>
public sealed record ContainerKind(string Name, Label Label, TemperatureRange Storage, TemperatureRange? Transport = null, bool AutologousOnly = false)
{
    /// <summary>What a logger that travels with it is judged by.</summary>
    public TemperatureRange OnTheWay => Transport ?? Storage;
}

/// <summary>Temperatures in °C, both limits inclusive; null where there is none.</summary>
public sealed record TemperatureRange(decimal? MinCelsius, decimal? MaxCelsius);

/// <summary>
/// A time limit. It runs from a step in <paramref name="Starts"/> (again: it begins anew) to a step in <paramref name="Stops"/> or an end.
/// Periods of hours and minutes are elapsed time; days and months are counted on the calendar of the site where the clock started.
/// </summary>
/// <param name="Limit">When it is exceeded.</param>
/// <param name="Warn">When people are warned, shorter than the limit.</param>
/// <param name="Earliest">A step that names this clock in <see cref="Step.After"/> waits at least this long.</param>
/// <param name="HoldsWhenExceeded">Whether exceeding it puts the order on hold, or is only recorded.</param>
public sealed record Clock(
    string Name, ImmutableArray<string> Starts, ImmutableArray<string> Stops, Period Limit, Period? Warn, Period? Earliest, bool HoldsWhenExceeded);
