using System.Collections.Immutable;
using System.Globalization;

namespace TherapyChain.Domain.Identity;

/// <summary>Characters that may stand in a place, and how a person would say so.</summary>
internal sealed record CharacterSet(Func<char, bool> Holds, Sentence Words)
{
    public static readonly CharacterSet Digit = new(char.IsAsciiDigit, $"a digit belongs there");
    public static readonly CharacterSet Letter = new(char.IsAsciiLetterUpper, $"a capital letter belongs there");
    public static readonly CharacterSet Alphanumeric = new(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c), $"a capital letter or a digit belongs there");
    /// <summary>First character of a facility: letters without O and digits without 0, which are too alike (ST-001 2.4.1).</summary>
    public static readonly CharacterSet FacilityFirst = new(
        c => c is >= 'A' and <= 'Z' and not 'O' or >= '1' and <= '9', $"a capital letter other than O, or a digit from 1 to 9, belongs there");
    public static readonly CharacterSet WithoutO = new(
        c => c is >= 'A' and <= 'Z' and not 'O' || char.IsAsciiDigit(c), $"a capital letter other than O, or a digit, belongs there");
}

/// <summary>
/// Reads the fields of an identifier one after the other. The first thing that is wrong stays as the <see cref="Fault"/>, after which
/// every further field reads as empty; positions are those of the text as it was given.
/// </summary>
internal sealed class FieldReader(SourceText source, int at = 0)
{
    private ImmutableArray<Part>.Builder parts = ImmutableArray.CreateBuilder<Part>();

    public int At { get; private set; } = at;
    public int Left => source.Text.Length - At;
    public Fault? Fault { get; private set; }
    public SourceText Source => source;

    /// <summary>The parts read since the last call.</summary>
    public ImmutableArray<Part> Parts()
    {
        var read = parts.ToImmutable();
        parts = ImmutableArray.CreateBuilder<Part>();
        return read;
    }

    public string Digits(Sentence name, int length) => Take(name, (length, CharacterSet.Digit));

    public string Alphanumerics(Sentence name, int length) => Take(name, (length, CharacterSet.Alphanumeric));

    /// <summary>A facility identification number: five characters (ST-001 2.4.1).</summary>
    public string Facility() => Facility($"facility");

    public string Facility(Sentence name) =>
        Take(name, (1, CharacterSet.FacilityFirst), (2, CharacterSet.WithoutO), (2, CharacterSet.Digit));

    public string Take(Sentence name, params ReadOnlySpan<(int Length, CharacterSet Set)> shape)
    {
        if (Fault is not null) return "";
        var start = At;
        foreach (var (length, set) in shape)
            for (var i = 0; i < length; i++, At++)
            {
                if (At >= source.Text.Length)
                {
                    Fault = Fault.Whole($"the text ends after {source.GivenLength} characters, within the {name}");
                    return "";
                }
                if (set.Holds(source.Text[At])) continue;
                Fault = Fault.At(source.Position(At), source.Given(At), $"{set.Words} ({name})");
                return "";
            }
        var value = source.Text[start..At];
        parts.Add(new Part(name, value));
        return value;
    }

    /// <summary>Says what the part read last means.</summary>
    public void Mean(string meaning)
    {
        if (Fault is null) parts[^1] = parts[^1] with { Meaning = meaning };
    }

    /// <summary>Refuses the part read last as a whole.</summary>
    public void RefuseLast(Sentence why)
    {
        if (Fault is not null) return;
        var (value, first) = (parts[^1].Value, At - parts[^1].Value.Length);
        Fault = value.Length == 1
            ? Fault.At(source.Position(first), value[0], why)
            : new Fault(source.Position(first), $"characters {source.Position(first)} to {source.Position(At - 1)} are {value}; {why}");
    }

    public void Refuse(Fault fault) => Fault ??= fault;

    public void Skip(int count) => At += count;

    public static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>A text without the marks that do not count, with the way back to where each character stood in what was given.</summary>
internal sealed class SourceText
{
    private readonly int offset;
    private readonly int[]? positions;

    private readonly string given;

    private SourceText(string text, int offset, int[]? positions, string given) =>
        (Text, this.offset, this.positions, this.given) = (text, offset, positions, given);

    public string Text { get; }

    public int GivenLength => given.Length;

    /// <summary>A scanned text: taken as it is, from a character on.</summary>
    public static SourceText Scanned(string given, int from = 0) => new(given[from..], from, null, given);

    /// <summary>
    /// A typed text: without the spaces of print and in capitals. ASCII letters only: elsewhere capitals of look-alikes (ſ, U+017F) are
    /// letters of the alphabet, and a code that was never printed would match one that was.
    /// </summary>
    public static SourceText Typed(string given)
    {
        var text = new char[given.Length];
        var positions = new int[given.Length];
        var length = 0;
        for (var i = 0; i < given.Length; i++)
        {
            if (given[i] == ' ') continue;
            text[length] = char.IsAsciiLetterLower(given[i]) ? (char)(given[i] - 'a' + 'A') : given[i];
            positions[length++] = i + 1;
        }
        return new SourceText(new string(text, 0, length), 0, positions, given);
    }

    /// <summary>The character as it was given, before it was put in capitals.</summary>
    public char Given(int index) => given[Position(index) - 1];

    public int Position(int index) => positions is null ? offset + index + 1 : positions[index];
}
