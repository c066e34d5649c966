using System.Collections.Immutable;

namespace TherapyChain.Domain.Identity;

/// <summary>One piece of an identifier as a person reads it.</summary>
/// <param name="Name">What it is: "facility", "serial number".</param>
/// <param name="Value">Its characters.</param>
/// <param name="Meaning">What they say in words, or empty.</param>
public sealed record Part(string Name, string Value, string Meaning = "");

/// <summary>Why a text is not what it should be.</summary>
/// <param name="Position">The first character to look at, counted from 1 in the text as it was given; null when no single one is to blame.</param>
/// <param name="Why">The reason in words, with the position when there is one; begins small, has no full stop.</param>
public sealed record Fault(int? Position, Sentence Why)
{
    public static Fault At(int position, char found, Sentence why) => new(position, $"character {position} is {Show(found)}; {why}");

    public static Fault Whole(Sentence why) => new(null, why);

    internal static Sentence Show(char c) => c switch
    {
        >= '!' and <= '~' => (Sentence)$"{c}",
        ' ' => (Sentence)$"a space",
        '\u001d' => (Sentence)$"a separator (FNC1)",
        _ => (Sentence)$"U+{(int)c:X4}",
    };
}

/// <summary>An identifier read from a text or a symbol, by the standard it belongs to.</summary>
/// <param name="Kind">A stable word: one of <see cref="IdentifierKinds"/>.</param>
/// <param name="Text">The one form that is stored and compared; reads as itself again.</param>
/// <param name="Printed">The form a person reads.</param>
/// <param name="Parts">Its pieces, in order.</param>
public sealed record Identifier(string Kind, string Text, string Printed, ImmutableArray<Part> Parts)
{
    public Sentence Title => IdentifierKinds.Title(Kind);
}
