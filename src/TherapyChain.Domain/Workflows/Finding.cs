using System.Collections.Immutable;

namespace TherapyChain.Domain.Workflows;

/// <summary>
/// Something wrong with a workflow or safety file, in words for the person who wrote it.
/// </summary>
/// <param name="Code">Stable, <c>unknown-state</c>: what programs look at.</param>
/// <param name="Line">From 1; 0 when the finding is not about a place in the file.</param>
/// <param name="Column">From 1; 0 as with <paramref name="Line"/>.</param>
/// <param name="Message">What was wrong, where, and what would be right.</param>
public sealed record Finding(string Code, int Line, int Column, Sentence Message)
{
    /// <summary>The safety property that does not hold, by name; null when the finding is not about one.</summary>
    public string? Property { get; init; }

    /// <summary>The shortest way to the trouble, step names from the beginning of an order; empty when no path is needed to see it.</summary>
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>The finding with its place, its code and its path.</summary>
    public Sentence Said => Line > 0 ? (Sentence)$"{Line}:{Column}: {Message} [{Property ?? Code}]{Way}" : (Sentence)$"{Message} [{Property ?? Code}]{Way}";

    public override string ToString() => Said;

    private Sentence Way => Path.IsEmpty ? (Sentence)$"" : (Sentence)$"\n    path: {string.Join(" > ", Path)}";
}
