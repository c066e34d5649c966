using NodaTime;

namespace TherapyChain.Server.Demo;

/// <summary>What one order of the demonstration went through.</summary>
/// <param name="Workflow">Which path it follows.</param>
/// <param name="Hospital">The treatment site, and the collection site unless <paramref name="Collected"/> names another.</param>
/// <param name="Maker">The manufacturer; the donor bank plays that part where there is one.</param>
/// <param name="Ago">How long before the present the last beat lies.</param>
/// <param name="Beats">What happened, in order.</param>
internal sealed record Story(string Workflow, string Hospital, string Maker, string Courier, Duration Ago, params Beat[] Beats)
{
    public string? Collected { get; init; }

    /// <summary>Where the patient was referred from, when that is another hospital.</summary>
    public string? Referred { get; init; }
}

/// <summary>One thing that happens in a story.</summary>
internal abstract record Beat
{
    private Beat() { }

    /// <summary>The shortest way to a state.</summary>
    public sealed record To(string State) : Beat;

    /// <summary>One step, with evidence that matters to the story; <paramref name="After"/> replaces the usual wait before it.</summary>
    public sealed record Take(string Step, Duration? After = null, params (string Name, string Value)[] With) : Beat
    {
        /// <summary>How long after it happened it was entered.</summary>
        public Duration Late { get; init; }
    }

    /// <summary>A step is tried with a code that is one character off.</summary>
    public sealed record WrongScan(string Step, string Name) : Beat;

    /// <summary>Somebody stops the order.</summary>
    public sealed record Hold(string Role, string Reason) : Beat;

    /// <summary>Quality resolves every hold.</summary>
    public sealed record Resolve(string Reason) : Beat;

    /// <summary>The latest value of a piece of evidence was wrong.</summary>
    public sealed record Correct(string Role, string Field, string Value, string Reason) : Beat;

    /// <summary>Labels are printed, one is spoilt, and the last has not been told of yet.</summary>
    public sealed record Labels(string Role) : Beat;

    public sealed record Deviate(string Role, string Category, string Description) : Beat;
}
