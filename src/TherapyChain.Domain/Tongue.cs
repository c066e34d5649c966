using System.Collections.Immutable;
using TherapyChain.Domain.Workflows;

namespace TherapyChain.Domain;

/// <summary>The words of one language. As they are here they are English, with the names of roles and parties as files write them.</summary>
public class Tongue
{
    public static readonly Tongue English = new();

    /// <summary>The two letters of the language (ISO 639).</summary>
    public virtual string Language => "en";

    /// <summary>The pattern of a sentence in this language, for its English one.</summary>
    public virtual string PatternOf(string english) => english;

    /// <summary>The word for a name out of a closed set: <c>NameOf("role", "courier")</c>.</summary>
    public virtual string NameOf(string topic, string name) => name;
}

/// <summary>A part of a sentence that has words of its own in each language.</summary>
public abstract record Term
{
    public abstract string In(Tongue tongue);

    public sealed override string ToString() => In(Tongue.English);

    /// <summary>What a workflow calls something in the languages it has words in.</summary>
    public sealed record Label(Workflow Workflow, string Name) : Term
    {
        public override string In(Tongue tongue) => Workflow.Say(Name, tongue.Language);
    }

    /// <summary>A name out of a closed set, such as a role.</summary>
    public sealed record Named(string Topic, string Name) : Term
    {
        public override string In(Tongue tongue) => tongue.NameOf(Topic, Name);
    }

    /// <summary>A name that begins with a capital where it stands alone, in the middle of a sentence.</summary>
    public sealed record Amid(Term Name) : Term
    {
        public override string In(Tongue tongue) => Name.In(tongue) is { Length: > 0 } name ? char.ToLowerInvariant(name[0]) + name[1..] : "";
    }

    /// <summary>Words that stand in a table of ours, not in a sentence; they are looked up as a sentence is.</summary>
    public sealed record Phrase(string Words) : Term
    {
        public override string In(Tongue tongue) => tongue.PatternOf(Words);
    }

    /// <summary>Words that a file gives in each language.</summary>
    public sealed record Worded(Wording Words) : Term
    {
        public override string In(Tongue tongue) => Words.In(tongue.Language);
    }

    /// <summary>A sentence that is one of several in a list.</summary>
    public sealed record Clause(Sentence Words) : Term
    {
        public override string In(Tongue tongue) => Words.In(tongue);
    }

    /// <summary>Several of them: any ("a or b"), or all ("a, b").</summary>
    public sealed record List(ImmutableArray<Term> Terms, bool Any = false) : Term
    {
        public override string In(Tongue tongue) => string.Join(Any ? ((Sentence)$" or ").In(tongue) : ", ", Terms.Select(term => term.In(tongue)));
    }

    public static Term Role(string name) => new Named("role", name);

    public static Term Party(string name) => new Named("party", name);

    public static Term Qualification(string name) => new Named("qualification", name);

    public static Term Meaning(string name) => new Named("meaning", name);

    public static Term Fate(string name) => new Amid(new Named("label-fate", name));

    public static Term Condition(string name) => new Named("condition", name);

    public static Term Conditions { get; } = new List([.. Orders.Condition.All.Select(Condition)]);

    public static Term AnyRole(ImmutableArray<string> names) => new List([.. names.Select(Role)], Any: true);

    public static Term Roles(ImmutableArray<string> names) => new List([.. names.Select(Role)]);
}
